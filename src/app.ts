import { admit } from "./access/admission.ts";
import { checkAccess } from "./access/caller.ts";
import { accessRoutes } from "./access/routes.ts";
import { isApplication, recentApplication } from "./catalog/applications.ts";
import { workletsWithModel } from "./catalog/references.ts";
import { catalogRoutes } from "./catalog/routes.ts";
import { applicationRow } from "./catalog/rows.ts";
import type { Caller } from "./contract/access.ts";
import { Fault } from "./contract/fault.ts";
import { folderRoutes } from "./folder/routes.ts";
import { hookDependents } from "./hooks/dependents.ts";
import { hookRoutes } from "./hooks/routes.ts";
import { consoleRoutes } from "./http/console.ts";
import { docsRoutes } from "./http/docs.ts";
import { healthRoute } from "./http/health.ts";
import { serverOf } from "./http/http.ts";
import type { Route } from "./http/route.ts";
import { modelRoutes } from "./models/routes.ts";
import { runDependents } from "./runs/dependents.ts";
import { runRoutes } from "./runs/routes.ts";
import type { RunPowers } from "./runs/sync/sync-run.ts";
import { nextTicks, scheduleDependents } from "./schedules/dependents.ts";
import { scheduleRoutes } from "./schedules/routes.ts";
import { viewDependents } from "./views/dependents.ts";
import { draftCallRoutes } from "./views/draft-call-routes.ts";
import { publishedRoutes } from "./views/published-routes.ts";
import { viewRoutes } from "./views/routes.ts";

/** What goes with a worklet. Views need theirs and stay. */
const dependents = [scheduleDependents, hookDependents, runDependents];

/** Every address of the platform: the rooms' lists, and who may use them. */
export const routes: Route[] = [
  ...runRoutes,
  ...catalogRoutes({ dependents: [...dependents, viewDependents], nextTicks }),
  ...scheduleRoutes,
  ...modelRoutes(applicationRow, workletsWithModel),
  ...hookRoutes,
  ...viewRoutes,
  ...draftCallRoutes,
  ...publishedRoutes,
  ...folderRoutes(dependents),
  ...accessRoutes(isApplication),
  healthRoute,
  ...consoleRoutes,
  ...docsRoutes(() => routes),
];

const nobody: Caller = { key: null, name: "anybody", role: "invoke", application: null, session: false };

export const server = serverOf<RunPowers>(routes, {
  async admit(route, { headers, ...request }) {
    if (route.needs === "anybody") return nobody;
    const { env, params, now, later } = request;
    const along = () => route.begin?.(request);
    const caller = await admit(env, { method: route.method, headers }, now, later, along);
    checkAccess(caller, route.needs, params.application);
    return caller;
  },

  async crossOrigin(env, params, origin) {
    const id = params.application;
    if (id === undefined) return {};
    const origins = await allowedOrigins(env, id);
    if (!origins.includes(origin)) return { Vary: "Origin" };
    return {
      "Access-Control-Allow-Origin": origin,
      "Access-Control-Expose-Headers":
        "Worklet-Run-Id, Worklet-Outcome, Server-Timing, Location, ETag, Retry-After, X-Request-Id",
      Vary: "Origin",
    };
  },
});

/** An application that is not there allows no origin; the request itself says so. */
async function allowedOrigins(env: Env, id: string): Promise<string[]> {
  try {
    return (await recentApplication(env, id, Date.now())).allowedOrigins;
  } catch (error) {
    if (Fault.of(error)?.code === "application.not_found") return [];
    throw error;
  }
}
