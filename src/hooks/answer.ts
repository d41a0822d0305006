import * as z from "zod";
import type { HookFailure } from "../contract/hook.ts";
import { limits } from "../contract/limits.ts";
import { type FinalStatus, outcomeOf } from "../contract/run.ts";
import type { Reply } from "../http/route.ts";

/** What a caller of a hook is answered. Pure. */

const HeaderName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, "one has a name that no header may have");
const HeaderValue = z
  .string("one is no string")
  .regex(/^[\t\x20-\x7e]*$/, "one holds a line break or another character than visible ASCII");

const Answer = z.strictObject({
  status: z.int().min(200).max(599),
  headers: z
    .record(HeaderName, HeaderValue, "they are no object")
    .refine(
      (headers) => Object.entries(headers).flat().join("").length <= limits.hookHeaderCharacters,
      `they hold more than ${limits.hookHeaderCharacters} characters`,
    )
    .nullish(),
  body: z.unknown().optional(),
});

/**
 * Headers that describe this one answer. All others stay behind: a browser heeds many for the whole host, on which the
 * platform's own pages are served, and new ones are made every year.
 */
const sendable =
  /^(?:content-(?:type|language|disposition|location)|cache-control|etag|last-modified|expires|age|vary|location|retry-after|allow|deprecation|sunset|ratelimit(?:-[a-z]+)?|webhook-[a-z-]+|x-.+)$/;

/** Of the names that anybody may give: those that browsers, proxies or the platform itself heed. */
const reserved =
  /^x-(?:request-id|worklet.*|content-.*|frame-options|xss-.*|dns-prefetch-.*|download-options|permitted-cross-domain-.*|webkit-.*|ua-compatible|sourcemap|accel-.*|sendfile.*|lighttpd-.*|forwarded-.*|http-method.*|original-.*|rewrite-.*)$/;

/** A page that a worklet answers is nobody's: no script of it runs, and it has no part in this host's origin. */
const walls = { "Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff" };

const bodiless = [204, 205, 304];

/**
 * The answer that an output asks for (JSON text). `{status, headers, body}` is one when `status` is a number and there are no
 * other members; every other value is answered as JSON. `wrong`: it is meant as an answer and cannot be sent.
 */
export function replyOf(output: string): { reply: Reply } | { wrong: string } {
  const value = answerIn(output);
  if (value === null) return { reply: { status: 200, text: `${output}\n`, headers: walls } };
  const result = Answer.safeParse(value);
  if (!result.success) return { wrong: sentenceOf(result.error.issues[0]) };
  const { status, body = null } = result.data;
  const sent = Object.entries(result.data.headers ?? {}).map(([name, held]) => [name.toLowerCase(), held] as const);
  const { "content-type": type, ...others } = Object.fromEntries(
    sent.filter(([name]) => sendable.test(name) && !reserved.test(name)),
  );
  // The answer has one of its own, under this name.
  const { "cache-control": caching, ...rest } = others;
  const headers = { ...rest, ...(caching !== undefined && { "Cache-Control": caching }), ...walls };
  if (bodiless.includes(status) || body === null) {
    return { reply: { status, headers: { ...headers, ...(type !== undefined && { "Content-Type": type }) } } };
  }
  if (typeof body === "string")
    return { reply: { status, text: body, type: type ?? "text/plain; charset=utf-8", headers } };
  return { reply: { status, text: JSON.stringify(body), type: type ?? "application/json", headers } };
}

/** The answer when the run did not succeed, or gave what cannot be sent. What went wrong inside stays with the run. */
export function failureReply(id: string, status: number, message: string): Reply {
  return { status, body: { success: false, worklet_run_id: id, message } satisfies HookFailure };
}

/** How a run ended, for somebody who may know no more. */
export const endings: Record<FinalStatus, string> = {
  SUCCEEDED: "Worklet has finished executing successfully",
  FAILED: "Worklet has failed",
  TIMED_OUT: "Worklet did not finish in time",
  CANCELED: "Worklet run was canceled",
};

/** Of every answer about a run; a worklet cannot set these itself. */
export function withRun({ headers, ...reply }: Reply, id: string, status: FinalStatus | "QUEUED"): Reply {
  return { ...reply, headers: { ...headers, "Worklet-Run-Id": id, "Worklet-Outcome": outcomeOf(status) } };
}

const members: readonly string[] = ["status", "headers", "body"];

function answerIn(output: string): object | null {
  if (!output.startsWith("{") || !output.includes('"status"')) return null;
  const value = JSON.parse(output) as Record<string, unknown>;
  const isAnswer = typeof value.status === "number" && Object.keys(value).every((name) => members.includes(name));
  return isAnswer ? value : null;
}

/** Names the member and the rule, not the value: it may be meant for nobody. */
function sentenceOf(issue: z.core.$ZodIssue | undefined): string {
  const [member] = issue?.path ?? [];
  if (member === "status") return 'The worklet answered no HTTP status: "status" is a whole number from 200 to 599.';
  const reason = issue?.code === "invalid_key" ? issue.issues[0]?.message : issue?.message;
  return `The worklet answered "headers" that cannot be sent: ${reason ?? "they are not valid"}.`;
}
