import { checkAccess } from "../access/caller.ts";
import { recentApplication } from "../catalog/applications.ts";
import { beginDefinition } from "../catalog/definitions.ts";
import { applicationRow } from "../catalog/rows.ts";
import { allows } from "../contract/access.ts";
import { listOf } from "../contract/list.ts";
import {
  CallbackSecret,
  CancelAccepted,
  Invocation,
  InvokeQuery,
  outcomeOf,
  PollQuery,
  Receipt,
  Rerun,
  RerunReceipt,
  Run,
  RunSummary,
  RunsQuery,
  SyncAnswer,
  Trace,
} from "../contract/run.ts";
import { type Call, type Reply, type Route, route } from "../http/route.ts";
import { followRun } from "./event-stream.ts";
import { invokeWorklet } from "./invoke.ts";
import { cancelRun, listRuns, type RunPlace, readRun, readTrace, type Told } from "./list/runs.ts";
import { callbackSecret } from "./object/callback.ts";
import { rerunRun } from "./rerun/rerun.ts";
import type { RunPowers } from "./sync/sync-run.ts";

const runPath = "/applications/:application/worklets/:worklet/:run{run_[0-9A-Za-z]+}";

/** Drafts belong to those who may run them: to whoever may not, an address without an environment is one of production. */
const place = async (call: Pick<Call, "env" | "param" | "environment" | "caller" | "now">): Promise<RunPlace> => {
  if (call.environment === "draft") checkAccess(call.caller, "operator", undefined);
  const { uid, id } = await recentApplication(call.env, call.param("application"), call.now);
  const environment = call.environment ?? (allows(call.caller.role, "operator") ? null : "production");
  return { applicationUid: uid, application: id, worklet: call.param("worklet"), environment };
};

const told = (call: Pick<Call, "param">, { status, ...body }: Told): Reply => ({
  status: 200,
  ...body,
  headers: { "Worklet-Run-Id": call.param("run"), "Worklet-Outcome": outcomeOf(status) },
});

/** Invoking, and what is known of runs afterwards. */
export const runRoutes: Route[] = [
  route<RunPowers, typeof Invocation, typeof InvokeQuery>({
    method: "POST",
    path: "/applications/:application/worklets/:worklet/invoke",
    environments: true,
    needs: "invoke",
    tag: "Runs",
    summary: "Invoke a worklet: wait for its answer, or run it in the background with async",
    query: InvokeQuery,
    body: Invocation,
    answers: {
      200: SyncAnswer,
      202: Receipt,
      400: SyncAnswer,
      404: SyncAnswer,
      409: SyncAnswer,
      422: SyncAnswer,
      500: SyncAnswer,
      504: SyncAnswer,
    },
    faults: [
      "worklet.not_found",
      "version.not_found",
      "worklet.input_invalid",
      "idempotency.key_reused",
      "idempotency.in_progress",
    ],
    begin({ env, environment, params: { application = "", worklet = "" }, now, later }) {
      const address = { application, worklet, environment: environment ?? ("production" as const), version: null };
      beginDefinition(env, address, now, later);
    },
    serve: invokeWorklet,
  }),
  ...(["GET", "POST"] as const).map((method) =>
    route({
      method,
      path: runPath,
      ...(method === "GET" && { page: "/console/applications/:application/worklets/:worklet/runs/:run" }),
      environments: true,
      needs: "invoke",
      tag: "Runs",
      summary: method === "GET" ? "Read a run" : "Read a run (the classic form of polling)",
      query: PollQuery,
      answers: { 200: Run },
      faults: ["run.not_found"],
      serve: async (call) =>
        told(
          call,
          await readRun(call.env, await place(call), call.param("run"), (call.query.wait ?? 0) * 1000, call.now),
        ),
    }),
  ),
  route({
    method: "GET",
    path: `${runPath}/trace`,
    environments: true,
    needs: "operator",
    tag: "Runs",
    summary: "Read what each block of a run took, gave and logged",
    answers: { 200: Trace },
    faults: ["run.not_found"],
    serve: async (call) => told(call, await readTrace(call.env, await place(call), call.param("run"), call.now)),
  }),
  route({
    method: "GET",
    path: `${runPath}/events`,
    environments: true,
    needs: "operator",
    tag: "Runs",
    summary: "Follow a run: server-sent events status, block, log and done, from the start or after Last-Event-ID",
    answers: { 200: { raw: "text/event-stream" }, 204: null },
    faults: ["run.not_found"],
    serve: async (call) => followRun(call.env, await place(call), call.param("run"), call.request.headers, call.now),
  }),
  route({
    method: "POST",
    path: `${runPath}/cancel`,
    environments: true,
    needs: "invoke",
    tag: "Runs",
    summary: "Cancel a background run; a synchronous one is stopped by closing its connection",
    answers: { 202: CancelAccepted },
    faults: ["run.not_found", "run.not_cancelable", "run.already_finished"],
    serve: async (call) => {
      await cancelRun(call.env, await place(call), call.param("run"), call.now);
      const id = call.param("run");
      const body = { success: true, worklet_run_id: id, message: "Worklet run is being canceled" };
      return { status: 202, body, headers: { "Worklet-Run-Id": id, "Worklet-Outcome": "accepted" } };
    },
  }),
  route({
    method: "POST",
    path: `${runPath}/rerun`,
    environments: true,
    needs: "operator",
    tag: "Runs",
    summary:
      "Run again in the background: with the same or another input, from a block on, the same or the live version",
    body: Rerun,
    answers: { 202: RerunReceipt },
    faults: [
      "run.not_found",
      "run.input_not_kept",
      "run.values_too_large",
      "worklet.not_found",
      "version.not_found",
      "worklet.input_invalid",
      "file.invalid",
    ],
    serve: async (call) => {
      const { env, body, caller, now, later } = call;
      const wish = { id: call.param("run"), body, caller, now, later };
      return rerunRun(env, { ...wish, place: await place(call) });
    },
  }),
  route({
    method: "GET",
    path: "/applications/:application/runs",
    needs: "operator",
    tag: "Runs",
    summary: "List runs, newest first",
    query: RunsQuery,
    answers: { 200: listOf(RunSummary) },
    faults: [],
    serve: async (call) => {
      const { uid } = await applicationRow(call.env, call.param("application"));
      return { status: 200, body: await listRuns(call.env, uid, call.query) };
    },
  }),
  route({
    method: "GET",
    path: "/applications/:application/callback-secret",
    needs: "creator",
    tag: "Runs",
    summary: "Read the secret with which a receiver verifies the application's callbacks (Standard Webhooks)",
    answers: { 200: CallbackSecret },
    faults: [],
    serve: async ({ env, param }) => {
      const { uid } = await applicationRow(env, param("application"));
      return { status: 200, body: { secret: callbackSecret(env, uid) } };
    },
  }),
];
