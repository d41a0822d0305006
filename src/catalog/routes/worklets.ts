import { Clone, Draft, NewWorklet, Worklet, WorkletPatch } from "../../contract/catalog.ts";
import { ListQuery, listOf } from "../../contract/list.ts";
import { type Route, route } from "../../http/route.ts";
import type { Above } from "../above.ts";
import { putDraft, readDraft } from "../drafts.ts";
import { changeWorklet, cloneWorklet, createWorklet, deleteWorklet, listWorklets, readWorklet } from "../worklets.ts";
import { application, DryRun, Force, ifMatch } from "./shared.ts";

export const workletRoutes = (above: Above): Route[] => [
  route({
    method: "GET",
    path: "/applications/:application/worklets",
    needs: "operator",
    tag: "Worklets",
    summary: "List worklets",
    query: ListQuery,
    answers: { 200: listOf(Worklet) },
    faults: [],
    serve: async (call) => ({
      status: 200,
      body: await listWorklets(call.env, await application(call), call.query, above),
    }),
  }),
  route({
    method: "POST",
    path: "/applications/:application/worklets",
    needs: "creator",
    tag: "Worklets",
    summary: "Create a worklet; its endpoint is live at once",
    body: NewWorklet,
    answers: { 201: Worklet },
    faults: ["worklet.exists", "graph.invalid", "file.invalid", "file.exists"],
    serve: async (call) => {
      const row = await application(call);
      const made = await createWorklet(call.env, call.caller, row, call.body, call.now);
      return { status: 201, body: made, headers: { Location: `/applications/${row.id}/worklets/${made.id}` } };
    },
  }),
  route({
    method: "GET",
    path: "/applications/:application/worklets/:worklet",
    page: "/console/applications/:application/worklets/:worklet/call?environment=production",
    needs: "operator",
    tag: "Worklets",
    summary: "Read a worklet",
    answers: { 200: Worklet },
    faults: ["worklet.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await readWorklet(call.env, await application(call), call.param("worklet"), above),
    }),
  }),
  route({
    method: "PATCH",
    path: "/applications/:application/worklets/:worklet",
    needs: "creator",
    tag: "Worklets",
    summary: "Rename a worklet; its id and address stay",
    body: WorkletPatch,
    answers: { 200: Worklet },
    faults: ["worklet.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await changeWorklet(call.env, await application(call), call.param("worklet"), call.body, above, call.now),
    }),
  }),
  route({
    method: "DELETE",
    path: "/applications/:application/worklets/:worklet",
    needs: "creator",
    tag: "Worklets",
    summary: "Delete a worklet and its versions; runs in flight end as they would have",
    query: Force,
    answers: { 204: null },
    faults: ["worklet.not_found", "worklet.in_use"],
    serve: async (call) => {
      await deleteWorklet(call.env, await application(call), call.param("worklet"), call.query.force, above);
      return { status: 204 };
    },
  }),
  route({
    method: "POST",
    path: "/applications/:application/worklets/:worklet/clone",
    needs: "creator",
    tag: "Worklets",
    summary: "Clone a worklet: its draft becomes the first version of a new one",
    body: Clone,
    answers: { 201: Worklet },
    faults: ["worklet.not_found", "worklet.exists"],
    serve: async (call) => {
      const row = await application(call);
      const made = await cloneWorklet(call.env, call.caller, row, call.param("worklet"), call.body, call.now);
      return { status: 201, body: made, headers: { Location: `/applications/${row.id}/worklets/${made.id}` } };
    },
  }),
  route({
    method: "GET",
    path: "/applications/:application/worklets/:worklet/draft",
    needs: "operator",
    tag: "Worklets",
    summary: "Read the draft; the ETag header is for the next PUT",
    answers: { 200: Draft },
    faults: ["worklet.not_found"],
    serve: async (call) => {
      const { draft, etag } = await readDraft(call.env, await application(call), call.param("worklet"));
      return { status: 200, body: draft, headers: { ETag: etag } };
    },
  }),
  route({
    method: "PUT",
    path: "/applications/:application/worklets/:worklet/draft",
    needs: "creator",
    tag: "Worklets",
    summary: "Replace the draft; needs If-Match",
    query: DryRun,
    body: Draft,
    answers: { 200: Draft },
    faults: ["worklet.not_found", "graph.invalid", "file.invalid", "draft.if_match_required", "draft.changed"],
    serve: async (call) => {
      const change = {
        id: call.param("worklet"),
        draft: call.body,
        ifMatch: ifMatch(call),
        dryRun: call.query.dry_run,
      };
      const { draft, etag } = await putDraft(call.env, await application(call), change, call.now);
      return { status: 200, body: draft, headers: { ETag: etag } };
    },
  }),
];
