import type { FolderModels, FolderView, FolderWorklet } from "../contract/folder.ts";
import type { NewSchedule } from "../contract/schedule.ts";
import { folderOf, type Parts } from "./layout.ts";

/** What an application becomes by a folder: pure, from what it holds and what the folder says. */

/** An application or a folder of which everything is said. */
export type Whole = {
  application: { id: string; name: string; allowed_origins: string[]; on_failure: string | null };
  files: Record<string, string>;
  worklets: Record<string, FolderWorklet & { schedules: NewSchedule[] }>;
  views: Record<string, FolderView>;
  models: FolderModels;
};

export type Merged = {
  /** What is written: the folder's files, worklets and views, with what only the application says of them. */
  wanted: Whole;
  gone: { files: string[]; worklets: string[]; views: string[]; models: string[] };
  /** Paths, and parts of files as `models.json#language`. */
  added: string[];
  modified: string[];
  deleted: string[];
  kept: string[];
};

/** `held` is null for a new application. Without `deletes`, what the folder does not name stays. */
export function merge(held: Whole | null, folder: Parts, id: string, deletes: boolean): Merged {
  const before = held ?? empty;
  const others: string[] = [];
  const worklets = Object.entries(folder.worklets).map(([worklet, { schedules, ...rest }]) => {
    const there = before.worklets[worklet]?.schedules ?? [];
    const unnamed = schedules ? there.filter((each) => !schedules.some((wish) => wish.id === each.id)) : [];
    others.push(...unnamed.map((each) => `worklets/${worklet}.json#${each.id}`));
    const all: NewSchedule[] = [...(schedules ?? there), ...(deletes ? [] : unnamed)];
    return [worklet, { ...rest, schedules: all }] as const;
  });
  const models = namesOnlyIn(before.models, folder.models ?? {});
  others.push(...models.map((name) => `models.json#${name}`));
  const keptModels = deletes ? [] : models.map((name) => [name, before.models[name]] as const);
  const wanted: Whole = {
    application: {
      id,
      name: folder.application.name,
      allowed_origins: folder.application.allowed_origins ?? before.application.allowed_origins,
      on_failure:
        folder.application.on_failure === undefined ? before.application.on_failure : folder.application.on_failure,
    },
    files: folder.files,
    worklets: Object.fromEntries(worklets),
    views: folder.views,
    models: { ...Object.fromEntries(keptModels), ...folder.models } as FolderModels,
  };
  const gone = {
    files: namesOnlyIn(before.files, folder.files),
    worklets: namesOnlyIn(before.worklets, folder.worklets),
    views: namesOnlyIn(before.views, folder.views),
    models,
  };
  others.push(...gone.files.map((path) => `files/${path}`), ...gone.worklets.map((name) => `worklets/${name}.json`));
  others.push(...gone.views.map((name) => `views/${name}.json`));
  const [texts, was] = [folderOf(wanted), held ? folderOf(held) : {}];
  const paths = Object.keys(texts).sort();
  return {
    wanted,
    gone: deletes ? gone : { files: [], worklets: [], views: [], models: [] },
    added: paths.filter((path) => !Object.hasOwn(was, path)),
    modified: paths.filter((path) => Object.hasOwn(was, path) && was[path] !== texts[path]),
    deleted: deletes ? others.sort() : [],
    kept: deletes ? [] : others.sort(),
  };
}

const empty: Whole = {
  application: { id: "", name: "", allowed_origins: [], on_failure: null },
  files: {},
  worklets: {},
  views: {},
  models: {},
};

function namesOnlyIn(held: object, wanted: object): string[] {
  return Object.keys(held).filter((name) => !Object.hasOwn(wanted, name));
}
