import { applicationRow } from "../catalog/rows.ts";
import { checkSchema } from "../catalog/schema.ts";
import { Fault, type FaultCode, pointerOf, type Wrong } from "../contract/fault.ts";
import { Slug } from "../contract/names.ts";
import type { Call as ViewCall } from "../contract/view.ts";
import { NewDraftCall, ViewCallAnswer, ViewCallCanceled } from "../contract/view-call.ts";
import { ExpressionError } from "../expression/expression.ts";
import { invalid } from "../http/check.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { type Asker, cancelCall, followCall, type MadeCall, readCall } from "./call-runs.ts";
import { makeCall, readyCall } from "./calls.ts";
import { parseInput, parseOutput } from "./compiled-call.ts";
import { callIdOf } from "./published.ts";
import { WaitQuery } from "./published-routes.ts";
import { viewRow } from "./rows.ts";
import type { ViewRow } from "./table.ts";
import { visitorIdOf } from "./visitor.ts";

/** The calls of a draft, as the builder makes them: in the environment `draft`, each with the call as it is being edited. */

const tag = "Views";
const callPath = "/applications/:application/views/:view/draft/calls/:call";
const madePath = `${callPath}/:call_id`;
const needs = "operator";

const WorkletQuery = WaitQuery.pick({}).extend({
  worklet: Slug.optional().describe("The worklet that the call was sent with; absent: the draft's."),
});
const ReadQuery = WorkletQuery.extend(WaitQuery.shape);
const madeFaults: FaultCode[] = ["view.not_found", "run.not_found"];

export const draftCallRoutes: Route[] = [
  route({
    method: "POST",
    path: callPath,
    needs,
    tag,
    operation: "makeDraftCall",
    summary: "Make a call of a view's draft, as it is being edited: it runs the worklet's draft",
    body: NewDraftCall,
    answers: { 200: ViewCallAnswer, 202: ViewCallAnswer },
    faults: [
      "view.not_found",
      "view.call_not_found",
      "worklet.not_found",
      "worklet.input_invalid",
      "file.invalid",
      "idempotency.key_reused",
    ],
    serve: async (call) => {
      const { asker, view } = await editorOf(call);
      const { call: edited, ...body } = call.body;
      const name = call.param("call");
      if (edited) checkEdited(edited);
      const wish = { name, call: edited ?? callOfDraft(view, name), body };
      return makeCall(call, asker, await readyCall(call, asker, wish));
    },
  }),
  route({
    method: "GET",
    path: madePath,
    needs,
    tag,
    operation: "readDraftCall",
    summary: "Read a call that you have made of a draft",
    query: ReadQuery,
    answers: { 200: ViewCallAnswer, 202: ViewCallAnswer },
    faults: madeFaults,
    serve: async (call) => {
      const { asker, made } = await madeDraftCall(call, call.query.worklet);
      return readCall(call.env, asker, made, (call.query.wait ?? 0) * 1000);
    },
  }),
  route({
    method: "GET",
    path: `${madePath}/events`,
    needs,
    tag,
    operation: "followDraftCall",
    summary: "Follow a call that you have made of a draft: server-sent events progress and done",
    query: WorkletQuery,
    answers: { 200: { raw: "text/event-stream" } },
    faults: madeFaults,
    serve: async (call) => {
      const { asker, made } = await madeDraftCall(call, call.query.worklet);
      return followCall(call.env, asker, made);
    },
  }),
  route({
    method: "POST",
    path: `${madePath}/cancel`,
    needs,
    tag,
    operation: "cancelDraftCall",
    summary: "Cancel a call that you have made of a draft",
    query: WorkletQuery,
    answers: { 200: ViewCallCanceled },
    faults: madeFaults,
    serve: async (call) => {
      const { asker, made } = await madeDraftCall(call, call.query.worklet);
      return cancelCall(call.env, asker, made);
    },
  }),
];

type Editing = Pick<Call, "env" | "param" | "caller">;

async function editorOf({ env, param, caller }: Editing): Promise<{ asker: Asker; view: ViewRow }> {
  const application = await applicationRow(env, param("application"));
  const view = await viewRow(env, application, param("view"));
  const asker: Asker = {
    application,
    view,
    visitor: visitorIdOf(caller),
    environment: "draft",
    isStranger: false,
    createdBy: caller.name,
  };
  return { asker, view };
}

async function madeDraftCall(call: Editing, worklet: string | undefined): Promise<{ asker: Asker; made: MadeCall }> {
  const { asker, view } = await editorOf(call);
  const name = call.param("call");
  const made = {
    name,
    callId: callIdOf(call.param("call_id")),
    worklet: worklet ?? (Object.hasOwn(view.draft.calls, name) ? view.draft.calls[name]?.worklet : null) ?? null,
    formerWorklets: async () => [],
  };
  return { asker, made };
}

function callOfDraft({ id, draft: { calls } }: ViewRow, name: string): ViewCall {
  const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
  if (call) return call;
  const detail = `The draft of ${id} has no call ${name}. Save it first, or send the call along.`;
  throw new Fault("view.call_not_found", detail);
}

/** What a draft is checked for when it is saved, of a call that is not saved yet. Fault: `request.invalid`. */
function checkEdited(call: ViewCall): void {
  const errors: Wrong[] = Object.entries(call.values).flatMap(([name, { schema = null }]) =>
    checkSchema(schema, `/call${pointerOf(["values", name, "schema"])}`),
  );
  if (errors.length > 0) throw invalid(errors);
  try {
    parseInput(call);
  } catch (error) {
    errors.push(wrongExpression("/call/input", error));
  }
  try {
    parseOutput(call);
  } catch (error) {
    errors.push(wrongExpression("/call/output", error));
  }
  if (errors.length > 0) throw invalid(errors);
}

function wrongExpression(at: string, error: unknown): Wrong {
  if (!(error instanceof ExpressionError)) throw error;
  return { path: at + error.path, message: error.message };
}
