import { application, versionNumber } from "../catalog/routes/shared.ts";
import { ListQuery, listOf } from "../contract/list.ts";
import { ViewChanges, ViewVersion, ViewVersionSummary } from "../contract/view-catalog.ts";
import { type Route, route } from "../http/route.ts";
import { listViewVersions, publishView, readViewChanges, readViewVersion, restoreViewVersion } from "./versions.ts";

const view = "/applications/:application/views/:view";
const tag = "Views";

/** Publishing a view, and what was published of it. */
export const versionRoutes: Route[] = [
  route({
    method: "GET",
    path: `${view}/changes`,
    needs: "operator",
    tag,
    summary: "What publishing would add, modify and delete, and who could run what then",
    answers: { 200: ViewChanges },
    faults: ["view.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await readViewChanges(call.env, await application(call), call.param("view")),
    }),
  }),
  route({
    method: "POST",
    path: `${view}/publish`,
    needs: "creator",
    tag,
    summary: "Freeze the draft as the next version and make it live; 200 when there is nothing to publish",
    answers: { 200: ViewVersionSummary, 201: ViewVersionSummary },
    faults: ["view.not_found", "view.invalid", "draft.changed"],
    serve: async (call) => {
      const row = await application(call);
      const { version, created } = await publishView(call.env, call.caller, row, call.param("view"), call.now);
      const location = `/applications/${row.id}/views/${call.param("view")}/versions/${version.number}`;
      return { status: created ? 201 : 200, body: version, headers: { Location: location } };
    },
  }),
  route({
    method: "GET",
    path: `${view}/versions`,
    operation: "listViewVersions",
    needs: "operator",
    tag,
    summary: "List the versions of a view, newest first",
    query: ListQuery,
    answers: { 200: listOf(ViewVersionSummary) },
    faults: ["view.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await listViewVersions(call.env, await application(call), call.param("view"), call.query),
    }),
  }),
  route({
    method: "GET",
    path: `${view}/versions/:number`,
    operation: "readViewVersion",
    needs: "operator",
    tag,
    summary: "Read a version of a view",
    answers: { 200: ViewVersion },
    faults: ["view.not_found", "version.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await readViewVersion(call.env, await application(call), call.param("view"), versionNumber(call)),
    }),
  }),
  route({
    method: "POST",
    path: `${view}/versions/:number/restore`,
    operation: "restoreViewVersion",
    needs: "creator",
    tag,
    summary: "Make an earlier version of a view live again; the draft stays as it is",
    answers: { 200: ViewVersionSummary },
    faults: ["view.not_found", "version.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await restoreViewVersion(
        call.env,
        await application(call),
        call.param("view"),
        versionNumber(call),
        call.now,
      ),
    }),
  }),
];
