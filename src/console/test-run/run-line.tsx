import { Square } from "lucide-react";
import { Link } from "wouter";
import { Button, Spinner } from "../parts/button.tsx";
import { isOpen, RunStatusBadge } from "../parts/run-status.tsx";
import { Duration } from "../parts/time.tsx";
import { Elapsed } from "./elapsed.tsx";
import { useTestRun } from "./test-run-context.ts";

/** How the run stands, in one line, with the way to stop it and to its page. */
export function RunLine({ runPage }: { runPage: string | null }) {
  const { run, phase, progress, isRunning, stop } = useTestRun();
  if (phase.type === "idle" || phase.type === "refused" || phase.type === "unsaved") return null;
  const isStopping = phase.type === "stopping";
  return (
    <div role="status" className="flex min-w-0 flex-wrap items-center gap-2 text-xs">
      {phase.type === "starting" ? (
        <span className="inline-flex items-center gap-1.5 text-muted">
          <Spinner /> Starting…
        </span>
      ) : isStopping ? (
        <span className="inline-flex items-center gap-1.5 text-muted">
          <Spinner /> Stopping…
        </span>
      ) : (
        run && <RunStatusBadge status={run.status} />
      )}
      {run && (
        <span className="text-muted" aria-hidden={isOpen(run.status)}>
          {progress.result ? <Duration ms={progress.result.latency_ms} /> : <Elapsed key={run.id} />}
        </span>
      )}
      {run?.until && phase.type !== "starting" && (
        <span className="min-w-0 truncate text-muted">
          up to <code className="font-mono">{run.until}</code>
        </span>
      )}
      {runPage !== null && phase.type !== "starting" && (
        <Link href={runPage} className="text-accent underline-offset-2 hover:underline">
          Open the run
        </Link>
      )}
      {isRunning && (
        <Button
          size="small"
          weight="danger"
          icon={<Square size={11} aria-hidden />}
          disabled={isStopping}
          onClick={stop}
        >
          Stop
        </Button>
      )}
    </div>
  );
}
