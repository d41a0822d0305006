import { QueryClient, queryOptions } from "@tanstack/react-query";
import type { Key, Me, Secret } from "../../contract/access.ts";
import type { Application, Changes, File, Version, VersionSummary, Worklet } from "../../contract/catalog.ts";
import type { Model } from "../../contract/model.ts";
import type { Schedule } from "../../contract/schedule.ts";
import { requestAll } from "./list.ts";
import { Problem } from "./problem.ts";
import { path, request } from "./request.ts";

/**
 * What the console reads, each under a key that begins with what it belongs to: `["applications", A, "worklets", W, ...]`.
 * To have everything of a worklet read anew, invalidate the front part.
 */

/** One for the page. What the server refused is not asked again; what did not arrive is. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) =>
          failures < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
        refetchOnWindowFocus: true,
      },
    },
  });
}

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => request<Me>("GET", "/me", { signal }),
  staleTime: 60_000,
});

export const applicationsQuery = queryOptions({
  queryKey: ["applications"],
  queryFn: ({ signal }) => requestAll<Application>("/applications", { signal }),
});

export const applicationQuery = (application: string) =>
  queryOptions({
    queryKey: ["applications", application],
    queryFn: ({ signal }) => request<Application>("GET", path`/applications/${application}`, { signal }),
  });

export const workletsQuery = (application: string) =>
  queryOptions({
    queryKey: ["applications", application, "worklets"],
    queryFn: ({ signal }) => requestAll<Worklet>(path`/applications/${application}/worklets`, { signal }),
  });

export const workletQuery = (application: string, worklet: string) =>
  queryOptions({
    queryKey: ["applications", application, "worklets", worklet],
    queryFn: ({ signal }) =>
      request<Worklet>("GET", path`/applications/${application}/worklets/${worklet}`, { signal }),
  });

export const changesQuery = (application: string, worklet: string) =>
  queryOptions({
    queryKey: ["applications", application, "worklets", worklet, "changes"],
    queryFn: ({ signal }) =>
      request<Changes>("GET", path`/applications/${application}/worklets/${worklet}/changes`, { signal }),
  });

export const versionsQuery = (application: string, worklet: string) =>
  queryOptions({
    queryKey: ["applications", application, "worklets", worklet, "versions"],
    queryFn: ({ signal }) =>
      requestAll<VersionSummary>(path`/applications/${application}/worklets/${worklet}/versions`, { signal }),
  });

/** A version never changes but for whether it is live. */
export const versionQuery = (application: string, worklet: string, number: number) =>
  queryOptions({
    queryKey: ["applications", application, "worklets", worklet, "versions", number],
    queryFn: ({ signal }) =>
      request<Version>("GET", path`/applications/${application}/worklets/${worklet}/versions/${number}`, { signal }),
  });

export const schedulesQuery = (application: string, worklet: string) =>
  queryOptions({
    queryKey: ["applications", application, "worklets", worklet, "schedules"],
    queryFn: ({ signal }) =>
      requestAll<Schedule>(path`/applications/${application}/worklets/${worklet}/schedules`, { signal }),
  });

export const filesQuery = (application: string) =>
  queryOptions({
    queryKey: ["applications", application, "files"],
    queryFn: ({ signal }) => requestAll<File>(path`/applications/${application}/files`, { signal }),
  });

export const secretsQuery = (application: string) =>
  queryOptions({
    queryKey: ["applications", application, "secrets"],
    queryFn: ({ signal }) => requestAll<Secret>(path`/applications/${application}/secrets`, { signal }),
  });

export const modelsQuery = (application: string) =>
  queryOptions({
    queryKey: ["applications", application, "models"],
    queryFn: ({ signal }) => requestAll<Model>(path`/applications/${application}/models`, { signal }),
  });

export const keysQuery = queryOptions({
  queryKey: ["keys"],
  queryFn: ({ signal }) => requestAll<Key>("/keys", { signal }),
});
