import * as z from "zod";
import type { Route } from "./route.ts";

/** Names of operations, read off the method and the address: `listWorklets`, `restoreVersion`, `readRunTrace`. */

/** One part of an address; `before` is the part to its left when that is a fixed word. */
export type Segment = { name: string; isParameter: boolean; pattern: string | null; before: string | null };

export function segmentsOf(path: string): Segment[] {
  const parts = path.split("/").slice(1);
  return parts.map((part, at) => {
    const [, name, pattern] = /^:([A-Za-z_]+)(?:\{(.+)\})?$/.exec(part) ?? [];
    const left = parts[at - 1];
    const before = left === undefined || left.startsWith(":") ? null : left;
    return { name: name ?? part, isParameter: name !== undefined, pattern: pattern ?? null, before };
  });
}

/** What a variable segment names: `/versions/:number` is a version, `/worklets/:worklet/:run` a run. */
export function nounOf(segment: Segment): string {
  if (!segment.isParameter) return segment.name;
  return segment.before?.endsWith("s") && !isNoun.has(segment.name) ? singular(segment.before) : segment.name;
}

/** Segments whose own name says what they are: what stands after /hooks is not a hook's id. */
const isNoun: ReadonlySet<string> = new Set(["environment", "token"]);

const verbs: Record<Route["method"], string> = {
  GET: "read",
  POST: "poll",
  PUT: "save",
  PATCH: "change",
  DELETE: "delete",
};

/** The name of an operation: unique in the API, stable as long as its address is. */
export function operationIdOf(
  route: Pick<Route, "method" | "answers" | "open" | "operation">,
  segments: Segment[],
): string {
  const { method } = route;
  if (route.operation !== undefined) return route.operation;
  const ending = segments.some((segment) => segment.isParameter && nounOf(segment) === "environment")
    ? "InEnvironment"
    : "";
  const last = segments.at(-1);
  if (!last?.name) return `${verbs[method]}Root`;
  if (route.open) return `call${pascal(singular(last.before ?? ""))}By${pascal(method.toLowerCase())}`;
  if (last.isParameter) return `${verbs[method]}${pascal(nounOf(last))}${ending}`;
  const holder = segments.at(-2);
  const owner = holder?.isParameter ? pascal(nounOf(holder)) : "";
  if (method === "GET" && answersList(route)) return `list${pascal(last.name)}${ending}`;
  if (method !== "POST") return `${verbs[method]}${owner}${pascal(last.name)}${ending}`;
  if (last.name.endsWith("s")) return `create${pascal(singular(last.name))}${ending}`;
  return `${last.name}${owner || pascal(holder?.name ?? "")}${ending}`;
}

function answersList(route: Pick<Route, "answers">): boolean {
  const answer = route.answers[200];
  return answer instanceof z.ZodObject && "items" in answer.shape;
}

function singular(plural: string): string {
  return plural.replace(/s$/, "");
}

function pascal(words: string): string {
  return words.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase());
}
