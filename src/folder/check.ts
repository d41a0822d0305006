import type { Locate } from "../catalog/import.ts";
import type { ApplicationRow, VersionRow } from "../catalog/table.ts";
import { pointerOf, type Wrong } from "../contract/fault.ts";
import { invalid } from "../http/check.ts";
import { checkModel } from "../models/models.ts";
import { wrongsOfDraft } from "../views/drafts.ts";
import type { Merged, Whole } from "./merge.ts";
import { wrongSchedules } from "./schedules.ts";

/** What the catalog does not check of a folder, and where in the folder everything that is wrong stands. */

/** Live versions, by worklet. */
export type LiveVersions = ReadonlyMap<string, VersionRow>;

/**
 * Models, schedules, views, and that the worklets will be there that views and the application name. `live`: the versions that
 * schedules of production will meet, where they will not be the folder's drafts.
 */
export async function checkWhole(
  env: Env,
  { uid }: ApplicationRow,
  { merged, held, live }: { merged: Merged; held: Whole | null; live: LiveVersions },
  now: number,
): Promise<void> {
  const { wanted, gone } = merged;
  const errors: Wrong[] = [];
  const add = (path: string, wrongs: Wrong[]) => {
    errors.push(...wrongs.map((wrong) => ({ ...wrong, path: pointerOf([path]) + wrong.path })));
  };
  for (const [name, config] of Object.entries(wanted.models)) {
    const wrongs = await checkModel(env, uid, config, { isImport: true });
    add(
      "models.json",
      wrongs.map((wrong) => ({ ...wrong, path: `/${name}${wrong.path}` })),
    );
  }
  for (const [id, worklet] of Object.entries(wanted.worklets)) {
    const production = (live.get(id)?.draft ?? worklet).input_schema;
    add(`worklets/${id}.json`, wrongSchedules(worklet, { draft: worklet.input_schema, production }, now));
  }
  const stay = Object.keys(held?.worklets ?? {}).filter((id) => !gone.worklets.includes(id));
  const worklets = new Set([...stay, ...Object.keys(wanted.worklets)]);
  for (const [id, { name: _, ...draft }] of Object.entries(wanted.views)) {
    add(`views/${id}.json`, wrongsOfDraft(draft, worklets));
  }
  const { on_failure: listener } = wanted.application;
  if (listener !== null && !worklets.has(listener)) {
    const message = `Neither the folder nor the application has a worklet ${listener}.`;
    add("application.json", [{ path: "/on_failure", message }]);
  }
  if (errors.length > 0) throw invalid(errors);
}

/** Faults of a file name it already as `/files/<path>`; in a folder it stands under its own path. */
export const locate: Locate = (place, fault) => {
  const at = "files" in place ? "" : pointerOf([`worklets/${place.worklet}.json`]);
  const errors: Wrong[] = fault.details.errors ?? [{ path: "", message: fault.message }];
  return errors.map((each) => {
    const { file } = each as { file?: string };
    return { ...each, path: file === undefined ? at + each.path : pointerOf([`files/${file}`]) };
  });
};
