import type { LogLine } from "../../contract/failure.ts";
import { limits } from "../../contract/limits.ts";
import type { Trace } from "../../contract/run.ts";
import type { BlockRecord } from "../../engine/journal.ts";
import { addressSpellings, headLength } from "../../models/masking.ts";
import { eachText } from "./trace-items.ts";

/** What a run did, as JSON text. Values are JSON text already and are spliced in; secrets' values are masked. */

/** What a trace that is kept beside the run may hold, and one that is read from the run itself. */
export const bounded = { valueBytes: limits.traceValueBytes as number, bytes: limits.traceBytes as number };
export const whole = { valueBytes: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

/** Gives the text of `{"blocks": [...], "logs": [...], "truncated": bool}`: by default values of at most 32 KB, 100 KB in all. */
export function traceOf(
  records: readonly BlockRecord[],
  logs: readonly LogLine[],
  finishedAt: number,
  mask: Mask,
  last: TraceMembers = {},
): string {
  return [...tracePieces(records, logs, { readAt: finishedAt, isOver: true }, mask, bounded, last)].join("");
}

/** What a trace has beside blocks and logs. */
export type TraceMembers = Partial<Pick<Trace, "children" | "callbacks">>;

/**
 * The same piece by piece, one for each record, so that values which are more than memory holds need not be in it together.
 * `last` are members of the trace beside its own; `isOver`: what still runs was stopped with the run.
 */
export function* tracePieces(
  records: Iterable<BlockRecord>,
  logs: Iterable<LogLine>,
  { readAt, isOver }: { readAt: number; isOver: boolean },
  mask: Mask,
  { valueBytes, bytes: mostBytes }: typeof bounded,
  last: TraceMembers = {},
): Generator<string> {
  let room: number = mostBytes;
  let truncated = false;
  const value = (text: string | null, name: string, cut: string[]): string => {
    if (text === null) return "null";
    const shown = mask(text);
    const bytes = shown.length * 3 <= room ? shown.length : Buffer.byteLength(shown);
    if (bytes > valueBytes || bytes > room) {
      truncated = true;
      cut.push(name);
      return "null";
    }
    room -= bytes;
    return shown;
  };
  let before = '{"blocks":[';
  for (const record of records) {
    const cut: string[] = [];
    const runs = record.status === "RUNNING" && !isOver;
    const startedAt = record.startedAt ?? readAt;
    const endedAt = record.finishedAt ?? readAt;
    const head = {
      block: record.block,
      kind: record.kind,
      status: record.status === "RUNNING" && isOver ? "CANCELED" : record.status,
      attempt: record.attempt,
      started_at: new Date(startedAt).toISOString(),
      finished_at: runs ? null : new Date(endedAt).toISOString(),
      latency_ms: runs ? null : endedAt - startedAt,
      child_run_id: record.childRunId,
    };
    const values = `"input":${value(record.input, "input", cut)},"output":${value(record.output, "output", cut)},"env":${value(record.env, "env", cut)}`;
    const error = record.failure ? value(JSON.stringify(record.failure), "error", cut) : "null";
    const each = record.each ? `,"each":${value(eachText(record.each), "each", cut)}` : "";
    yield `${before}${JSON.stringify(head).slice(0, -1)},"error":${error}${each},${values},"truncated":${JSON.stringify(cut)}}`;
    before = ",";
  }
  yield `${before === "," ? "" : before}],"logs":[`;
  before = "";
  for (const line of logs) {
    const text = mask(JSON.stringify(line));
    room -= Buffer.byteLength(text);
    if (room < 0) {
      truncated = true;
      break;
    }
    yield before + text;
    before = ",";
  }
  yield `],${JSON.stringify({ truncated, ...last }).slice(1)}`;
}

/** Replaces secrets' values in JSON text. */
export type Mask = (jsonText: string) => string;

/**
 * A mask of these values for JSON text; the identity when there are none. It looks into strings and numbers one by one: what
 * only looks like a value across an escape or a comma is none, and what comes out is JSON again.
 */
export function maskOf(secrets: Iterable<string>): Mask {
  const parts = partsOf(secrets);
  if (parts.length === 0) return (text) => text;
  const mask = replacing(spellingsOf(parts));
  return (text) =>
    text.replace(jsonToken, (token) => {
      const value = token.startsWith('"') ? (JSON.parse(token) as string) : token;
      const masked = mask(value);
      return masked === value ? token : JSON.stringify(masked);
    });
}

const jsonToken = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** The same for a text that is no JSON itself, though it may hold some. */
export function textMaskOf(secrets: Iterable<string>): (text: string) => string {
  return replacing(spellingsOf(partsOf(secrets)));
}

/** As it is, and as it reads inside a text that is JSON, or JSON inside JSON; `console.log({ token })` leaves quotes as they are. */
function spellingsOf(parts: readonly string[]): string[] {
  return parts.flatMap((part) => {
    const once = inJson(part);
    return [part, once, once.replaceAll('\\"', '"'), inJson(once)];
  });
}

function partsOf(secrets: Iterable<string>): string[] {
  const parts: string[] = [];
  for (const secret of secrets) {
    if (secret.length < 4) continue; // masking "1" would shred every text and hide nothing
    parts.push(secret, ...addressSpellings(secret));
    for (const line of secret.split("\n")) if (line.length >= 8) parts.push(line);
  }
  return parts;
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function replacing(all: readonly string[]): (text: string) => string {
  const spellings = new Set(all);
  if (spellings.size === 0) return (text) => text;
  const longestFirst = [...spellings].sort((a, b) => b.length - a.length);
  return (text) => {
    let masked = text;
    for (const spelling of longestFirst) masked = masked.replaceAll(spelling, "***");
    return cutMark.test(masked) ? withoutHeads(masked, longestFirst) : masked;
  };
}

/** What a text ends with that was too long to show: `console` cuts lines, and the inspector of node:util long strings. */
const cutMark = /…|'?\.\.\. \d+ more characters?/;

/** Of a value that the cut went through, the head is left over: it is masked too. */
function withoutHeads(text: string, spellings: readonly string[]): string {
  const pieces: string[] = [];
  for (let rest = text; ; ) {
    const mark = cutMark.exec(rest);
    if (!mark) return [...pieces, rest].join("");
    const before = rest.slice(0, mark.index);
    const head = Math.max(...spellings.map((spelling) => headLength(before, spelling)));
    pieces.push(head > 0 ? `${before.slice(0, -head)}***` : before, mark[0]);
    rest = rest.slice(mark.index + mark[0].length);
  }
}
