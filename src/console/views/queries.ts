import { queryOptions } from "@tanstack/react-query";
import type { ViewDraft } from "../../contract/view.ts";
import type { ViewChanges, ViewSummary, ViewVersion, ViewVersionSummary } from "../../contract/view-catalog.ts";
import { requestAll } from "../api/list.ts";
import { ask, path, request } from "../api/request.ts";

/** What the console reads of views, under the keys of their application. */

export const viewsQuery = (application: string) =>
  queryOptions({
    queryKey: ["applications", application, "views"],
    queryFn: ({ signal }) => requestAll<ViewSummary>(path`/applications/${application}/views`, { signal }),
  });

export const viewQuery = (application: string, view: string) =>
  queryOptions({
    queryKey: ["applications", application, "views", view],
    queryFn: ({ signal }) => request<ViewSummary>("GET", path`/applications/${application}/views/${view}`, { signal }),
  });

/** The draft as it was when the builder was opened: from then on the builder has it. */
export const openedDraftQuery = (application: string, view: string) =>
  queryOptions({
    queryKey: ["applications", application, "views", view, "opened-draft"],
    queryFn: async ({ signal }) => {
      const { value, etag } = await ask<ViewDraft>("GET", path`/applications/${application}/views/${view}/draft`, {
        signal,
      });
      return { draft: value, etag };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

export const viewChangesQuery = (application: string, view: string) =>
  queryOptions({
    queryKey: ["applications", application, "views", view, "changes"],
    queryFn: ({ signal }) =>
      request<ViewChanges>("GET", path`/applications/${application}/views/${view}/changes`, { signal }),
  });

export const viewVersionsQuery = (application: string, view: string) =>
  queryOptions({
    queryKey: ["applications", application, "views", view, "versions"],
    queryFn: ({ signal }) =>
      requestAll<ViewVersionSummary>(path`/applications/${application}/views/${view}/versions`, { signal }),
  });

/** A version never changes but for whether it is live. */
export const viewVersionQuery = (application: string, view: string, number: number) =>
  queryOptions({
    queryKey: ["applications", application, "views", view, "versions", number],
    queryFn: ({ signal }) =>
      request<ViewVersion>("GET", path`/applications/${application}/views/${view}/versions/${number}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
