import type { LogLine } from "../../contract/failure.ts";
import type { BlockTrace, RunStatus } from "../../contract/run.ts";

/** What a run that goes on tells of itself, event by event, and how it fits to its trace. Pure. */

export type StatusEvent = { at: string; status: RunStatus; attempt: number };
export type BlockEvent = Pick<BlockTrace, "block" | "kind" | "attempt" | "status"> & { at: string };

export type Live = { status: StatusEvent | null; blocks: readonly BlockEvent[]; logs: readonly LogLine[] };

export const nothingYet: Live = { status: null, blocks: [], logs: [] };

export type RunEvent =
  | { type: "status"; event: StatusEvent }
  | { type: "block"; event: BlockEvent }
  | { type: "log"; event: LogLine };

export function withEvents(live: Live, events: readonly RunEvent[]): Live {
  const of = <T extends RunEvent["type"]>(type: T) =>
    events.flatMap((each) => (each.type === type ? [each.event as Extract<RunEvent, { type: T }>["event"]] : []));
  return {
    status: of("status").at(-1) ?? live.status,
    blocks: [...live.blocks, ...of("block")],
    logs: [...live.logs, ...of("log")],
  };
}

/** An attempt of a block as it is shown: of the trace, or so far known by events only, without values. */
export type ShownBlock = Pick<
  BlockTrace,
  "block" | "kind" | "attempt" | "status" | "started_at" | "finished_at" | "latency_ms"
> & {
  trace: BlockTrace | null;
};

/** The attempts of the trace, brought up to date by what happened since it was read. */
export function shownBlocks(trace: readonly BlockTrace[], events: readonly BlockEvent[]): ShownBlock[] {
  const shown: ShownBlock[] = trace.map((block) => ({ ...block, trace: block }));
  // An attempt that was interrupted is there once more under its number: the last of them counts.
  const places = new Map(shown.map((block, place) => [keyOf(block), place]));
  for (const event of events) {
    const place = places.get(keyOf(event)) ?? shown.length;
    const known = shown[place];
    if (known && known.finished_at !== null) continue;
    places.set(keyOf(event), place);
    shown[place] = event.status === "RUNNING" ? begun(event, known) : ended(event, known);
  }
  return shown;
}

function begun({ at, ...event }: BlockEvent, known: ShownBlock | undefined): ShownBlock {
  return known ?? { ...event, started_at: at, finished_at: null, latency_ms: null, trace: null };
}

function ended({ at, ...event }: BlockEvent, known: ShownBlock | undefined): ShownBlock {
  const started_at = known?.started_at ?? at;
  const latency_ms = Math.max(0, Date.parse(at) - Date.parse(started_at));
  return { ...event, started_at, finished_at: at, latency_ms, trace: known?.trace ?? null };
}

function keyOf({ block, attempt }: { block: string; attempt: number }): string {
  return `${attempt} ${block}`;
}
