import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { Link } from "wouter";
import type { RunSummary } from "../../contract/run.ts";
import type { Page } from "../api/list.ts";
import { path, request } from "../api/request.ts";
import { RunStatusBadge, triggerWords } from "../parts/run-status.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { Duration, Time } from "../parts/time.tsx";

/** The newest runs of a worklet, as they come. */
export function LastRuns({ application, worklet }: { application: string; worklet: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["applications", application, "runs", "last", worklet],
    queryFn: ({ signal }) =>
      request<Page<RunSummary>>("GET", path`/applications/${application}/runs`, {
        query: { worklet, limit: 10 },
        signal,
      }),
    refetchInterval: 3_000,
  });
  if (!data)
    return error ? <Failed error={error} retry={() => void refetch()} /> : <Loading label="Loading the runs" />;
  if (data.items.length === 0) {
    return (
      <Empty icon={<History size={24} aria-hidden />} title="It has not run yet">
        Its runs stand here, whoever starts them.
      </Empty>
    );
  }
  return (
    <ul className="flex flex-col">
      {data.items.map((run) => (
        <li key={run.worklet_run_id} className="border-t border-border first:border-t-0">
          <Link
            href={`/applications/${application}/worklets/${worklet}/runs/${run.worklet_run_id}${run.environment === "production" ? "?environment=production" : ""}`}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5 text-xs hover:bg-surface-2"
          >
            <span className="w-24">
              <RunStatusBadge status={run.status} />
            </span>
            <Time at={run.created_at} />
            <span className="text-muted">
              {triggerWords[run.trigger]}
              {run.environment === "draft" ? ", draft" : run.version === null ? "" : `, version ${run.version}`}
            </span>
            <span className="flex-1 text-right text-muted">
              <Duration ms={run.latency_ms} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
