import { File } from "../../contract/catalog.ts";
import { limits } from "../../contract/limits.ts";
import { ListQuery, listOf } from "../../contract/list.ts";
import { type Route, route } from "../../http/route.ts";
import { deleteFile, listFiles, putFile, readFile } from "../files.ts";
import { application, DryRun, Force, ifMatch } from "./shared.ts";

const rawFile = { raw: "text/plain", mostBytes: limits.fileBytes };

export const fileRoutes: Route[] = [
  route({
    method: "GET",
    path: "/applications/:application/files",
    needs: "operator",
    tag: "Files",
    summary: "List files",
    query: ListQuery,
    answers: { 200: listOf(File) },
    faults: [],
    serve: async (call) => ({
      status: 200,
      body: await listFiles(call.env, (await application(call)).uid, call.query),
    }),
  }),
  route({
    method: "GET",
    path: "/applications/:application/files/:path{.+}",
    needs: "operator",
    tag: "Files",
    summary: "Read a file's text; the ETag header is for the next PUT",
    answers: { 200: { raw: "text/plain" } },
    faults: ["file.not_found"],
    serve: async (call) => {
      const { text, etag } = await readFile(call.env, (await application(call)).uid, call.param("path"));
      return { status: 200, text, type: "text/plain; charset=utf-8", headers: { ETag: etag } };
    },
  }),
  route({
    method: "PUT",
    path: "/applications/:application/files/:path{.+}",
    needs: "creator",
    tag: "Files",
    summary: "Save a file: raw text, compiled at once; an existing one needs If-Match",
    query: DryRun,
    body: rawFile,
    answers: { 200: File, 201: File },
    faults: ["file.invalid", "draft.if_match_required", "draft.changed", "request.too_large"],
    serve: async (call) => {
      const { uid } = await application(call);
      const change = {
        path: call.param("path"),
        text: call.body,
        ifMatch: ifMatch(call),
        dryRun: call.query.dry_run,
      };
      const { file, created } = await putFile(call.env, call.caller, uid, change, call.now);
      return { status: created && !change.dryRun ? 201 : 200, body: file, headers: { ETag: file.etag } };
    },
  }),
  route({
    method: "DELETE",
    path: "/applications/:application/files/:path{.+}",
    needs: "creator",
    tag: "Files",
    summary: "Delete a file; published versions keep their copy",
    query: Force,
    answers: { 204: null },
    faults: ["file.not_found", "file.in_use"],
    serve: async (call) => {
      await deleteFile(call.env, (await application(call)).uid, call.param("path"), call.query.force);
      return { status: 204 };
    },
  }),
];
