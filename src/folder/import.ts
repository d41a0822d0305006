import { secretNames } from "../access/secrets.ts";
import type { Dependents } from "../catalog/above.ts";
import { idFrom, newApplicationRow, saveApplication } from "../catalog/applications.ts";
import { importContents } from "../catalog/import.ts";
import { findApplication, liveWorklets, workletRow } from "../catalog/rows.ts";
import type { ApplicationRow } from "../catalog/table.ts";
import { publish } from "../catalog/versions.ts";
import type { Caller } from "../contract/access.ts";
import { Fault } from "../contract/fault.ts";
import type { Folder, Imported, ImportQuery } from "../contract/folder.ts";
import type { View } from "../contract/view.ts";
import { forgetModels, saveModels } from "../models/models.ts";
import { anyoneCanRun, calledBy } from "../views/changes.ts";
import { unpublishedViews, viewWrites } from "../views/import.ts";
import { forgetLiveView } from "../views/live.ts";
import { publishView } from "../views/versions.ts";
import { checkWhole, type LiveVersions, locate } from "./check.ts";
import { wholeOf } from "./export.ts";
import { partsOf } from "./layout.ts";
import { type Merged, merge, type Whole } from "./merge.ts";
import { setSchedules } from "./schedules.ts";
import { secretsNamed } from "./secrets-named.ts";

/**
 * Makes an application what a folder says. Everything is checked before anything is written; application, models, files and
 * drafts are written in one transaction. Publishing and schedules follow one by one, and an import that was interrupted there
 * is simply sent again.
 */
export async function importFolder(
  env: Env,
  caller: Caller,
  folder: Folder,
  query: ImportQuery,
  dependents: readonly Dependents[],
  now: number,
): Promise<Imported> {
  const parts = partsOf(folder);
  const id = query.id ?? parts.application.id ?? idFrom(parts.application.name);
  const found = await findApplication(env, id);
  checkCaller(caller, id, found !== null);
  const held = found ? await wholeOf(env, found) : null;
  const merged = merge(held, parts, id, query.delete);
  const application = newApplicationRow(caller, merged.wanted.application, id, found, now);
  const live: LiveVersions = new Map(
    (await liveWorklets(env, application.uid)).map(({ id, version }) => [id, version]),
  );
  await checkWhole(env, application, { merged, held, live: query.publish ? new Map() : live }, now);
  const along = found ? await goingAlong(env, found, merged.gone.worklets, dependents) : [];
  const writing = { application, isNew: found === null, merged, live, dependents };
  const unpublished = await write(env, caller, writing, query, now);
  const published = query.publish ? await publishAll(env, caller, application, unpublished, query.dry_run, now) : [];
  // A view is published after the worklets that it calls.
  const publishedViews = query.publish
    ? await publishViews(env, caller, application, merged.wanted, query.dry_run, now)
    : [];
  if (!query.dry_run) await setAllSchedules(env, caller, application, merged.wanted, held, now);
  const secrets = new Set(await secretNames(env, application.uid));
  const { added, modified, deleted, kept } = merged;
  return {
    application: id,
    created: found === null,
    dry_run: query.dry_run,
    added,
    modified,
    deleted: [...deleted, ...along].sort(),
    kept,
    published,
    published_views: publishedViews,
    missing_secrets: secretsNamed(merged.wanted).filter((name) => !secrets.has(name)),
  };
}

/** What is deleted with a worklet: `worklets/triage.json#hook github`. */
async function goingAlong(
  env: Env,
  application: ApplicationRow,
  worklets: string[],
  dependents: readonly Dependents[],
): Promise<string[]> {
  const lists = worklets.map(async (id) => {
    const { uid } = await workletRow(env, application, id);
    const users = await Promise.all(dependents.map((each) => each.usersOf(env, uid)));
    return users.flat().map((user) => `worklets/${id}.json#${user}`);
  });
  return (await Promise.all(lists)).flat();
}

type Writing = {
  application: ApplicationRow;
  isNew: boolean;
  merged: Merged;
  live: LiveVersions;
  dependents: readonly Dependents[];
};

async function write(env: Env, caller: Caller, writing: Writing, query: ImportQuery, now: number): Promise<string[]> {
  const { application, isNew, dependents, merged, live } = writing;
  const { wanted, gone } = merged;
  const worklets = Object.entries(wanted.worklets).map(([worklet, { name, schedules: _, ...draft }]) => {
    return [worklet, { name, draft }] as const;
  });
  const views = await viewWrites(env, caller, application, { wanted: wanted.views, gone: gone.views }, now);
  const models = saveModels(env, caller, application.uid, { configs: wanted.models, gone: gone.models }, now);
  const unpublished = await importContents(
    env,
    caller,
    {
      application,
      isNew,
      wanted: { files: wanted.files, worklets: Object.fromEntries(worklets) },
      gone,
      live,
      models: new Set(Object.keys(wanted.models)),
      statements: [saveApplication(env, application, isNew), ...models, ...views],
      dependents,
      dryRun: query.dry_run,
      locate,
    },
    now,
  );
  forgetModels(application.uid);
  forgetLiveView(application.id);
  return unpublished;
}

async function publishAll(
  env: Env,
  caller: Caller,
  application: ApplicationRow,
  worklets: string[],
  isDry: boolean,
  now: number,
): Promise<Imported["published"]> {
  const published: Imported["published"] = [];
  for (const worklet of worklets) {
    if (isDry) published.push({ worklet, version: null });
    else published.push({ worklet, version: (await publish(env, caller, application, worklet, now)).version.number });
  }
  return published;
}

async function publishViews(
  env: Env,
  caller: Caller,
  application: ApplicationRow,
  { views }: Whole,
  isDry: boolean,
  now: number,
): Promise<Imported["published_views"]> {
  const published: Imported["published_views"] = [];
  for (const view of await unpublishedViews(env, application.uid, views)) {
    if (isDry) published.push({ view, version: null, anyone_can_run: runByAnyone(views[view]) });
    else {
      const { version } = await publishView(env, caller, application, view, now);
      published.push({ view, version: version.number, anyone_can_run: version.anyone_can_run });
    }
  }
  return published;
}

function runByAnyone(view: View | undefined): string[] {
  return view ? anyoneCanRun(view.access, calledBy(view)) : [];
}

async function setAllSchedules(
  env: Env,
  caller: Caller,
  application: ApplicationRow,
  { worklets }: Whole,
  held: Whole | null,
  now: number,
): Promise<void> {
  for (const [worklet, { schedules }] of Object.entries(worklets)) {
    const lists = { held: held?.worklets[worklet]?.schedules ?? [], wanted: schedules };
    await setSchedules(env, application, worklet, lists, { caller, now });
  }
}

/** A key of one application imports into that one; it neither makes nor sees others. */
function checkCaller(caller: Caller, id: string, isThere: boolean): void {
  if (caller.application === null || (caller.application === id && isThere)) return;
  const detail = `Your key is limited to the application ${caller.application}: import into that one.`;
  throw new Fault("access.role_too_low", detail);
}
