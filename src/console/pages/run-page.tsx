import { Square } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import type { Run } from "../../contract/run.ts";
import { useMay } from "../api/role.ts";
import { Button } from "../parts/button.tsx";
import { focusInPlace } from "../parts/focus.ts";
import { useKeys } from "../parts/keys.tsx";
import { Page } from "../parts/page.tsx";
import { isOpen, RunStatusBadge, statusLooks } from "../parts/run-status.tsx";
import { Loading } from "../parts/states.tsx";
import { RerunMenu, rerunButtonId } from "../runs/rerun-menu.tsx";
import { isInBackground, type RunAt, useRunActions } from "../runs/run-actions.ts";
import { RunFacts } from "../runs/run-facts.tsx";
import { RunFailure } from "../runs/run-failure.tsx";
import { RunLack } from "../runs/run-lack.tsx";
import { RunViews } from "../runs/run-views.tsx";
import { type ShownRun, useShownRun } from "../runs/use-shown-run.ts";

type RunPageProps = { application: string; worklet: string; run: string };

/** One run: what came of it, when each block did what, and what can be done with it. Live while it goes on. */
export function RunPage({ application, worklet, run: id }: RunPageProps) {
  const at = { application, worklet, run: id };
  const shown = useShownRun(at);
  const { run } = shown;
  const state = run ? statusLooks[run.status].word : "Run";
  return (
    <Page
      title={`${state} · ${worklet}`}
      wide
      heading={<Heading at={at} run={run} />}
      actions={run && <Actions at={at} run={run} shown={shown} />}
    >
      {run ? (
        <>
          <RunFacts at={at} run={run} />
          {run.error && <RunFailure at={at} failure={run.error} />}
          <RunViews at={at} run={run} shown={shown} />
        </>
      ) : shown.error ? (
        <RunLack at={at} error={shown.error} retry={shown.refetch} />
      ) : (
        <Loading rows={8} label="Loading the run" />
      )}
    </Page>
  );
}

function Heading({ at: { application, worklet }, run }: { at: RunAt; run: Run | undefined }) {
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <span className="min-w-0 break-words">
        Run of{" "}
        <Link href={`/applications/${application}/worklets/${worklet}`} className="hover:underline">
          {worklet}
        </Link>
      </span>
      {run && (
        <span role="status" className="flex">
          <RunStatusBadge status={run.status} />
        </span>
      )}
    </span>
  );
}

function Actions({ at, run, shown }: { at: RunAt; run: Run; shown: ShownRun }) {
  const { cancel } = useRunActions(at.application);
  const mayOperate = useMay("operator");
  const [isCanceling, setCanceling] = useState(false);
  const canCancel = isOpen(run.status) && isInBackground(at.run);
  const stop = async () => {
    setCanceling(true);
    await cancel(at);
    setCanceling(false);
    focusInPlace(() => document.getElementById(rerunButtonId));
  };
  useKeys(canCancel ? [{ keys: "x", label: "Cancel the run", run: () => void stop() }] : []);
  return (
    <>
      {canCancel && (
        <Button weight="danger" busy={isCanceling} icon={<Square size={13} aria-hidden />} onClick={() => void stop()}>
          Cancel the run
        </Button>
      )}
      {isOpen(run.status) && !canCancel && (
        <span className="text-xs text-muted">
          It runs in its request: who called it stops it by closing the connection.
        </span>
      )}
      {mayOperate && <RerunMenu at={at} run={run} trace={shown.trace} />}
    </>
  );
}
