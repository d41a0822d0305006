import type { Fault } from "../contract/fault.ts";
import { outcomeOf, type Trace } from "../contract/run.ts";
import { invalid } from "../http/check.ts";
import type { Reply } from "../http/route.ts";
import { log } from "../platform/log.ts";
import { homeOf, notHere, pollOfRow, type RunPlace, runOf } from "./list/runs.ts";
import { type Followed, replay } from "./object/follow.ts";
import { objectOf } from "./objects.ts";

/** The stream of a run's events, as the Worker writes it: it asks for the next ones as long as somebody reads. */

/** Long-polled; null: the run is no longer there. */
export type AskForEvents = (after: number, waitMs: number) => Promise<Piece | null>;

type Piece = Pick<Followed, "text" | "last" | "over">;

/** A comment shows that a silent stream lives; no stream lives for ever, and a client that comes back goes on where it was. */
const usual = { beatMs: 15_000, lastsMs: 600_000 };

/**
 * Answers with the run's events after the one that the client has. 204 when none will ever follow: a browser that follows
 * stops coming back. Fault: `run.not_found`.
 */
export async function followRun(env: Env, place: RunPlace, id: string, headers: Headers, now: number): Promise<Reply> {
  const after = lastEventOf(headers);
  const first = await firstEvents(env, place, id, after, now);
  if (first.last < after) throw noSuchEvent();
  const about = { "Worklet-Run-Id": id, "Worklet-Outcome": outcomeOf(first.status) };
  if (first.over && first.text === "") return { status: 204, headers: about };
  const stream = eventStream(first, (last, waitMs) => objectOf(env, id).follow(last, waitMs));
  return { status: 200, stream, type: "text/event-stream", headers: about };
}

async function firstEvents(env: Env, place: RunPlace, id: string, after: number, now: number): Promise<Followed> {
  if ((await homeOf(env, place, id, now)) === "a") {
    const first = await objectOf(env, id).follow(after, 0);
    if (!first) throw notHere(id);
    return first;
  }
  const { row, output, trace } = await runOf(env, place, id, now);
  const { startedAt, finishedAt, createdAt } = row;
  const times = { startedAt: startedAt ?? createdAt, finishedAt: finishedAt ?? createdAt };
  const kept = trace === null ? null : (JSON.parse(trace) as Pick<Trace, "blocks" | "logs">);
  return replay({ ...row, ...times }, kept, after, () => pollOfRow(row, output, now));
}

/** Reads the header `Last-Event-ID`: the number of the last event that the client has. */
function lastEventOf(headers: Headers): number {
  const text = headers.get("Last-Event-ID") ?? "";
  if (/^\d{0,9}$/.test(text)) return Number(text);
  throw noSuchEvent();
}

function noSuchEvent(): Fault {
  return invalid([{ path: "Last-Event-ID", message: "Send the id of an event of this run, or leave the header out." }]);
}

export function eventStream(first: Piece, ask: AskForEvents, { beatMs, lastsMs } = usual): ReadableStream {
  const encoder = new TextEncoder();
  const endsAt = Date.now() + lastsMs;
  let last = 0;
  let next: Piece | null = { ...first, text: `retry: 1000\n\n${first.text}` };
  return new ReadableStream(
    {
      async pull(controller) {
        const followed = next ?? (await askOrEnd(ask, last, Math.max(0, Math.min(beatMs, endsAt - Date.now()))));
        next = null;
        if (!followed) return controller.close();
        last = followed.last;
        controller.enqueue(encoder.encode(followed.text || ": the run goes on\n\n"));
        if (followed.over || Date.now() >= endsAt) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** An object that was interrupted ends the stream; the client comes back by itself and misses nothing. */
async function askOrEnd(ask: AskForEvents, after: number, waitMs: number): Promise<Piece | null> {
  try {
    return await ask(after, waitMs);
  } catch (error) {
    log.error("events.interrupted", error);
    return null;
  }
}
