import type { Environment } from "../../contract/run.ts";
import { path } from "../api/request.ts";

/** The address of a worklet in an environment; `/invoke` and `/RUN_ID` follow. */
export function workletPlace(application: string, worklet: string, environment: Environment): string {
  return environment === "draft"
    ? path`/applications/${application}/draft/worklets/${worklet}`
    : path`/applications/${application}/worklets/${worklet}`;
}
