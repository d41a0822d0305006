import { queryOptions } from "@tanstack/react-query";
import type { Draft } from "../../contract/catalog.ts";
import type { Run, RunSummary, Trace } from "../../contract/run.ts";
import { Problem } from "../api/problem.ts";
import { path, request } from "../api/request.ts";
import { isOpen } from "../parts/run-status.tsx";
import { type RunAt, runApi } from "./run-actions.ts";

/** What the page of a run reads. */

export const runKey = ({ application, worklet, run }: RunAt) =>
  ["applications", application, "worklets", worklet, "runs", run] as const;

const openMs = 2_000;
/** A run that ran in its request is listed a little later: the answer says when to ask again. */
const mostTries = 8;

/** The run itself; asked again while it is open, whether or not its events arrive. */
export const runQuery = (at: RunAt) =>
  queryOptions({
    queryKey: runKey(at),
    queryFn: ({ signal }) => request<Run>("GET", runApi(at), { signal }),
    retry: (failures, error) => failures < mostTries && (mayCome(error) || (failures < 2 && isNetwork(error))),
    retryDelay: (_, error) => 1_000 * ((error instanceof Problem && error.retryAfterSeconds) || 1),
    refetchInterval: ({ state }) => (state.data && isOpen(state.data.status) ? openMs : false),
  });

/** What its blocks did. */
export const traceQuery = (at: RunAt) =>
  queryOptions({
    queryKey: [...runKey(at), "trace"],
    queryFn: ({ signal }) => request<Trace>("GET", `${runApi(at)}/trace`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Its row in the list, which says who began it; null while it is not there. */
export const rowQuery = (at: RunAt, createdAt: string) =>
  queryOptions({
    queryKey: [...runKey(at), "row"],
    queryFn: async ({ signal }): Promise<RunSummary | null> => {
      const to = new Date(Date.parse(createdAt) + 1).toISOString();
      const query = { worklet: at.worklet, from: createdAt, to, limit: 100 };
      const { items } = await request<{ items: RunSummary[] }>("GET", path`/applications/${at.application}/runs`, {
        query,
        signal,
      });
      return items.find((row) => row.worklet_run_id === at.run) ?? null;
    },
    refetchInterval: ({ state }) => (state.data === null && state.dataUpdateCount < mostTries ? openMs : false),
  });

/** The input schema of what a run executed, as far as it is still known: of a draft, as it is now. */
export const inputSchemaQuery = ({ application, worklet }: RunAt, version: number | null) =>
  queryOptions({
    queryKey: ["applications", application, "worklets", worklet, "input-schema", version],
    queryFn: async ({ signal }) => {
      const base = path`/applications/${application}/worklets/${worklet}`;
      const address = version === null ? `${base}/draft` : `${base}/versions/${version}`;
      return (await request<Draft>("GET", address, { signal })).input_schema;
    },
  });

function mayCome(error: unknown): boolean {
  return error instanceof Problem && error.status === 404 && error.retryAfterSeconds !== null;
}

function isNetwork(error: unknown): boolean {
  return error instanceof Problem && (error.status === 0 || error.status >= 502);
}
