import { useQuery } from "@tanstack/react-query";
import { Plus, Workflow } from "lucide-react";
import { Link } from "wouter";
import type { RunSummary } from "../../contract/run.ts";
import type { Page as ListPage } from "../api/list.ts";
import { applicationQuery, workletsQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { useMay } from "../api/role.ts";
import { WorkletTable } from "../applications/worklet-table.tsx";
import { Button } from "../parts/button.tsx";
import { Card, Page } from "../parts/page.tsx";
import { RunStatusBadge } from "../parts/run-status.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { Duration, Time } from "../parts/time.tsx";
import { makeWorklet } from "../shell/new-worklet.tsx";

/** An application at a glance: what runs, what failed, what is next. */
export function OverviewPage({ application }: { application: string }) {
  const { data } = useQuery(applicationQuery(application));
  const worklets = useQuery({ ...workletsQuery(application), refetchInterval: 15_000 });
  const mayEdit = useMay("creator");
  return (
    <Page title={data?.name ?? application} wide>
      {!worklets.data &&
        (worklets.error ? (
          <Failed error={worklets.error} retry={() => void worklets.refetch()} />
        ) : (
          <Loading rows={6} />
        ))}
      {worklets.data?.length === 0 && (
        <Empty
          icon={<Workflow size={28} aria-hidden />}
          title="Make the first worklet"
          action={
            mayEdit && (
              <Button weight="primary" icon={<Plus size={14} aria-hidden />} onClick={makeWorklet}>
                New worklet
              </Button>
            )
          }
        >
          A worklet is a graph of blocks that is an HTTP endpoint from the moment it is made.
        </Empty>
      )}
      {worklets.data && worklets.data.length > 0 && (
        <div className="flex flex-col gap-5">
          <WorkletTable application={application} worklets={worklets.data} />
          <LatestRuns application={application} />
        </div>
      )}
    </Page>
  );
}

function LatestRuns({ application }: { application: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["applications", application, "runs", "latest"],
    queryFn: ({ signal }) =>
      request<ListPage<RunSummary>>("GET", path`/applications/${application}/runs`, { query: { limit: 10 }, signal }),
    refetchInterval: 3_000,
  });
  const runs = data?.items ?? [];
  return (
    <section aria-labelledby="latest-runs">
      <h2 id="latest-runs" className="mb-2 font-semibold">
        Latest runs
      </h2>
      <Card>
        {data === undefined && (error ? <Failed error={error} retry={() => void refetch()} /> : <Loading />)}
        {data !== undefined && runs.length === 0 && <p className="p-4 text-sm text-muted">Nothing has run yet.</p>}
        <ul className="divide-y divide-border">
          {runs.map((run) => (
            <li key={run.worklet_run_id}>
              <Link
                href={`/applications/${application}/worklets/${run.worklet}/runs/${run.worklet_run_id}`}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-sm hover:bg-surface-2"
              >
                <RunStatusBadge status={run.status} />
                <span className="font-medium">{run.worklet}</span>
                <span className="min-w-0 flex-1 truncate text-xs text-danger max-sm:order-last max-sm:basis-full max-sm:empty:hidden">
                  {run.error?.message}
                </span>
                <span className="ml-auto text-xs text-muted">
                  <Duration ms={run.latency_ms} />
                </span>
                <span className="text-right text-xs text-muted sm:w-28">
                  <Time at={run.created_at} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </Card>
    </section>
  );
}
