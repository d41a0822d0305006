import type { Failure } from "../contract/failure.ts";
import { type Frame, formatFrames, formatPlace, userFrames } from "./frames.ts";
import type { ToldFailure } from "./hostile.ts";

/** How what went wrong inside an isolate reads: the user's own file, line and column, and no word of ours. */

/** Turns places in compiled text into places in the source. */
export type MapFrames = (frames: Frame[]) => Frame[] | Promise<Frame[]>;

export async function failureFrom(told: ToldFailure, block: string | null, mapFrames: MapFrames): Promise<Failure> {
  const frames = await mapFrames(userFrames(told.stack));
  const place = told.kind === "load" ? frames[0] : undefined;
  const words = told.kind === "load" ? withoutFolder(told.message) : told.message;
  const message = place ? `${words} (${formatPlace(place)})` : words;
  const failure: Failure = { kind: told.kind, message, block, stack: formatFrames(frames) };
  return told.status === undefined ? failure : { ...failure, status: told.status, for_caller: true };
}

/**
 * A guest call that was rejected: the isolate did not start, was killed, or user code broke the wrapper. The runtime tells
 * which by its message only.
 */
export function rejection(error: unknown): ToldFailure {
  const text = error instanceof Error ? error.message : String(error);
  if (/^Failed to start Worker|^No such module|startup/i.test(text)) {
    return { kind: "load", message: startMessage(text), stack: text };
  }
  if (/exceeded|too many subrequests|limited to 32MiB/i.test(text)) {
    return { kind: "limit", message: firstLine(text), stack: "" };
  }
  if (/code had hung/.test(text)) return { kind: "user", message: hung, stack: "" };
  return { kind: "user", message: firstLine(text), stack: "" };
}

const hung =
  "The code waits for something that can never happen: nothing is pending any more, and it has not answered.";

/** `Failed to start Worker:` / `Uncaught SyntaxError: ...` / `  at files/x.ts:1:29`. */
function startMessage(text: string): string {
  const lines = text.replace(/^Failed to start Worker:\s*/, "").split("\n");
  const words = lines.filter((line) => !/^\s*at /.test(line)).map((line) => line.trim());
  return words.join(" ").replace(/^Uncaught /, "");
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]?.slice(0, 1_000) || "The isolate ended without an answer.";
}

/** User files lie in a folder of the isolate that the user never sees. */
function withoutFolder(message: string): string {
  return message.replaceAll('"files/', '"').replaceAll(/\s*\n\s*/g, " ");
}
