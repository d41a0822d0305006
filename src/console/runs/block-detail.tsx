import { Tabs } from "@base-ui/react/tabs";
import { SquarePen, X } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import type { LogLine } from "../../contract/failure.ts";
import type { BlockTrace } from "../../contract/run.ts";
import { buttonClass, IconButton } from "../parts/button.tsx";
import { durationText, Time } from "../parts/time.tsx";
import { BlockAttempts } from "./block-attempts.tsx";
import { LogLines } from "./log-lines.tsx";
import type { RunAt } from "./run-actions.ts";
import type { ShownBlock } from "./run-events.ts";
import { editorHref, FailureText } from "./run-failure.tsx";
import { NoValue, RunValue } from "./run-value.tsx";
import { RunTab, RunTabs } from "./tabs.tsx";

/** All that is known of one block: what it took, gave and logged, and why it failed. */

const values = { output: "Output", input: "Input", env: "Env" } as const;

export function BlockDetail({
  at,
  attempts,
  logs,
  close,
}: {
  at: RunAt;
  /** Of one block, the latest last; at least one. */
  attempts: readonly ShownBlock[];
  logs: readonly LogLine[];
  close(): void;
}) {
  const latest = attempts[attempts.length - 1];
  const [tab, setTab] = useState<string>("output");
  if (!latest) return null;
  const { block, kind, started_at, latency_ms, trace } = latest;
  const error = trace?.error ?? null;
  return (
    <section aria-label={`Block ${block}`} className="min-w-0 rounded-lg border border-border bg-surface">
      <header className="flex items-center gap-2 border-b border-border px-3 py-2">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-mono text-sm font-semibold" title={block}>
            {block}
          </h2>
          <p className="text-xs text-muted">
            {kind} · <Time at={started_at} as="clock" />
            {latency_ms !== null && ` · ${durationText(latency_ms)}`}
          </p>
        </div>
        <Link href={editorHref(at, block)} className={buttonClass("ghost", "small")}>
          <SquarePen size={13} aria-hidden />
          Edit
        </Link>
        <IconButton label="Close the block" icon={<X size={14} />} onClick={close} />
      </header>
      {error && <FailureText failure={error} className="border-b border-border bg-danger-soft px-3 py-2 text-danger" />}
      <Tabs.Root value={tab} onValueChange={(value) => setTab(String(value))}>
        <RunTabs label={`Block ${block}`}>
          {Object.entries(values).map(([value, word]) => (
            <RunTab key={value} value={value}>
              {word}
            </RunTab>
          ))}
          <RunTab value="logs">Logs{logs.length > 0 && ` ${logs.length}`}</RunTab>
          <RunTab value="attempts">Attempts {attempts.length}</RunTab>
        </RunTabs>
        {(Object.keys(values) as (keyof typeof values)[]).map((member) => (
          <Tabs.Panel key={member} value={member} className="max-h-[60vh] overflow-auto p-3">
            <BlockValue block={latest} member={member} />
          </Tabs.Panel>
        ))}
        <Tabs.Panel value="logs" className="max-h-[60vh] overflow-auto">
          {logs.length > 0 ? (
            <LogLines lines={logs.slice(-mostLines)} />
          ) : (
            <p className="p-3 text-sm text-muted">This block logged nothing.</p>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="attempts" className="max-h-[60vh] overflow-auto">
          <BlockAttempts attempts={attempts} />
        </Tabs.Panel>
      </Tabs.Root>
    </section>
  );
}

/** The tab of the whole run's log shows all of them. */
const mostLines = 300;

function BlockValue({ block: { block, trace, status }, member }: { block: ShownBlock; member: keyof typeof values }) {
  if (status === "SKIPPED") return <NoValue>The block was skipped: the run took another branch.</NoValue>;
  if (trace === null) return <NoValue>What the block took and gave is read when it has come to its end.</NoValue>;
  if (trace.truncated.includes(member)) {
    return <NoValue>This value was larger than 32 KB, or the trace larger than 100 KB, so it was not kept.</NoValue>;
  }
  if (member !== "input" && trace.output === null && status !== "SUCCEEDED") {
    return <NoValue>{missing[status]}</NoValue>;
  }
  return <RunValue value={trace[member]} label={`${values[member]} of ${block}`} rootName={member} />;
}

const missing: Record<Exclude<BlockTrace["status"], "SUCCEEDED" | "SKIPPED">, string> = {
  RUNNING: "The block still runs: it has given nothing yet.",
  FAILED: "The block failed: it gave nothing.",
  CANCELED: "The block was canceled: it gave nothing.",
  TIMED_OUT: "The block's time was up: it gave nothing.",
};
