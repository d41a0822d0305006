import type { Dependents } from "../catalog/above.ts";
import { applicationRow } from "../catalog/rows.ts";
import { Folder, Imported, ImportQuery } from "../contract/folder.ts";
import { limits } from "../contract/limits.ts";
import { type Route, route } from "../http/route.ts";
import { exportFolder } from "./export.ts";
import { importFolder } from "./import.ts";

/** An application as a folder, out and in. `dependents` go with the worklets that an import deletes. */
export const folderRoutes = (dependents: readonly Dependents[]): Route[] => [
  route({
    method: "GET",
    path: "/applications/:application/export",
    needs: "operator",
    tag: "Applications",
    summary: "The application as a folder: path to text, without secrets",
    answers: { 200: Folder },
    faults: [],
    serve: async ({ env, param }) => {
      return { status: 200, body: await exportFolder(env, await applicationRow(env, param("application"))) };
    },
  }),
  route({
    method: "POST",
    path: "/applications/import",
    needs: "creator",
    tag: "Applications",
    summary: "Make an application what a folder says; with dry_run only tell what would change",
    query: ImportQuery,
    body: Folder,
    mostBytes: limits.folderBytes,
    answers: { 200: Imported },
    faults: [
      "application.not_found",
      "request.invalid",
      "draft.changed",
      "graph.invalid",
      "file.invalid",
      "view.too_many",
    ],
    serve: async ({ env, caller, body, query, now }) => {
      return { status: 200, body: await importFolder(env, caller, body, query, dependents, now) };
    },
  }),
];
