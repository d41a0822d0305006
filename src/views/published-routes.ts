import * as z from "zod";
import type { FaultCode } from "../contract/fault.ts";
import { Count } from "../contract/list.ts";
import { NewViewCall, ViewCallAnswer, ViewCallCanceled, ViewPage } from "../contract/view-call.ts";
import { type Route, route } from "../http/route.ts";
import { cancelCall, followCall, readCall } from "./call-runs.ts";
import { callView, madeCall, openView } from "./published.ts";
import { segments } from "./visitor.ts";

const tag = "Published views";

/** Anybody may come; what a private view asks of them, its visitor is asked for. */
const needs = "anybody";

const viewPath = `/v/:${segments.application}/:${segments.view}`;
const callPath = `${viewPath}/calls/:call`;
const madePath = `${callPath}/:call_id`;

const visitorFaults: FaultCode[] = [
  "access.no_key",
  "access.denied",
  "access.role_too_low",
  "session.ended",
  "application.not_found",
  "view.too_many_calls",
  "platform.not_ready",
  "platform.unavailable",
];
const callFaults: FaultCode[] = [...visitorFaults, "view.token_invalid"];

export const WaitQuery = z.strictObject({ wait: Count(0, 60).optional().describe("Seconds to wait for the end.") });

/** Published views: the page, and the calls of its visitors. */
export const publishedRoutes: Route[] = [
  route({
    method: "GET",
    path: viewPath,
    needs,
    tag,
    operation: "openView",
    summary: "Open a published view: HTML for browsers, JSON with its token for the page's program",
    /** The pages keep their own parameters in it. */
    query: z.looseObject({}),
    answers: { 200: ViewPage, 303: null },
    faults: [...visitorFaults, "view.not_found"],
    serve: openView,
  }),
  route({
    method: "POST",
    path: callPath,
    needs,
    tag,
    operation: "makeViewCall",
    summary: "Make a call of a published view: wait for its answer, or follow it when it runs in the background",
    body: NewViewCall,
    answers: { 200: ViewCallAnswer, 202: ViewCallAnswer },
    faults: [
      ...callFaults,
      "session.cross_site",
      "view.changed",
      "view.call_not_found",
      "worklet.input_invalid",
      "idempotency.key_reused",
    ],
    serve: callView,
  }),
  route({
    method: "GET",
    path: madePath,
    needs,
    tag,
    operation: "readViewCall",
    summary: "Read a call that this visitor has made",
    query: WaitQuery,
    answers: { 200: ViewCallAnswer, 202: ViewCallAnswer },
    faults: [...callFaults, "run.not_found"],
    serve: async (call) => {
      const { asker, made } = await madeCall(call);
      return readCall(call.env, asker, made, (call.query.wait ?? 0) * 1000);
    },
  }),
  route({
    method: "GET",
    path: `${madePath}/events`,
    needs,
    tag,
    operation: "followViewCall",
    summary: "Follow a call that this visitor has made: server-sent events progress and done",
    answers: { 200: { raw: "text/event-stream" } },
    faults: [...callFaults, "run.not_found"],
    serve: async (call) => {
      const { asker, made } = await madeCall(call);
      return followCall(call.env, asker, made);
    },
  }),
  route({
    method: "POST",
    path: `${madePath}/cancel`,
    needs,
    tag,
    operation: "cancelViewCall",
    summary: "Cancel a call that this visitor has made, also before its order has arrived",
    answers: { 200: ViewCallCanceled },
    faults: [...callFaults, "session.cross_site", "run.not_found"],
    serve: async (call) => {
      const { asker, made } = await madeCall(call);
      return cancelCall(call.env, asker, made);
    },
  }),
];
