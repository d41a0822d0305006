import type { BlockTrace } from "../../contract/run.ts";
import { durationText, Time } from "../parts/time.tsx";
import type { ShownBlock } from "./run-events.ts";

/** The attempts of a block, and of a block that runs for each item, how the items went. */
export function BlockAttempts({ attempts }: { attempts: readonly ShownBlock[] }) {
  return (
    <ol aria-label="Attempts" className="flex flex-col">
      {attempts.map((attempt) => (
        <li
          key={`${attempt.attempt} ${attempt.started_at}`}
          className="border-b border-border px-3 py-2 text-sm last:border-0"
        >
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium">Attempt {attempt.attempt}</span>
            <span className={statusText[attempt.status].look}>{statusText[attempt.status].word}</span>
            <span className="text-xs text-muted">
              <Time at={attempt.started_at} as="clock" />
              {attempt.latency_ms !== null && `, ${durationText(attempt.latency_ms)}`}
            </span>
          </p>
          {attempt.trace?.error && (
            <p className="mt-0.5 font-mono text-xs break-words text-danger">{attempt.trace.error.message}</p>
          )}
          {attempt.trace?.each && <Items each={attempt.trace.each} />}
        </li>
      ))}
    </ol>
  );
}

const statusText: Record<BlockTrace["status"], { word: string; look: string }> = {
  RUNNING: { word: "running", look: "text-info" },
  SUCCEEDED: { word: "succeeded", look: "text-success" },
  FAILED: { word: "failed", look: "text-danger" },
  SKIPPED: { word: "skipped", look: "text-muted" },
  CANCELED: { word: "canceled", look: "text-muted" },
  TIMED_OUT: { word: "timed out", look: "text-warning" },
};

type EachTrace = NonNullable<BlockTrace["each"]>;

function Items({ each }: { each: EachTrace }) {
  return (
    <div className="mt-2">
      <p className="text-xs text-muted">
        {each.done} of {each.total} items done, {each.failed} failed
        {each.items.length < each.done && `; ${each.items.length} are shown, those that failed first`}
      </p>
      <ol aria-label="Items" className="mt-1 flex flex-col text-xs">
        {each.items.map(({ item, status, attempts, latency_ms, error }) => (
          <li key={item} className="flex gap-2 py-0.5">
            <span className="w-10 shrink-0 text-right font-mono text-muted">{item}</span>
            <span className={`w-20 shrink-0 ${itemLooks[status].look}`}>{itemLooks[status].word}</span>
            <span className="w-16 shrink-0 text-muted tabular-nums">{durationText(latency_ms)}</span>
            {attempts > 1 && <span className="shrink-0 text-warning">{attempts} attempts</span>}
            {error && <span className="min-w-0 font-mono break-words text-danger">{error.message}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}

const itemLooks: Record<EachTrace["items"][number]["status"], { word: string; look: string }> = {
  SUCCEEDED: { word: "succeeded", look: "text-success" },
  FAILED: { word: "failed", look: "text-danger" },
  RETRYING: { word: "tries again", look: "text-warning" },
};
