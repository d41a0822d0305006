import { applicationRow } from "../catalog/rows.ts";
import { Hook, HookFailure, HookMethod, HookPatch, HookReceipt, HookWithToken, NewHook } from "../contract/hook.ts";
import { limits } from "../contract/limits.ts";
import { ListQuery, listOf } from "../contract/list.ts";
import { type Call, type Route, route } from "../http/route.ts";
import type { RunPowers } from "../runs/sync/sync-run.ts";
import { callHook } from "./door.ts";
import { changeHook, createHook, listHooks, type Made, readHook, revokeHook, rotateHook } from "./hooks.ts";

const hookPath = "/applications/:application/hooks/:hook";
const tag = "Hooks";

const application = (call: Pick<Call, "env" | "param">) => applicationRow(call.env, call.param("application"));

const withToken = ({ url }: Pick<Call, "url">, { hook, token }: Made): HookWithToken => ({
  ...hook,
  token,
  url: `${url.origin}/hooks/${token}`,
});

/** Managing hooks, and the door itself. */
export const hookRoutes: Route[] = [
  ...HookMethod.options.map((method) =>
    route<RunPowers>({
      method,
      path: "/hooks/:token",
      open: { mostBytes: limits.bodyBytes },
      needs: "anybody",
      tag,
      summary: `Call a worklet with ${method}: the request is its input, its output is the answer`,
      answers: {
        200: { raw: "*/*" },
        202: HookReceipt,
        400: HookFailure,
        404: HookFailure,
        409: HookFailure,
        422: HookFailure,
        500: HookFailure,
        504: HookFailure,
      },
      faults: [
        "hook.not_found",
        "hook.signature_invalid",
        "route.method_not_allowed",
        "worklet.input_invalid",
        "file.invalid",
        "idempotency.key_reused",
        "platform.not_ready",
        "platform.unavailable",
      ],
      serve: callHook,
    }),
  ),
  route({
    method: "GET",
    path: "/applications/:application/hooks",
    needs: "operator",
    tag,
    summary: "List hooks; tokens are never given out",
    query: ListQuery,
    answers: { 200: listOf(Hook) },
    faults: [],
    serve: async (call) => ({ status: 200, body: await listHooks(call.env, await application(call), call.query) }),
  }),
  route({
    method: "POST",
    path: "/applications/:application/hooks",
    needs: "creator",
    tag,
    summary: "Make a hook of a worklet; its token is shown this once",
    body: NewHook,
    answers: { 201: HookWithToken },
    faults: ["worklet.not_found", "hook.exists"],
    serve: async (call) => {
      const row = await application(call);
      const made = await createHook(call.env, call.caller, row, call.body, call.now);
      const headers = { Location: `/applications/${row.id}/hooks/${made.hook.id}` };
      return { status: 201, body: withToken(call, made), headers };
    },
  }),
  route({
    method: "GET",
    path: hookPath,
    needs: "operator",
    tag,
    summary: "Read a hook",
    answers: { 200: Hook },
    faults: ["hook.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await readHook(call.env, await application(call), call.param("hook")),
    }),
  }),
  route({
    method: "PATCH",
    path: hookPath,
    needs: "creator",
    tag,
    summary: "Change a hook; its token and its worklet stay",
    body: HookPatch,
    answers: { 200: Hook },
    faults: ["hook.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await changeHook(call.env, await application(call), call.param("hook"), call.body, call.now),
    }),
  }),
  route({
    method: "DELETE",
    path: hookPath,
    needs: "creator",
    tag,
    summary: "Revoke a hook: refused here at once, within 10 s everywhere",
    answers: { 204: null },
    faults: ["hook.not_found"],
    serve: async (call) => {
      await revokeHook(call.env, await application(call), call.param("hook"));
      return { status: 204 };
    },
  }),
  route({
    method: "POST",
    path: `${hookPath}/rotate`,
    needs: "creator",
    tag,
    summary: "Give a hook a new token; the old one is refused",
    answers: { 200: HookWithToken },
    faults: ["hook.not_found"],
    serve: async (call) => {
      const made = await rotateHook(call.env, call.caller, await application(call), call.param("hook"), call.now);
      return { status: 200, body: withToken(call, made) };
    },
  }),
];
