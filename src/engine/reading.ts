import type { Block } from "../contract/graph.ts";
import type { Json, RunBudget, ValueTemplate } from "../expression/expression.ts";
import { dependencies, evaluate, parseCondition, parseValue } from "../expression/expression.ts";
import type { Expression } from "./kind.ts";
import { kinds } from "./kinds.ts";

/** What an expression may name. */
export const roots = ["input", "blocks", "env", "worklet_input", "run"] as const;
type Root = (typeof roots)[number];

/** An expression of a block, parsed once a version, and what it looks at: nothing else is fetched or parsed for it. */
export type Reading = {
  template: ValueTemplate;
  roots: ReadonlySet<string>;
  /** Ids of the blocks whose output it names. */
  blocks: readonly string[];
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

/** All expressions of a block: `input` first when there is one, then those of its kind. */
export function expressionsOf(block: Block): readonly Expression[] {
  const own = kinds[block.kind].expressions(block);
  return block.input === undefined ? own : [{ member: "/input", form: "value", source: block.input }, ...own];
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
  };
}

/** Evaluates readings against one state of the run, at the run's expense; what two of them look at is parsed once. */
export function evaluatorOf(sources: Sources, budget: RunBudget): (reading: Reading) => unknown {
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
  return (reading) => {
    const scope: Record<string, unknown> = {};
    for (const root of roots) if (root !== "blocks" && reading.roots.has(root)) scope[root] = once(root, values[root]);
    if (reading.roots.has("blocks"))
      scope.blocks = Object.fromEntries(
        reading.blocks.map((id) => [id, once(`blocks.${id}`, () => parse(sources.block(id) ?? "null"))]),
      );
    return evaluate(reading.template, scope, { run: budget });
  };
}
