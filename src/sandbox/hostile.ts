import type { FailureKind, LogLine } from "../contract/failure.ts";
import { limits } from "../contract/limits.ts";
import { depthOf } from "../http/body.ts";
import type { GuestCall, GuestResult } from "./guest.ts";
import { logLineBytes } from "./wrapper.ts";

/**
 * What comes out of an isolate, checked. User code shares the isolate with our wrapper and may have bent it, so nothing is
 * taken at its word: not that text is JSON, not that a member is there. Null means that an answer is not one of ours.
 */

const levels: readonly string[] = ["debug", "info", "warn", "error"];
const statuses: readonly unknown[] = [400, 404, 409, 422];
const kinds: readonly unknown[] = ["user", "load", "limit"];
const mostLines = 20_000;
const messageCharacters = 8_000;

/** What a guest says of its failure; the host adds the block and turns the stack into the user's own frames. */
export type ToldFailure = {
  kind: FailureKind;
  message: string;
  stack: string;
  status?: 400 | 404 | 409 | 422 | undefined;
};

/** What is wrong with a JSON text, as the end of a sentence, or null. */
export function textFault(text: unknown, mostBytes: number): string | null {
  if (typeof text !== "string") return "what is not a text";
  if (text.length * 3 > mostBytes && Buffer.byteLength(text) > mostBytes) return `more than ${mostBytes} bytes`;
  if (text.length > 2 * limits.depth && depthOf(text) > limits.depth) return `more than ${limits.depth} levels`;
  try {
    JSON.parse(text);
    return null;
  } catch {
    return "what is not JSON";
  }
}

/** Results of the call's next blocks, `already` of them being known. */
export function resultsOf(value: unknown, call: GuestCall, already: number): GuestResult[] | null {
  if (!Array.isArray(value) || value.length > call.blocks.length - already) return null;
  const results: GuestResult[] = [];
  for (const one of value) {
    const { block, output, env, startedAt, finishedAt } = membersOf(one);
    if (block !== call.blocks[already + results.length]?.id) return null;
    if (textFault(output, limits.outputBytes) !== null) return null;
    if (env !== null && (textFault(env, limits.envBytes) !== null || !(env as string).startsWith("{"))) return null;
    if (!Number.isFinite(startedAt) || !Number.isFinite(finishedAt)) return null;
    results.push({ block, output, env, startedAt, finishedAt } as GuestResult);
  }
  return results;
}

/** Lines of log within `mostBytes`; the rest is dropped (the guest itself ends with a line that says so). */
export function linesOf(
  value: unknown,
  call: GuestCall,
  mostBytes: number,
): { lines: LogLine[]; bytes: number } | null {
  if (!Array.isArray(value) || value.length > mostLines) return null;
  const lines: LogLine[] = [];
  let bytes = 0;
  for (const one of value) {
    const { at, level, block, text } = membersOf(one);
    if (!Number.isSafeInteger(at) || Math.abs(at as number) > 8.64e15) return null;
    if (typeof level !== "string" || !levels.includes(level) || typeof text !== "string") return null;
    if (!call.blocks.some(({ id }) => id === block)) return null;
    if (bytes > mostBytes) break;
    bytes += Buffer.byteLength(text) + logLineBytes;
    const kept = text.length > mostBytes + 1_000 ? text.slice(0, mostBytes) : text;
    lines.push({
      at: new Date(at as number).toISOString(),
      level: level as LogLine["level"],
      block: block as string,
      text: kept,
    });
  }
  return { lines, bytes };
}

export function failureOf(value: unknown): ToldFailure | null {
  const { kind, message, stack, status } = membersOf(value);
  if (!kinds.includes(kind) || typeof message !== "string" || typeof stack !== "string") return null;
  return {
    kind: kind as FailureKind,
    message: message.slice(0, messageCharacters),
    stack: stack.slice(0, messageCharacters),
    status: statuses.includes(status) ? (status as ToldFailure["status"]) : undefined,
  };
}

/** Members of what should be an object. Of a stub they are functions, and nothing here takes a function. */
export function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
