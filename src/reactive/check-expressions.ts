import type { Wrong } from "../contract/fault.ts";
import {
  dependencies,
  ExpressionError,
  type ExpressionTemplate,
  type Json,
  parseCondition,
  parseExpression,
  parseValue,
  type ValueTemplate,
} from "../expression/expression.ts";
import { lookUp, type NameTree } from "./names.ts";

/** Where an expression stands and what it may say there. */
export type Place = {
  /** The JSON pointer to it. */
  readonly path: string;
  readonly names: NameTree;
  /** Names that are known here only, such as `event`: what is below them is known when it happens. */
  readonly more?: readonly string[];
};

type Checked = { readonly template: ValueTemplate | null; readonly wrong: readonly Wrong[] };

/** Names that exist somewhere else, and where. */
const elsewhere: Readonly<Record<string, string>> = {
  event: "`event` is known to actions only.",
  output: "`output` is known to a call's output and to actions of `on_success` only.",
  error: "`error` is known to actions of `on_error` only.",
  values: "`values` is known to a call's input and output only, which stay on the server.",
};

export function checkValue(json: Json, place: Place): Checked {
  return checked(() => parseValue(json), place);
}

export function checkCondition(text: string, place: Place): Checked {
  return checked(() => parseCondition(text), place);
}

/** One expression, with or without braces. */
export function checkExpression(text: string, place: Place): Checked {
  return checked(() => (text.includes("{{") ? parseCondition(text) : parseExpression(text)), place);
}

function checked(parse: () => ValueTemplate, place: Place): Checked {
  try {
    const template = parse();
    return { template, wrong: expressionsOf(template).flatMap((expression) => strayNames(expression, place)) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { message, position, source } = error;
    return { template: null, wrong: [{ path: place.path + error.path, message, position, source }] };
  }
}

function expressionsOf(template: ValueTemplate): ExpressionTemplate[] {
  switch (template.kind) {
    case "constant":
      return [];
    case "expression":
      return [template];
    case "mixed":
      return template.parts.filter((part) => typeof part !== "string");
    case "list":
      return template.items.flatMap(expressionsOf);
    case "object":
      return template.members.flatMap(([, member]) => expressionsOf(member));
  }
}

function strayNames(expression: ExpressionTemplate, { path, names, more = [] }: Place): Wrong[] {
  return dependencies(expression).flatMap((name) => {
    const root = name[0] ?? "";
    if (more.includes(root)) return [];
    const found = lookUp(names, name);
    if (typeof found !== "string") return [];
    const isElsewhere = !names.has(root) && Object.hasOwn(elsewhere, root);
    return [{ path: path + expression.path, message: (isElsewhere && elsewhere[root]) || found }];
  });
}
