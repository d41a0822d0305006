import type * as z from "zod";
import { Fault, pointerOf, sentence, summaryOf, type Wrong } from "../contract/fault.ts";

/** So many wrong members are told; a megabyte of them would be answered with ten. */
export const mostErrors = 100;

/** Parses a body; everything that is wrong is told at once, each with its JSON pointer. */
export function checkBody<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(wrongs(result.error.issues, ""), wrappingHint(schema, result.error.issues, value));
}

/** What a schema makes of no query at all, which is what most requests carry. */
const unasked = new WeakMap<z.ZodType, unknown>();

/** Parses a query; unknown parameters are refused. What it gives is shared by requests: read it only. */
export function checkQuery<S extends z.ZodType>(schema: S, url: URL): z.infer<S> {
  const isEmpty = url.search === "";
  if (isEmpty && unasked.has(schema)) return unasked.get(schema) as z.infer<S>;
  const result = schema.safeParse(queryOf(url));
  if (isEmpty && result.success) unasked.set(schema, result.data);
  if (result.success) return result.data;
  throw invalid(wrongs(result.error.issues, "?"));
}

/** Refuses every parameter of a route that takes none. */
export function checkNoQuery(url: URL): void {
  if (url.search.length < 2) return;
  const errors = Object.keys(queryOf(url)).map((name) => ({
    path: `?${name}`,
    message: "This address takes no such parameter.",
  }));
  if (errors.length > 0) throw invalid(errors);
}

function queryOf(url: URL): Record<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (query.has(name)) throw invalid([{ path: `?${name}`, message: "The parameter is given twice." }]);
    query.set(name, value);
  }
  return Object.fromEntries(query);
}

export function invalid(errors: Wrong[], hint = ""): Fault {
  const detail =
    errors.length > 0 ? summaryOf(errors, ({ path }) => `${path || "The body"}:`) : "The request is not valid.";
  return new Fault("request.invalid", hint ? `${detail} ${hint}` : detail, { errors: errors.slice(0, mostErrors) });
}

function wrongs(issues: readonly z.core.$ZodIssue[], prefix: "" | "?"): Wrong[] {
  return issues.flatMap((issue): Wrong[] => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: pointer([...issue.path, key], prefix),
        message: `There is no such ${prefix ? "parameter" : "member"}. Correct its spelling or leave it out.`,
      }));
    }
    return [{ path: pointer(issue.path, prefix), message: sentenceOf(issue) }];
  });
}

/** A key of a record is told by what is wrong with it, and a member that is missing by that it is. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_key") return sentence(issue.issues[0]?.message ?? issue.message);
  const isMissing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  return isMissing ? `This ${issue.expected} is required.` : sentence(issue.message);
}

function pointer(path: readonly PropertyKey[], prefix: "" | "?"): string {
  return prefix ? `?${path.map(String).join(".")}` : pointerOf(path);
}

/** Members in place of `worklet_input` are mostly a forgotten wrapping: show the same body wrapped. */
function wrappingHint(schema: z.ZodType, issues: readonly z.core.$ZodIssue[], value: unknown): string {
  const wrapper = schema.meta()?.wrapper;
  const isWrapped = typeof wrapper === "string" && typeof value === "object" && value !== null && wrapper in value;
  if (typeof wrapper !== "string" || isWrapped) return "";
  const stray = new Set(
    issues.flatMap((issue) => (issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys : [])),
  );
  if (stray.size > 0) {
    const members = Object.entries(value as object);
    const inside = Object.fromEntries(members.filter(([key]) => stray.has(key)));
    const outside = Object.fromEntries(members.filter(([key]) => !stray.has(key)));
    return shown({ [wrapper]: inside, ...outside }, wrapper);
  }
  return issues.some((issue) => issue.path.length === 0) ? shown({ [wrapper]: value }, wrapper) : "";
}

function shown(wrapped: object, wrapper: string): string {
  const text = JSON.stringify(wrapped);
  return text.length > 500 ? `Put the input inside "${wrapper}".` : `Put the input inside "${wrapper}": ${text}`;
}
