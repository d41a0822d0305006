import type { RunStatus, Trace } from "../../contract/run.ts";
import { isOver } from "../life.ts";
import { instant } from "./report.ts";
import type { RunEvent, Told } from "./run-events.ts";
import type { RunJournal } from "./run-journal.ts";

/** A run's events as server-sent events: as they happen, and told again for a run that is over. */

/**
 * A piece of the stream. `last` is the number of the newest event that the follower then has, less than what it said to have when
 * there is no such event; `over`: none will follow.
 */
export type Followed = { text: string; last: number; over: boolean; status: RunStatus };

/**
 * Events after the one of this number; when there are none yet, waits for the next. `poll` gives the poll body, which is what
 * `done` carries. null: there is no such run.
 */
export async function followJournal(
  journal: RunJournal,
  after: number,
  waitMs: number,
  poll: () => string,
): Promise<Followed | null> {
  const life = journal.life();
  if (!life) return null;
  const newest = journal.lastEvent();
  if (after > newest) return { text: "", last: newest, over: isOver(life), status: life.status };
  const first = journal.events(after).next();
  if (first.done && !isOver(life) && waitMs > 0) await nextNews(journal, waitMs);
  const events = [...journal.events(after)];
  const now = journal.life();
  return now && { ...told(events, after, poll), over: isOver(now), status: now.status };
}

function nextNews(journal: RunJournal, waitMs: number): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      release();
      done();
    };
    const timer = setTimeout(end, waitMs);
    const release = journal.listen(end);
  });
}

/** What is known of a run that has no object: the ends of it from the list, the rest from its trace, as long as that is kept. */
export function replay(
  run: { status: RunStatus; attempt: number; startedAt: number; finishedAt: number },
  trace: Pick<Trace, "blocks" | "logs"> | null,
  after: number,
  poll: () => string,
): Followed {
  const { status, attempt } = run;
  const made = trace === null ? [] : madeOf(trace);
  const events: RunEvent[] = [
    { type: "status" as const, status: "RUNNING" as const, attempt, at: run.startedAt },
    ...made,
    { type: "status" as const, status, attempt, at: run.finishedAt },
    { type: "done" as const, status, at: run.finishedAt },
  ].map((event, place) => ({ n: place + 1, ...event }));
  // Without its trace a run has fewer events than its follower may have.
  const last = trace === null ? after : events.length;
  const missed = after > last ? { text: "", last } : told(events.slice(after), after, poll);
  return { ...missed, over: true, status };
}

/** What blocks did and wrote, in the order of time; within one millisecond a block begins, writes and ends. */
function madeOf({ blocks, logs }: Pick<Trace, "blocks" | "logs">): (Told & { at: number })[] {
  const lines = logs.map((line) => ({ type: "log" as const, line, at: Date.parse(line.at) }));
  const left = Map.groupBy(lines, ({ line }) => line.block);
  /** The lines of a block until an instant: what comes later is of its next attempt. */
  const taken = (block: string, until: number) => {
    const all = left.get(block) ?? [];
    left.set(
      block,
      all.filter(({ at }) => at > until),
    );
    return all.filter(({ at }) => at <= until);
  };
  const made = blocks.flatMap(({ block, kind, attempt, status, ...times }) => {
    const end = { type: "block" as const, block, kind, attempt, status };
    const endedAt = Date.parse(times.finished_at ?? times.started_at);
    if (status === "SKIPPED") return [{ ...end, at: endedAt }];
    const start = { ...end, status: "RUNNING" as const, at: Date.parse(times.started_at) };
    return [start, ...taken(block, endedAt), { ...end, at: endedAt }];
  });
  return [...made, ...[...left.values()].flat()].sort((one, other) => one.at - other.at);
}

function told(events: RunEvent[], after: number, poll: () => string): Pick<Followed, "text" | "last"> {
  return { text: events.map((event) => eventText(event, poll)).join(""), last: events.at(-1)?.n ?? after };
}

function eventText({ n, at, ...event }: RunEvent, poll: () => string): string {
  return `id: ${n}\nevent: ${event.type}\ndata: ${dataOf(event, instant(at), poll)}\n\n`;
}

/** JSON on one line: a raw line break is never inside a string of JSON. */
function dataOf(event: Told, at: string | null, poll: () => string): string {
  switch (event.type) {
    case "status":
      return JSON.stringify({ at, status: event.status, attempt: event.attempt });
    case "block": {
      const { block, kind, attempt, status } = event;
      return JSON.stringify({ at, block, kind, attempt, status });
    }
    case "log":
      return JSON.stringify(event.line);
    case "done":
      return poll().replaceAll(/[\r\n]+/g, "");
  }
}
