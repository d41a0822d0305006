import type { ReactNode } from "react";
import { Link } from "wouter";
import { curlOf } from "../call/snippets.ts";
import { CodeText, Id } from "../parts/copy.tsx";
import { isOpen, RunStatusBadge } from "../parts/run-status.tsx";
import { Duration, Time } from "../parts/time.tsx";
import { useTestRun } from "./test-run-context.ts";

/** What is known of the run as a whole, and the same call for a shell. */
export function RunTab({
  application,
  worklet,
  runPage,
}: {
  application: string;
  worklet: string;
  runPage: string | null;
}) {
  const { run, progress, call } = useTestRun();
  if (run === null || call === null)
    return <p className="py-6 text-center text-sm text-muted">Nothing has run here yet.</p>;
  const { result } = progress;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1 text-sm">
        <Fact name="State">
          <RunStatusBadge status={run.status} />
        </Fact>
        <Fact name="Run">
          <span className="flex min-w-0 flex-wrap items-center gap-2">
            <Id id={run.id} label="Copy the run's id" />
            {runPage && (
              <Link href={runPage} className="text-xs text-accent hover:underline">
                Open the run
              </Link>
            )}
          </span>
        </Fact>
        <Fact name="Ran">{call.environment === "draft" ? "the draft" : "the live version"}</Fact>
        {run.until && (
          <Fact name="Up to">
            <code className="font-mono text-xs">{run.until}</code>
          </Fact>
        )}
        {result && (
          <>
            <Fact name="Began">{result.started_at ? <Time at={result.started_at} as="full" /> : "–"}</Fact>
            <Fact name="Waited before">
              <Duration ms={result.queued_ms} />
            </Fact>
            <Fact name="Took">
              <Duration ms={result.latency_ms} />
            </Fact>
          </>
        )}
        {progress.attempt > 1 && <Fact name="Attempts">{progress.attempt}</Fact>}
      </dl>
      {!isOpen(run.status) && result === null && <p className="text-xs text-muted">Reading the run…</p>}
      <CodeText
        label="curl of this call"
        text={curlOf({
          origin: location.origin,
          application,
          worklet,
          environment: call.environment,
          input: call.input,
          isAsync: true,
          ...(call.until !== null && { until: call.until }),
        })}
      />
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
