import { copyMembers, type DataObject, isObject, kindOf, newObject, readMember } from "./data.ts";
import { type Evaluation, slotBytes } from "./evaluation.ts";
import { create, isArray, list } from "./primitives.ts";
import type { Pattern, Tree } from "./tree.ts";

/** The parameters in force, those of outer functions behind them. */
export type Locals = Record<string, unknown>;

type Evaluate = (tree: Tree, locals: Locals, evaluation: Evaluation) => unknown;

export function innerLocals(outer: Locals | null): Locals {
  return create(outer) as Locals;
}

/** Gives the names of a parameter their values. Parameters are only ever set here, once a call. */
export function bindPattern(
  pattern: Pattern,
  value: unknown,
  locals: Locals,
  evaluation: Evaluation,
  evaluate: Evaluate,
): void {
  evaluation.spend(1);
  const bind = (inner: Pattern, part: unknown) => bindPattern(inner, part, locals, evaluation, evaluate);
  switch (pattern.type) {
    case "bind":
      locals[pattern.name] = value;
      return;
    case "default":
      bind(pattern.target, value === undefined ? evaluate(pattern.value, locals, evaluation) : value);
      return;
    case "rest":
      bind(pattern.target, value);
      return;
    case "items": {
      evaluation.at(pattern);
      if (!isArray(value)) evaluation.fail(`A list is taken apart here, and this is ${kindOf(value)}`);
      const items = value as readonly unknown[];
      for (let index = 0; index < pattern.items.length; index += 1) {
        const target = pattern.items[index];
        if (target) bind(target, target.type === "rest" ? restOf(items, index, evaluation) : items[index]);
      }
      return;
    }
    case "members": {
      evaluation.at(pattern);
      if (value === null || value === undefined)
        evaluation.fail(`An object is taken apart here, and this is ${kindOf(value)}`);
      for (let index = 0; index < pattern.members.length; index += 1) {
        const member = pattern.members[index] as (typeof pattern.members)[number];
        bind(member.target, readMember(value, member.key, evaluation));
      }
      if (pattern.rest) bind(pattern.rest, otherMembers(value, pattern.members, evaluation));
    }
  }
}

/** The values from an index on. */
export function restOf(values: readonly unknown[], from: number, evaluation: Evaluation): unknown[] {
  const rest = list.slice(values, from);
  evaluation.grow((rest.length + 1) * slotBytes);
  return rest;
}

function otherMembers(value: unknown, taken: readonly { key: string }[], evaluation: Evaluation): DataObject {
  const others = newObject();
  if (!isObject(value))
    return evaluation.fail(`Only the members of an object can be collected, and this is ${kindOf(value)}`);
  copyMembers(value, others, evaluation);
  for (let index = 0; index < taken.length; index += 1) delete others[(taken[index] as { key: string }).key];
  return others;
}
