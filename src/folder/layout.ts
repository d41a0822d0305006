import type * as z from "zod";
import { NewId } from "../contract/catalog.ts";
import { Fault, pointerOf, type Wrong } from "../contract/fault.ts";
import { type Folder, FolderApplication, FolderModels, FolderView, FolderWorklet } from "../contract/folder.ts";
import { FilePath } from "../contract/graph.ts";
import { limits } from "../contract/limits.ts";
import { parseJson } from "../http/body.ts";
import { checkBody, invalid } from "../http/check.ts";

/** Where each part of an application stands in its folder, and how it is written: texts in, parts out, and back. */

/** What a folder holds, parsed. Files are sources by path; `models` is null when the folder says nothing of them. */
export type Parts = {
  application: FolderApplication;
  files: Record<string, string>;
  worklets: Record<string, FolderWorklet>;
  views: Record<string, FolderView>;
  models: FolderModels | null;
};

const applicationPath = "application.json";
const modelsPath = "models.json";
const tooLarge = `This text is larger than ${limits.bodyBytes} bytes, which is the limit of each but a source.`;

/** Parses a folder. What is wrong with its texts is told at once; a pointer begins with the path that it stands in. */
export function partsOf(folder: Folder): Parts {
  const errors: Wrong[] = [];
  const parts: Parts = { application: { name: "" }, files: {}, worklets: {}, views: {}, models: null };
  const reading = <S extends z.ZodType>(path: string, text: string, schema: S): z.infer<S> | null => {
    try {
      if (Buffer.byteLength(text) > limits.bodyBytes) throw new Fault("request.too_large", tooLarge);
      return checkBody(schema, parseJson(text));
    } catch (error) {
      errors.push(...wrongsIn(path, error));
      return null;
    }
  };
  if (!Object.hasOwn(folder, applicationPath)) {
    errors.push({
      path: pointerOf([applicationPath]),
      message: 'The folder needs an application.json: {"name": "..."}.',
    });
  }
  for (const [path, text] of Object.entries(folder)) {
    const [, file] = /^files\/(.+)$/.exec(path) ?? [];
    const [, worklet] = /^worklets\/([^/]+)\.json$/.exec(path) ?? [];
    const [, view] = /^views\/([^/]+)\.json$/.exec(path) ?? [];
    if (path === applicationPath) parts.application = reading(path, text, FolderApplication) ?? parts.application;
    else if (path === modelsPath) parts.models = reading(path, text, FolderModels);
    else if (file !== undefined && FilePath.safeParse(file).success) parts.files[file] = text;
    else if (worklet !== undefined && NewId.safeParse(worklet).success) {
      const read = reading(path, text, FolderWorklet);
      if (read) parts.worklets[worklet] = withIds(read);
    } else if (view !== undefined && NewId.safeParse(view).success) {
      const read = reading(path, text, FolderView);
      if (read) parts.views[view] = read;
    } else errors.push({ path: pointerOf([path]), message: message({ file, worklet, view }) });
  }
  if (errors.length > 0) throw invalid(errors);
  return parts;
}

/** Schedules without an id are numbered in the order of the list, so that the same list means the same schedules. */
function withIds({ schedules, ...worklet }: FolderWorklet): FolderWorklet {
  if (!schedules) return worklet;
  const named = schedules.map(({ id, ...rest }, at) => {
    return { id: id ?? (at === 0 ? "schedule" : `schedule-${at + 1}`), ...rest };
  });
  return { ...worklet, schedules: named };
}

type Path = Record<"file" | "worklet" | "view", string | undefined>;

function message({ file, worklet, view }: Path): string {
  if (file !== undefined)
    return `This is no path of a file: ${FilePath.safeParse(file).error?.issues[0]?.message ?? ""}`;
  if (worklet !== undefined)
    return `This is no id of a worklet: ${NewId.safeParse(worklet).error?.issues[0]?.message ?? ""}`;
  if (view !== undefined) return `This is no id of a view: ${NewId.safeParse(view).error?.issues[0]?.message ?? ""}`;
  return "A folder holds application.json, models.json, files/, worklets/<id>.json and views/<id>.json. Leave out what is none of these.";
}

/** The same parts as texts: equal parts give equal texts. */
export function folderOf({ application, files, worklets, views, models }: Parts): Folder {
  const { id, name, allowed_origins, on_failure } = application;
  const folder: Folder = { [applicationPath]: jsonText({ id, name, allowed_origins, on_failure }) };
  for (const path of Object.keys(files).sort()) folder[`files/${path}`] = files[path] ?? "";
  for (const id of Object.keys(worklets).sort()) folder[`worklets/${id}.json`] = jsonText(inOrder(worklets[id]));
  for (const id of Object.keys(views).sort()) folder[`views/${id}.json`] = jsonText(views[id]);
  if (models && Object.keys(models).length > 0) folder[modelsPath] = jsonText(sorted(models));
  return folder;
}

function inOrder(worklet: FolderWorklet | undefined): FolderWorklet | undefined {
  const schedules = worklet?.schedules?.toSorted((a, b) => ((a.id ?? "") < (b.id ?? "") ? -1 : 1));
  return worklet && schedules ? { ...worklet, schedules } : worklet;
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A fault inside one text of the folder, its pointers below the text's path. */
export function wrongsIn(path: string, error: unknown): Wrong[] {
  const inside = pointerOf([path]);
  const fault = Fault.of(error);
  if (!fault) throw error;
  const { errors } = fault.details;
  return errors
    ? errors.map((each) => ({ ...each, path: `${inside}${each.path}` }))
    : [{ path: inside, message: fault.message }];
}
