import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { Draft, JsonSchema } from "../../contract/catalog.ts";
import type { Environment } from "../../contract/run.ts";
import { versionQuery, workletQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";

/** What must be known of a worklet to call it. */
export type Callable =
  | { type: "loading" }
  | { type: "failed"; error: unknown; retry(): void }
  | { type: "ready"; name: string; version: number; schema: JsonSchema | null };

/** Its name, and the schema of what it takes in an environment. */
export function useCallable(application: string, worklet: string, environment: Environment): Callable {
  const head = useQuery(workletQuery(application, worklet));
  const number = head.data?.live_version;
  const isLive = environment === "production";
  const version = useQuery({
    ...versionQuery(application, worklet, number ?? 0),
    enabled: isLive && number !== undefined,
  });
  const draft = useQuery({
    queryKey: ["applications", application, "worklets", worklet, "draft", "to call"],
    queryFn: ({ signal }) =>
      request<Draft>("GET", path`/applications/${application}/worklets/${worklet}/draft`, { signal }),
    enabled: !isLive,
  });
  const definition: UseQueryResult<{ input_schema: JsonSchema | null }> = isLive ? version : draft;
  if (head.data && definition.data) {
    const { name, live_version } = head.data;
    return { type: "ready", name, version: live_version, schema: definition.data.input_schema };
  }
  const failed = [head, definition].find(({ error }) => error !== null);
  if (failed) return { type: "failed", error: failed.error, retry: () => void failed.refetch() };
  return { type: "loading" };
}
