import { queryOptions } from "@tanstack/react-query";
import type { Draft, Version, Worklet } from "../../../contract/catalog.ts";
import { path, request } from "../../api/request.ts";
import { type Taken, takenOf } from "./taken.ts";

/** What a worklet takes: its live version, or its draft where that one says nothing of it. */
export const takenQuery = (application: string, worklet: string) =>
  queryOptions({
    queryKey: ["applications", application, "worklets", worklet, "taken"],
    queryFn: async ({ signal }): Promise<Taken[]> => {
      const base = path`/applications/${application}/worklets/${worklet}`;
      const { live_version } = await request<Worklet>("GET", base, { signal });
      const live = await request<Version>("GET", base + path`/versions/${live_version}`, { signal });
      const schema = live.input_schema ?? (await request<Draft>("GET", `${base}/draft`, { signal })).input_schema;
      return takenOf(schema);
    },
  });
