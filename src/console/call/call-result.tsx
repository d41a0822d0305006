import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Failure } from "../../contract/failure.ts";
import { isOpen, RunStatusBadge } from "../parts/run-status.tsx";
import { ProblemNote } from "../parts/states.tsx";
import { Duration } from "../parts/time.tsx";
import { Elapsed } from "../test-run/elapsed.tsx";
import { FailureNote } from "../test-run/failure-note.tsx";
import { LogsView } from "../test-run/logs-view.tsx";
import { Output } from "../test-run/output-tab.tsx";
import type { WorkletCall } from "./use-call.ts";

/** What came of a call: the output, or why there is none. */
export function CallResult({ call, runPage }: { call: WorkletCall; runPage(run: string): string }) {
  const { state, followed } = call;
  switch (state.type) {
    case "idle":
      return null;
    case "calling":
      return (
        <p className="text-sm text-muted">
          Waiting for the answer: <Elapsed key={state.count} />
        </p>
      );
    case "stopped":
      return <p className="text-sm text-muted">Stopped: the connection was closed, which cancels the run.</p>;
    case "refused":
      return <ProblemNote problem={state.problem} />;
    case "answer": {
      const { worklet_run_id: id, latency_ms, worklet_output, error } = state.answer;
      return (
        <Told
          line={
            <>
              <RunStatusBadge status={state.status} /> <Duration ms={latency_ms} /> <RunLink href={runPage(id)} />
            </>
          }
          failure={error ?? null}
          output={state.status === "SUCCEEDED" ? { value: worklet_output } : null}
        />
      );
    }
    case "followed":
      return <Followed followed={followed} runPage={runPage} />;
  }
}

function Followed({ followed, runPage }: { followed: WorkletCall["followed"]; runPage(run: string): string }) {
  const { id, progress, lost, isStopping } = followed;
  const { status, result, logs } = progress;
  if (id === null) return null;
  return (
    <>
      <Told
        line={
          <>
            {isStopping && isOpen(status) ? "Stopping…" : <RunStatusBadge status={status} />}{" "}
            {result ? (
              <Duration ms={result.latency_ms} />
            ) : (
              <span aria-hidden>
                <Elapsed key={id} />
              </span>
            )}{" "}
            <RunLink href={runPage(id)} />
          </>
        }
        failure={result?.error ?? null}
        output={result && status === "SUCCEEDED" ? { value: result.worklet_output } : null}
      />
      {lost && <ProblemNote problem={lost} />}
      {logs.length > 0 && (
        <div className="flex max-h-64 flex-col">
          <LogsView key={id} lines={logs} isLive={isOpen(status)} />
        </div>
      )}
    </>
  );
}

function RunLink({ href }: { href: string }) {
  return (
    <Link href={href} className="text-accent underline-offset-2 hover:underline">
      Open the run
    </Link>
  );
}

function Told({
  line,
  failure,
  output,
}: {
  line: ReactNode;
  failure: Failure | null;
  output: { value: unknown } | null;
}) {
  return (
    <>
      <p role="status" className="flex flex-wrap items-center gap-2 text-xs text-muted">
        {line}
      </p>
      {failure && <FailureNote failure={failure} />}
      {output && <Output value={output.value} />}
    </>
  );
}
