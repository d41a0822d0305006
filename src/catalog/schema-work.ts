import { limits } from "../contract/limits.ts";
import { longestTried, stepsOf } from "./pattern.ts";

/**
 * How much work a check of a value against a schema is, counted before it is done: the host has no time limit of ours, and
 * schemas that refer to themselves or to others twice make exponential work of little text. The count follows the checker
 * node by node and is never too low; one step is about a nanosecond.
 */

type Node = Record<string, unknown>;
/** Schemas by their absolute addresses, as the checker looks up a `$ref`. */
export type Known = Readonly<Record<string, unknown>>;

/** About a second. */
const mostSteps = 1e9;
const steps = { schema: 400, member: 100, entry: 30, character: 5, pattern: 5_000, format: 1_000, pair: 50 };

/** Uniqueness compares each item with each other one; a longer list does not fit. */
export const mostUnique = 3_000;

/** So many schemas may be applied to one value and its parts, all alternatives taken together. */
export const mostApplications = 10_000;

/** What a schema holds, each schema and each `$ref` to it taken once more. What leads back to itself counts once. */
export function applicationsOf(schema: unknown, known: Known): number {
  const counts = new Map<Node, number>();
  const count = (part: unknown): number => {
    if (!isNode(part)) return 1;
    const held = counts.get(part);
    if (held !== undefined) return held;
    counts.set(part, 1);
    const { always, members, items } = planOf(part, known);
    const inside = [
      ...[always, [...members.named.values()], members.patterns.map(([, each]) => each), members.others],
      ...[members.names, members.dependent.map(([, each]) => each), items.first, items.rest],
    ].flat();
    let sum = 1;
    for (const each of inside) sum += count(each);
    counts.set(part, sum);
    return sum;
  };
  return count(schema);
}

/** Whether the check of a value stays within what the host does at once; `stops`: it ends at the first wrong member. */
export type FitsHost = (value: unknown, stops: boolean) => boolean;

/** Counts for one schema. The count throws a RangeError where the schema leads to itself without end. */
export function workCounter(schema: unknown, known: Known): FitsHost {
  const plans = new Map<Node, Plan>();
  return (value, stops) => {
    let left = mostSteps;
    const apply = (part: unknown, on: unknown): void => {
      if (left < 0 || !isNode(part)) return;
      const plan = plans.get(part) ?? planOf(part, known);
      plans.set(part, plan);
      left -= steps.schema + plan.compared;
      for (const inside of plan.always) apply(inside, on);
      if (typeof on === "string") left -= plan.text(on.length);
      else if (Array.isArray(on)) applyToItems(plan.items, on);
      else if (isNode(on)) applyToMembers(plan.members, on);
    };
    const applyToItems = ({ first, rest, isUnique }: Plan["items"], on: unknown[]): void => {
      if (isUnique && on.length <= mostUnique) left -= (on.length * (on.length + sizeOf(on)) * steps.pair) / 2;
      first.forEach((part, at) => void (at < on.length && apply(part, on[at])));
      for (const part of rest) {
        for (let at = 0; at < on.length && left >= 0; at++) apply(part, on[at]);
      }
    };
    const applyToMembers = (plan: Plan["members"], on: Node): void => {
      const keys = Object.keys(on);
      left -= plan.entries * steps.entry + keys.length * steps.member * plan.passes;
      for (const [key, part] of plan.dependent) if (Object.hasOwn(on, key)) apply(part, on);
      for (const part of plan.names) for (const key of keys) apply(part, key);
      for (const [key, part] of plan.named) {
        if (left < 0) return;
        if (!Object.hasOwn(on, key)) continue;
        apply(part, on[key]);
        if (stops && surelyFails(part, on[key])) return;
      }
      for (const [pattern, part] of plan.patterns) {
        left -= steps.pattern;
        for (const key of keys) {
          left -= key.length * steps.character;
          if (left < 0) return;
          if (pattern.test(key)) apply(part, on[key]);
        }
      }
      for (const part of plan.others) for (const key of keys) if (left >= 0) apply(part, on[key]);
    };
    apply(schema, value);
    return left >= 0;
  };
}

type Plan = {
  /** Applied to the value itself, whatever it is. */
  always: unknown[];
  /** Steps of `enum` and `const`. */
  compared: number;
  /** Steps for a text of that length. */
  text: (length: number) => number;
  items: { first: unknown[]; rest: unknown[]; isUnique: boolean };
  members: {
    named: Map<string, unknown>;
    patterns: [RegExp, unknown][];
    names: unknown[];
    others: unknown[];
    dependent: [string, unknown][];
    entries: number;
    /** How often all keys are looked at. */
    passes: number;
  };
};

function planOf(node: Node, known: Known): Plan {
  const list = (...keywords: string[]) =>
    keywords.flatMap((keyword) => (keyword in node ? [node[keyword]] : []).flat());
  const map = (keyword: string) => Object.entries((node[keyword] ?? {}) as Node);
  const isTuple = Array.isArray(node.items);
  const patterns = map("patternProperties").map(([text, part]): [RegExp, unknown] => [new RegExp(text, "u"), part]);
  const others = list("additionalProperties", "unevaluatedProperties");
  const compared = ["enum", "const"].map((keyword) => JSON.stringify(node[keyword])?.length ?? 0);
  return {
    always: [
      ...(node.$ref === undefined ? [] : [known[String(node.__absolute_ref__)]]),
      ...list("not", "allOf", "anyOf", "oneOf", "if", "then", "else"),
    ],
    compared: compared.reduce((sum, each) => sum + each * steps.character, 0),
    text: textSteps(node),
    items: {
      first: [...list("prefixItems"), ...(isTuple ? list("items") : [])],
      rest: [...(isTuple ? [] : list("items")), ...list("additionalItems", "contains", "unevaluatedItems")],
      isUnique: node.uniqueItems === true,
    },
    members: {
      named: new Map(map("properties")),
      patterns,
      names: list("propertyNames"),
      others,
      dependent: map("dependentSchemas"),
      entries:
        sizeOf(node.dependentRequired) +
        ["required", "properties", "dependentSchemas"].reduce(
          (sum, keyword) => sum + Object.keys(node[keyword] ?? {}).length,
          0,
        ),
      passes: 1 + patterns.length + others.length,
    },
  };
}

function textSteps({ pattern, format, minLength, maxLength }: Node): (length: number) => number {
  const longest = typeof pattern === "string" ? Math.min(longestTried(pattern), limits.bodyBytes) : -1;
  const looks = [format, minLength, maxLength].filter((each) => each !== undefined).length;
  return (length) => {
    const tried = longest >= length ? steps.pattern + stepsOf(String(pattern), length) : 0;
    return tried + (looks > 0 ? steps.format + looks * length * steps.character : 0);
  };
}

/** What the checker sees at once: the member that tells apart the alternatives of a union is of another one. */
function surelyFails(part: unknown, value: unknown): boolean {
  if (!isNode(part)) return part === false;
  const isPlain = (each: unknown) => typeof each !== "object";
  if (part.const !== undefined && isPlain(part.const) && part.const !== value) return true;
  return Array.isArray(part.enum) && isPlain(value) && !part.enum.includes(value);
}

function sizeOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce((sum: number, each) => sum + sizeOf(each), 1);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
