import { type Block, eachOf } from "../contract/block.ts";
import type { Json, RunBudget, ValueTemplate } from "../expression/expression.ts";
import { dependencies, ExpressionError, evaluate, parseCondition, parseValue } from "../expression/expression.ts";
import type { Expression } from "./kind.ts";
import { kinds } from "./kinds.ts";

/** What every expression may name. */
const roots = ["input", "blocks", "env", "worklet_input", "run"] as const;
type Root = (typeof roots)[number];

/** What this expression of the block may name. Secrets are kept out of `input`: what blocks take is kept with the run. */
export function rootsOf(block: Block, { member }: Expression): string[] {
  if (member === eachMember) return [...roots];
  const ofItem = eachOf(block) === undefined ? [] : ["item", "index"];
  const isOwn = member !== inputMember && kinds[block.kind].readsSecrets === true;
  return [...roots, ...ofItem, ...(isOwn ? ["secrets"] : [])];
}

const inputMember = "/input";
const eachMember = "/each/items";

/** An expression of a block, parsed once a version, and what it looks at: nothing else is fetched or parsed for it. */
export type Reading = {
  template: ValueTemplate;
  roots: ReadonlySet<string>;
  /** Ids of the blocks whose output it names. */
  blocks: readonly string[];
  /** Names of secrets. */
  secrets: readonly string[];
};

/** Where values come from when an expression asks; each is asked once at most. All but `run` are JSON text. */
export type Sources = {
  input(): string;
  env(): string;
  workletInput(): string;
  run(): unknown;
  /** Output of a block; null when it did not run. */
  block(id: string): string | null;
};

/** All expressions of a block: `each` and `input` first, where there are any, then those of its kind. */
export function expressionsOf(block: Block): readonly Expression[] {
  const { each, mapping, own } = expressionsByUse(block);
  return [...(each ? [each] : []), ...(mapping ? [mapping] : []), ...own];
}

export function expressionsByUse(block: Block): {
  each: Expression | null;
  mapping: Expression | null;
  own: readonly Expression[];
} {
  const each = eachOf(block);
  return {
    each: each === undefined ? null : { member: eachMember, form: "value", source: each.items },
    mapping: block.input === undefined ? null : { member: inputMember, form: "value", source: block.input },
    own: kinds[block.kind].expressions(block),
  };
}

/** The secrets that a block names, each where it does. An expression that does not parse names none. */
export function secretsOf(block: Block): { member: string; name: string }[] {
  const { readsSecrets, expressions, refers } = kinds[block.kind];
  if (readsSecrets !== true) return [];
  const named = expressions(block).flatMap((expression) =>
    secretsIn(expression).map((name) => ({ member: expression.member, name })),
  );
  return [...refers(block).secrets, ...named];
}

function secretsIn(expression: Expression): readonly string[] {
  try {
    return readingOf(expression, new Set()).secrets;
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}

/** Throws an ExpressionError, whose `path` is the tail of a JSON pointer inside the block. */
export function parseExpression({ form, source, member }: Expression): ValueTemplate {
  return form === "condition" ? parseCondition(String(source), member) : parseValue(source as Json, member);
}

export function readingOf(expression: Expression, ancestors: ReadonlySet<string>): Reading {
  const template = parseExpression(expression);
  const paths = dependencies(template);
  const blocks = new Set(paths.flatMap(([root, id]) => (root === "blocks" && id !== undefined ? [id] : [])));
  // `{{ blocks }}` and `{{ blocks[input.name] }}` may look at any of them.
  const looksAtAll = paths.some(([root, id]) => root === "blocks" && id === undefined);
  return {
    template,
    roots: new Set(paths.flatMap(([root]) => (root === undefined ? [] : [root]))),
    blocks: [...(looksAtAll ? ancestors : blocks)],
    secrets: paths.flatMap(([root, name]) => (root === "secrets" && name !== undefined ? [name] : [])),
  };
}

/** What an expression sees beside the state of the run, or instead of it: `item`, `index`, `secrets`, an item's own `input`. */
export type More = Readonly<Record<string, unknown>>;

/** Evaluates readings against one state of the run, at the run's expense; what two of them look at is parsed once. */
export function evaluatorOf(sources: Sources, budget: RunBudget): (reading: Reading, more?: More) => unknown {
  const parsed = new Map<string, unknown>();
  const once = (name: string, make: () => unknown) => {
    if (!parsed.has(name)) parsed.set(name, make());
    return parsed.get(name);
  };
  const parse = (text: string): unknown => {
    budget.bytes += text.length;
    return JSON.parse(text);
  };
  const values: Record<Exclude<Root, "blocks">, () => unknown> = {
    input: () => parse(sources.input()),
    env: () => parse(sources.env()),
    worklet_input: () => parse(sources.workletInput()),
    run: () => sources.run(),
  };
  return (reading, more) => {
    const scope: Record<string, unknown> = { ...more };
    for (const root of roots)
      if (root !== "blocks" && reading.roots.has(root) && more?.[root] === undefined)
        scope[root] = once(root, values[root]);
    if (reading.roots.has("blocks"))
      scope.blocks = Object.fromEntries(
        reading.blocks.map((id) => [id, once(`blocks.${id}`, () => parse(sources.block(id) ?? "null"))]),
      );
    return evaluate(reading.template, scope, { run: budget });
  };
}
