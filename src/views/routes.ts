import { application, DryRun, ifMatch } from "../catalog/routes/shared.ts";
import { Clone } from "../contract/catalog.ts";
import { ListQuery, listOf } from "../contract/list.ts";
import { ViewDraft } from "../contract/view.ts";
import { NewView, ViewPatch, ViewSummary } from "../contract/view-catalog.ts";
import { type Route, route } from "../http/route.ts";
import { putViewDraft, readViewDraft } from "./drafts.ts";
import { versionRoutes } from "./version-routes.ts";
import { changeView, cloneView, createView, deleteView, listViews, readView } from "./views.ts";

const views = "/applications/:application/views";
const view = `${views}/:view`;
const tag = "Views";

/** Managing views: what is edited and what is published. */
export const viewRoutes: Route[] = [
  route({
    method: "GET",
    path: views,
    needs: "operator",
    tag,
    summary: "List views",
    query: ListQuery,
    answers: { 200: listOf(ViewSummary) },
    faults: [],
    serve: async (call) => ({ status: 200, body: await listViews(call.env, await application(call), call.query) }),
  }),
  route({
    method: "POST",
    path: views,
    needs: "creator",
    tag,
    summary: "Create a view; nobody sees it before it is published",
    body: NewView,
    answers: { 201: ViewSummary },
    faults: ["view.exists", "view.invalid", "view.too_many"],
    serve: async (call) => {
      const row = await application(call);
      const made = await createView(call.env, call.caller, row, call.body, call.now);
      return { status: 201, body: made, headers: { Location: `/applications/${row.id}/views/${made.id}` } };
    },
  }),
  route({
    method: "GET",
    path: view,
    page: "/console/applications/:application/views/:view",
    needs: "operator",
    tag,
    summary: "Read a view",
    answers: { 200: ViewSummary },
    faults: ["view.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await readView(call.env, await application(call), call.param("view")),
    }),
  }),
  route({
    method: "PATCH",
    path: view,
    needs: "creator",
    tag,
    summary: "Rename a view; its id and address stay",
    body: ViewPatch,
    answers: { 200: ViewSummary },
    faults: ["view.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await changeView(call.env, await application(call), call.param("view"), call.body, call.now),
    }),
  }),
  route({
    method: "DELETE",
    path: view,
    needs: "creator",
    tag,
    summary: "Delete a view and its versions; runs that it started end as they would have",
    answers: { 204: null },
    faults: ["view.not_found"],
    serve: async (call) => {
      await deleteView(call.env, await application(call), call.param("view"));
      return { status: 204 };
    },
  }),
  route({
    method: "POST",
    path: `${view}/clone`,
    needs: "creator",
    tag,
    summary: "Clone a view: a new one, not published, with its draft",
    body: Clone,
    answers: { 201: ViewSummary },
    faults: ["view.not_found", "view.exists", "view.too_many"],
    serve: async (call) => {
      const row = await application(call);
      const made = await cloneView(call.env, call.caller, row, call.param("view"), call.body, call.now);
      return { status: 201, body: made, headers: { Location: `/applications/${row.id}/views/${made.id}` } };
    },
  }),
  route({
    method: "GET",
    path: `${view}/draft`,
    needs: "operator",
    tag,
    summary: "Read the draft; the ETag header is for the next PUT",
    answers: { 200: ViewDraft },
    faults: ["view.not_found"],
    serve: async (call) => {
      const { draft, etag } = await readViewDraft(call.env, await application(call), call.param("view"));
      return { status: 200, body: draft, headers: { ETag: etag } };
    },
  }),
  route({
    method: "PUT",
    path: `${view}/draft`,
    needs: "creator",
    tag,
    summary: "Replace the draft; needs If-Match",
    query: DryRun,
    body: ViewDraft,
    answers: { 200: ViewDraft },
    faults: ["view.not_found", "view.invalid", "draft.if_match_required", "draft.changed"],
    serve: async (call) => {
      const change = {
        id: call.param("view"),
        draft: call.body,
        ifMatch: ifMatch(call),
        dryRun: call.query.dry_run,
      };
      const { draft, etag } = await putViewDraft(call.env, await application(call), change, call.now);
      return { status: 200, body: draft, headers: { ETag: etag } };
    },
  }),
  ...versionRoutes,
];
