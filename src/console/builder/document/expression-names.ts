import { ExpressionError, parseCondition, parseExpression, parseTemplate } from "../../../expression/expression.ts";

/** Names of a view inside expressions: where they stand, and the same text with other names. Texts and parameters stay. */

/**
 * How a text is read: `template` with any number of `{{ }}`, `condition` as one expression with or without them, `output` as
 * a call's output is.
 */
export type Form = "template" | "condition" | "output";

/** New names by the old ones. A state `a` and a component `a` have nothing to do with each other. */
export type Names = {
  readonly component?: ReadonlyMap<string, string>;
  readonly state?: ReadonlyMap<string, string>;
  readonly query?: ReadonlyMap<string, string>;
  readonly calls?: ReadonlyMap<string, string>;
  readonly values?: ReadonlyMap<string, string>;
};

/** Roots whose members are names. */
type Root = "state" | "query" | "calls" | "values";
const isRoot = (name: unknown): name is Root => ["state", "query", "calls", "values"].includes(name as string);

type Replacement = { readonly start: number; readonly end: number; readonly text: string };
type Shape = Readonly<Record<string, unknown>>;

/** A text that cannot be read stays as it is: nobody knows what it means. */
export function renamedText(text: string, form: Form, names: Names): string {
  const found = replacementsIn(text, form, names).sort((one, other) => other.start - one.start);
  let result = text;
  for (const { start, end, text: name } of found) result = result.slice(0, start) + name + result.slice(end);
  return result;
}

function replacementsIn(text: string, form: Form, names: Names): Replacement[] {
  if (form === "template" && !text.includes("{{")) return [];
  try {
    const found: Replacement[] = [];
    collect(parsed(text, form), { text, names, found });
    return found;
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}

function parsed(text: string, form: Form): unknown {
  if (form === "template") return parseTemplate(text);
  if (form === "condition" || text.includes("{{")) return parseCondition(text);
  return parseExpression(text);
}

type Search = { readonly text: string; readonly names: Names; readonly found: Replacement[] };

/** A tree of expressions is plain data: every shape of it is an object with a type. */
function collect(shape: unknown, search: Search): void {
  if (typeof shape !== "object" || shape === null) return;
  const { type } = shape as Shape;
  if (type === "pair" && isShorthand(shape as Shape)) {
    collectShorthand((shape as Shape).value as Shape, search);
    return;
  }
  if (type === "root") collectRoot(shape as Shape, search);
  if (type === "member") collectMember(shape as Shape, search);
  for (const part of Object.values(shape)) collect(part, search);
}

function collectRoot({ name, start, end }: Shape, { names, found }: Search): void {
  const to = names.component?.get(name as string);
  if (to !== undefined) found.push({ start: start as number, end: end as number, text: to });
}

/** `state.note`, `state?.note`, `state["note"]`: from the end of the root to the end of the name. */
function collectMember(shape: Shape, { text, names, found }: Search): void {
  const object = shape.object as Shape;
  const key = shape.key as Shape;
  if (object.type !== "root" || !isRoot(object.name) || key.type !== "constant") return;
  const to = names[object.name]?.get(String(key.value));
  if (to === undefined) return;
  const start = object.end as number;
  const end = shape.end as number;
  const [before = ""] = /^[\s)]*/.exec(text.slice(start, end)) ?? [];
  found.push({ start, end, text: `${before}${shape.optional === true ? "?." : "."}${to}` });
}

/** `{ list }` is `{ list: list }`: the member keeps its name. */
function isShorthand({ key, value }: Shape): boolean {
  const name = key as Shape;
  const read = value as Shape;
  return name.type === "constant" && read.type === "root" && name.start === read.start && name.end === read.end;
}

function collectShorthand({ name, start, end }: Shape, { names, found }: Search): void {
  const to = names.component?.get(name as string);
  if (to !== undefined) found.push({ start: start as number, end: end as number, text: `${name}: ${to}` });
}
