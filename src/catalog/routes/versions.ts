import { Changes, Version, VersionSummary } from "../../contract/catalog.ts";
import { ListQuery, listOf } from "../../contract/list.ts";
import { type Route, route } from "../../http/route.ts";
import { listVersions, publish, readChanges, readVersion, restoreVersion } from "../versions.ts";
import { application, versionNumber } from "./shared.ts";

export const versionRoutes: Route[] = [
  route({
    method: "GET",
    path: "/applications/:application/worklets/:worklet/changes",
    needs: "operator",
    tag: "Versions",
    summary: "What publishing would add, modify and delete",
    answers: { 200: Changes },
    faults: ["worklet.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await readChanges(call.env, await application(call), call.param("worklet")),
    }),
  }),
  route({
    method: "POST",
    path: "/applications/:application/worklets/:worklet/publish",
    needs: "creator",
    tag: "Versions",
    summary: "Freeze the draft as the next version and make it live; 200 when there is nothing to publish",
    answers: { 200: VersionSummary, 201: VersionSummary },
    faults: ["worklet.not_found", "graph.invalid", "file.invalid", "draft.changed"],
    serve: async (call) => {
      const row = await application(call);
      const { version, created } = await publish(call.env, call.caller, row, call.param("worklet"), call.now);
      const location = `/applications/${row.id}/worklets/${call.param("worklet")}/versions/${version.number}`;
      return { status: created ? 201 : 200, body: version, headers: { Location: location } };
    },
  }),
  route({
    method: "GET",
    path: "/applications/:application/worklets/:worklet/versions",
    needs: "operator",
    tag: "Versions",
    summary: "List versions, newest first",
    query: ListQuery,
    answers: { 200: listOf(VersionSummary) },
    faults: ["worklet.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await listVersions(call.env, await application(call), call.param("worklet"), call.query),
    }),
  }),
  route({
    method: "GET",
    path: "/applications/:application/worklets/:worklet/versions/:number",
    needs: "operator",
    tag: "Versions",
    summary: "Read a version with the sources it froze",
    answers: { 200: Version },
    faults: ["worklet.not_found", "version.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await readVersion(call.env, await application(call), call.param("worklet"), versionNumber(call)),
    }),
  }),
  route({
    method: "POST",
    path: "/applications/:application/worklets/:worklet/versions/:number/restore",
    needs: "creator",
    tag: "Versions",
    summary: "Make an earlier version live again; the draft stays as it is",
    answers: { 200: VersionSummary },
    faults: ["worklet.not_found", "version.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await restoreVersion(
        call.env,
        await application(call),
        call.param("worklet"),
        versionNumber(call),
        call.now,
      ),
    }),
  }),
];
