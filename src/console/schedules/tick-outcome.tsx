import { Link } from "wouter";
import type { Tick } from "../../contract/schedule.ts";
import { RunStatusBadge } from "../parts/run-status.tsx";
import { tickWords } from "./tick-words.ts";

/** What became of a tick, with its run. */
export function TickOutcome({ application, worklet, tick }: { application: string; worklet: string; tick: Tick }) {
  const color =
    tick.what === "failed_to_start" ? "text-danger" : tick.what === "skipped" ? "text-warning" : "text-muted";
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 text-xs">
      {tick.worklet_run_id && (
        <Link
          href={`/applications/${application}/worklets/${worklet}/runs/${tick.worklet_run_id}`}
          className="rounded underline-offset-2 hover:underline"
        >
          {tick.outcome ? <RunStatusBadge status={tick.outcome} /> : "Show the run"}
        </Link>
      )}
      <span className={`min-w-0 break-words ${color}`}>
        {tickWords(tick)}
        {tick.message && `: ${tick.message}`}
      </span>
    </span>
  );
}
