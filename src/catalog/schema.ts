import { dereference, type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import * as z from "zod";
import type { JsonSchema } from "../contract/catalog.ts";
import { pointerOf, sentence, type Wrong } from "../contract/fault.ts";
import { limits } from "../contract/limits.ts";
import { longestTried, patternRefusal } from "./pattern.ts";
import { applicationsOf, mostApplications, mostUnique, workCounter } from "./schema-work.ts";

/** JSON Schema (draft 2020-12) of a worklet's input: checked when saved, compiled once per version. */

type Node = Record<string, unknown>;

const Type = z.enum(["string", "number", "integer", "boolean", "object", "array", "null"]);
const Count = z.int().min(0).optional();
const Bound = z.number().optional();
const Part = z.union([z.boolean(), z.record(z.string(), z.unknown())], {
  error: "A schema is an object, true or false.",
});
const OptionalPart = Part.optional();
const Parts = z.array(Part).min(1).optional();
const PartsByName = z.record(z.string(), Part).optional();

/** What the keywords must be: one of another type would be ignored, or refuse every input. Unknown keywords are notes. */
const Keywords = z.looseObject({
  type: z
    .union([Type, z.array(Type).min(1)], { error: `A type is one of ${Type.options.join(", ")}, or a list of them.` })
    .optional(),
  enum: z.array(z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  dependentRequired: z.record(z.string(), z.array(z.string())).optional(),
  $ref: z.string().startsWith("#", "Only references inside the schema (#/$defs/...) are followed.").optional(),
  $dynamicRef: z.never({ error: "$dynamicRef is not supported: use $ref." }).optional(),
  $recursiveRef: z.never({ error: "$recursiveRef is not supported: use $ref." }).optional(),
  format: z
    .string()
    .refine((name) => name !== "url", 'There is no format "url": use "uri".')
    .optional(),
  pattern: z.string().superRefine(refusePattern).optional(),
  patternProperties: z.record(z.string().superRefine(refuseNamePattern), Part).optional(),
  uniqueItems: z.boolean().optional(),
  multipleOf: z.number().positive().optional(),
  ...{ minimum: Bound, maximum: Bound, exclusiveMinimum: Bound, exclusiveMaximum: Bound },
  ...{ minLength: Count, maxLength: Count, minItems: Count, maxItems: Count, minContains: Count, maxContains: Count },
  ...{ minProperties: Count, maxProperties: Count, prefixItems: Parts, allOf: Parts, anyOf: Parts, oneOf: Parts },
  ...{ $defs: PartsByName, definitions: PartsByName, properties: PartsByName, dependentSchemas: PartsByName },
  ...{ not: OptionalPart, if: OptionalPart, else: OptionalPart, contains: OptionalPart },
  // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema.
  ...{ then: OptionalPart, propertyNames: OptionalPart, additionalItems: OptionalPart, unevaluatedItems: OptionalPart },
  ...{ additionalProperties: OptionalPart, unevaluatedProperties: OptionalPart },
  items: z.union([Part, z.array(Part).min(1)], { error: "A schema is an object, true or false." }).optional(),
  dependencies: z
    .never({ error: "dependencies is not supported: use dependentRequired or dependentSchemas." })
    .optional(),
});

/** Everything that keeps a schema from being used; `path` is where it stands in the draft. */
export function checkSchema(schema: JsonSchema | null, path: string): Wrong[] {
  if (schema === null) return [];
  if (Buffer.byteLength(JSON.stringify(schema)) > limits.schemaBytes)
    return [{ path, message: "A schema is at most 64 KB." }];
  const copy = structuredClone(schema);
  const nodes = nodesOf(copy, path);
  const nested = nodes
    .slice(1)
    .flatMap(([node, at]) => (node.$id === undefined ? [] : [{ path: `${at}/$id`, message: nestedId }]));
  const wrong = nodes.flatMap(([node, at]) =>
    (Keywords.safeParse(node).error?.issues ?? []).map((issue) => {
      const message = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
      return {
        path: `${at}${pointerOf(issue.path)}`,
        message: sentence(message),
      };
    }),
  );
  if (nested.length > 0 || wrong.length > 0) return [...nested, ...wrong];
  for (const [node] of nodes) dropNotes(node);
  try {
    const known = dereference(copy as Schema);
    const applied = new Set(nodes.map(([node]) => node));
    const astray = nodes.flatMap(([node, at]) => {
      const target: unknown = known[String(node.__absolute_ref__)];
      if (node.$ref === undefined || typeof target === "boolean" || applied.has(target as Node)) return [];
      return [{ path: `${at}/$ref`, message: `There is no schema at ${node.$ref}.` }];
    });
    if (astray.length > 0 || applicationsOf(copy, known) <= mostApplications) return astray;
    return [{ path, message: tooMany }];
  } catch (error) {
    return [{ path, message: sentence(`This is not a usable JSON Schema: ${(error as Error).message}`) }];
  }
}

const tooMany = `With every $ref followed, more than ${mostApplications} schemas apply to one value. Refer to each schema once where all of several must fit.`;
const nestedId = "Only the whole schema may have an $id: use $anchor, or a $ref that starts with #/.";
const tooMuch =
  "Checking this input against the worklet's input schema takes too long. Send less at once, or make the schema simpler.";

/** What is wrong with an input, with JSON pointers into `worklet_input`; empty when it fits. */
export type CheckInput = (input: unknown) => Wrong[];

const mostErrors = 100;

export function inputCheckOf(schema: JsonSchema): CheckInput {
  const bounded = boundedCopy(schema) as Schema;
  const fitsHost = workCounter(bounded, dereference(bounded));
  const quick = new Validator(bounded, "2020-12", true);
  const thorough = new Validator(bounded, "2020-12", false);
  return (input) => {
    let first: OutputUnit[] = [];
    try {
      if (!fitsHost(input, true)) return [{ path: "/worklet_input", message: tooMuch }];
      const result = quick.validate(input);
      if (result.valid) return [];
      first = result.errors;
      if (!fitsHost(input, false)) return wrongsOf(first);
      return wrongsOf(thorough.validate(input).errors);
    } catch {
      // Its recursion has an end only at the stack's: a schema that leads to itself, or errors by the hundred thousand.
      if (first.length > 0) return wrongsOf(first);
      return [
        { path: "/worklet_input", message: "The worklet's input schema leads to itself without end for this input." },
      ];
    }
  };
}

/** The same schema, but what takes long is tried only where it is quick; longer texts and lists do not fit. */
function boundedCopy(schema: JsonSchema): JsonSchema {
  const copy = structuredClone(schema);
  for (const [node] of nodesOf(copy, "")) {
    const { pattern, uniqueItems, allOf, properties } = node;
    const added: Node[] = [];
    if (typeof pattern === "string" && longestTried(pattern) < limits.bodyBytes) {
      const most = longestTried(pattern);
      added.push({ maxLength: most }, { if: { minLength: most + 1 }, else: { pattern } });
      delete node.pattern;
    }
    if (uniqueItems === true) {
      added.push({ maxItems: mostUnique }, { if: { minItems: mostUnique + 1 }, else: { uniqueItems } });
      delete node.uniqueItems;
    }
    if (properties !== undefined) node.properties = fixedFirst(properties as Node);
    dropNotes(node);
    if (added.length > 0) node.allOf = [...(Array.isArray(allOf) ? allOf : []), ...added];
  }
  return copy;
}

/** Members with one value first: they tell apart the alternatives of a union, and the checker ends at the first wrong one. */
function fixedFirst(properties: Node): Node {
  const order = ([, part]: [string, unknown]) => (typeof part === "object" && part !== null && "const" in part ? 0 : 1);
  return Object.fromEntries(Object.entries(properties).sort((a, b) => order(a) - order(b)));
}

const checkedElsewhere = new Set(["$id", "$anchor", "const"]);

/** Takes out what is no keyword: the checker would look for schemas and ids in it. */
function dropNotes(node: Node): void {
  for (const keyword of Object.keys(node)) {
    if (!Object.hasOwn(Keywords.shape, keyword) && !checkedElsewhere.has(keyword)) delete node[keyword];
  }
}

/** Keywords whose error only says that something inside them is wrong, which has an error of its own. */
const around = new Set(
  "$ref allOf anyOf if properties patternProperties additionalProperties unevaluatedProperties items prefixItems additionalItems unevaluatedItems propertyNames dependentSchemas".split(
    " ",
  ),
);

function wrongsOf(errors: OutputUnit[]): Wrong[] {
  const innermost = errors.filter((error) => !around.has(error.keyword));
  return (innermost.length > 0 ? innermost : errors).slice(0, mostErrors).map((error) => ({
    path: `/worklet_input${error.instanceLocation.slice(1)}`,
    message: error.keyword === "false" ? "The schema allows nothing here." : sentence(error.error),
  }));
}

const lists = new Set(["prefixItems", "items", "allOf", "anyOf", "oneOf"]);
const maps = new Set(["$defs", "definitions", "properties", "patternProperties", "dependentSchemas"]);
const single = new Set(
  "items contains additionalItems unevaluatedItems additionalProperties unevaluatedProperties propertyNames not if then else".split(
    " ",
  ),
);

/** Every schema in a schema, with its pointer. What stands under other keywords is a note and is never applied. */
function nodesOf(schema: unknown, path: string): [Node, string][] {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return [];
  const inside = Object.entries(schema).flatMap(([keyword, value]): [Node, string][] => {
    const at = path + pointerOf([keyword]);
    if (Array.isArray(value)) {
      return lists.has(keyword) ? value.flatMap((each, place) => nodesOf(each, `${at}/${place}`)) : [];
    }
    if (single.has(keyword)) return nodesOf(value, at);
    if (!maps.has(keyword) || typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([name, each]) => nodesOf(each, at + pointerOf([name])));
  });
  return [[schema as Node, path], ...inside];
}

function refusePattern(pattern: string, context: z.RefinementCtx): void {
  const message = patternRefusal(pattern);
  if (message !== null) context.addIssue(message);
}

/** Names are as long as the caller likes, so here only what looks at them once is taken. */
function refuseNamePattern(pattern: string, context: z.RefinementCtx): void {
  const isQuick = longestTried(pattern) >= limits.bodyBytes;
  const message =
    patternRefusal(pattern) ?? (isQuick ? null : "A pattern of names starts with ^ and repeats in one place at most.");
  if (message !== null) context.addIssue(message);
}
