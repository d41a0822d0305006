import { Pause, Play } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { problemFrom } from "../api/problem.ts";
import { useMay } from "../api/role.ts";
import { Button } from "../parts/button.tsx";
import { Page } from "../parts/page.tsx";
import { isOpen } from "../parts/run-status.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { useNotify } from "../parts/toast.tsx";
import { NewRuns } from "../runs/new-runs.tsx";
import { NoRunsYet, NoSuchRuns } from "../runs/no-runs.tsx";
import { isInBackground, runHref, useRunActions } from "../runs/run-actions.ts";
import { RunFilterBar } from "../runs/run-filter-bar.tsx";
import { filtersOf, isFiltered, noFilters, type RunFilters, withFilters } from "../runs/run-filters.ts";
import { type GridDeeds, RunGrid } from "../runs/run-grid.tsx";
import { RunListFoot } from "../runs/run-list-foot.tsx";
import { type ListView, type LiveRuns, useRuns } from "../runs/use-runs.ts";

/** What an application ran and runs: live, filtered by what stands in the address. */
export function RunsPage({ application }: { application: string }) {
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => filtersOf(search), [search]);
  const setFilters = (next: RunFilters) => setSearch((before) => withFilters(before, next), { replace: true });
  const [isPaused, setPaused] = useState(false);
  const view = useRef<ListView>({ isAtTop: () => true, inView: () => [], toTop: () => undefined });
  const runs = useRuns(application, filters, isPaused, view);
  return (
    <Page
      title="Runs"
      wide
      actions={
        <>
          <Liveness isPaused={isPaused} error={runs.lookError} />
          <Button
            icon={isPaused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
            onClick={() => setPaused(!isPaused)}
          >
            {isPaused ? "Go on" : "Pause"}
          </Button>
        </>
      }
    >
      <RunFilterBar application={application} filters={filters} onChange={setFilters} />
      <RunsShown
        application={application}
        runs={runs}
        view={view}
        filters={filters}
        clear={() => setFilters(noFilters)}
      />
    </Page>
  );
}

function RunsShown({
  application,
  runs,
  view,
  filters,
  clear,
}: {
  application: string;
  runs: LiveRuns;
  view: React.RefObject<ListView>;
  filters: RunFilters;
  clear(): void;
}) {
  const deeds = useGridDeeds(application);
  const { list } = runs;
  if (list === null) {
    return runs.error ? (
      <Failed error={runs.error} retry={runs.reload} />
    ) : (
      <Loading rows={12} label="Loading the runs" />
    );
  }
  if (list.items.length === 0 && list.next === null && !runs.isStale) {
    return isFiltered(filters) ? <NoSuchRuns clear={clear} /> : <NoRunsYet application={application} />;
  }
  return (
    <div
      className={`relative min-h-96 flex-1 transition-opacity ${runs.isStale ? "opacity-60" : ""}`}
      aria-busy={runs.isStale}
    >
      <RunGrid
        application={application}
        list={list}
        view={view}
        deeds={deeds}
        loadOlder={runs.loadOlder}
        isReady={!runs.isLoadingOlder && runs.error === null}
        footer={<RunListFoot runs={runs} />}
      />
      <NewRuns list={list} show={runs.showNew} />
    </div>
  );
}

/** What is asked for on a row. Whoever may not is told why by the server's answer, in words. */
function useGridDeeds(application: string): GridDeeds {
  const [, navigate] = useLocation();
  const { cancel, repeat } = useRunActions(application);
  const { notify } = useNotify();
  const mayOperate = useMay("operator");
  return useMemo(() => {
    const at = (run: { worklet: string; worklet_run_id: string }) => ({
      application,
      worklet: run.worklet,
      run: run.worklet_run_id,
    });
    return {
      open: (run) => navigate(runHref(at(run))),
      cancel(run) {
        if (!isOpen(run.status)) notify({ title: "The run is over", detail: "There is nothing left to cancel." });
        else if (isInBackground(run.worklet_run_id)) void cancel(at(run));
      },
      repeat(run) {
        if (mayOperate) void repeat(at(run));
      },
    };
  }, [application, navigate, cancel, repeat, notify, mayOperate]);
}

function Liveness({ isPaused, error }: { isPaused: boolean; error: unknown }) {
  if (isPaused) return <span className="text-xs text-muted">Paused</span>;
  if (error) {
    return (
      <span role="status" className="text-xs text-warning">
        Not live: {problemFrom(error).title}
      </span>
    );
  }
  return (
    <span className="flex items-center gap-1.5 text-xs text-muted">
      <span aria-hidden className="size-1.5 rounded-full bg-success" />
      Live
    </span>
  );
}
