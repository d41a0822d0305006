import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ViewSummary, ViewVersionSummary } from "../../../contract/view-catalog.ts";
import { path, request } from "../../api/request.ts";
import { viewChangesQuery, viewQuery, viewsQuery, viewVersionQuery } from "../../views/queries.ts";
import { useBuilder } from "../builder-context.ts";
import { useSaving } from "../live/saving-context.ts";
import { type ViewItem, viewItems } from "./view-items.ts";

/** What publishing would change, and the publishing itself. What is edited is saved first. */

export type ViewPublishing =
  | { readonly type: "saving" }
  | { readonly type: "loading" }
  | { readonly type: "unsaved" }
  | { readonly type: "failed"; readonly error: unknown; readonly retry: () => void }
  | {
      readonly type: "ready";
      readonly items: readonly ViewItem[];
      readonly anyoneCanRun: readonly string[];
      readonly head: ViewSummary;
    };

export function useViewPublishing(): ViewPublishing {
  const { application, view, draft } = useBuilder();
  const { saveNow } = useSaving();
  const [isSaved, setSaved] = useState<boolean | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the window opens.
  useEffect(() => void saveNow().then(setSaved), []);
  const enabled = isSaved === true;
  const head = useQuery({ ...viewQuery(application, view), enabled, staleTime: 0 });
  const changes = useQuery({ ...viewChangesQuery(application, view), enabled, staleTime: 0 });
  const number = head.data?.live_version ?? null;
  const version = useQuery({
    ...viewVersionQuery(application, view, number ?? 0),
    enabled: enabled && number !== null,
  });
  if (isSaved === null) return { type: "saving" };
  if (!isSaved) return { type: "unsaved" };
  const failed = [head, changes, version].find(({ error, data }) => error !== null && data === undefined);
  if (failed) return { type: "failed", error: failed.error, retry: () => void failed.refetch() };
  const isWaiting = head.isFetching || changes.isFetching || (number !== null && !version.data);
  if (!head.data || !changes.data || isWaiting) return { type: "loading" };
  return {
    type: "ready",
    items: viewItems(changes.data, version.data ?? null, draft),
    anyoneCanRun: changes.data.anyone_can_run,
    head: head.data,
  };
}

/** Everybody who shows the view learns of it. */
export function usePublishView(): () => Promise<ViewVersionSummary> {
  const { application, view } = useBuilder();
  const queries = useQueryClient();
  return async () => {
    const version = await request<ViewVersionSummary>("POST", path`/applications/${application}/views/${view}/publish`);
    await freshenViews(queries, application);
    return version;
  };
}

/** What the console knows of views is read anew, but for drafts that are open. */
export async function freshenViews(queries: ReturnType<typeof useQueryClient>, application: string): Promise<void> {
  const { queryKey } = viewsQuery(application);
  await queries.invalidateQueries({ queryKey, predicate: (query) => !query.queryKey.includes("opened-draft") });
}
