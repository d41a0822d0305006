import { contentsOf } from "../catalog/import.ts";
import type { ApplicationRow } from "../catalog/table.ts";
import type { Folder } from "../contract/folder.ts";
import { modelConfigs } from "../models/models.ts";
import { schedulesOf } from "../schedules/schedules.ts";
import { viewsOf } from "../views/import.ts";
import { folderOf } from "./layout.ts";
import type { Whole } from "./merge.ts";

/** An application as it is edited now: drafts rather than versions, and never a secret's value. */

export async function exportFolder(env: Env, application: ApplicationRow): Promise<Folder> {
  return folderOf(await wholeOf(env, application));
}

export async function wholeOf(env: Env, application: ApplicationRow): Promise<Whole> {
  const [contents, schedules, views, models] = await Promise.all([
    contentsOf(env, application),
    schedulesOf(env, application.uid),
    viewsOf(env, application.uid),
    modelConfigs(env, application.uid),
  ]);
  const { id, name, allowedOrigins, onFailure } = application;
  const worklets = Object.entries(contents.worklets).map(([worklet, { name: called, draft }]) => {
    return [worklet, { name: called, ...draft, schedules: schedules.get(worklet) ?? [] }] as const;
  });
  return {
    application: { id, name, allowed_origins: allowedOrigins, on_failure: onFailure },
    files: contents.files,
    worklets: Object.fromEntries(worklets),
    views,
    models,
  };
}
