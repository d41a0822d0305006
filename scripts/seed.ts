import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { type Call, Refusal } from "./client.ts";

/** Examples on disk become applications, through the same API that everybody uses. */

/** One request that builds a part of an application. */
type Part = { method: string; path: string; body: unknown };

/** The ids of the example applications in `folder`: its folders that hold an `application.json`. */
export function exampleIds(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((id) => existsSync(join(folder, id, "application.json")))
    .sort();
}

/**
 * Makes an application of a folder; its id is the folder's name. Answers the refusal when the platform takes a part of it
 * not: then nothing of the application stays.
 */
export async function seedApplication(call: Call, folder: string, id: string): Promise<Refusal | null> {
  const { on_failure: onFailure, ...application } = readJson(join(folder, "application.json"));
  const refusal =
    (await sendInRounds(call, [{ method: "POST", path: "/applications", body: { ...application, id } }])) ??
    (await sendInRounds(call, fileParts(folder, id))) ??
    (await sendInRounds(call, workletParts(folder, id))) ??
    // Names a worklet, so it comes last.
    (onFailure
      ? await sendInRounds(call, [{ method: "PATCH", path: `/applications/${id}`, body: { on_failure: onFailure } }])
      : null);
  if (refusal) await dropApplication(call, id);
  return refusal;
}

/** Deletes an application with everything in it, if it is there. */
export async function dropApplication(call: Call, id: string): Promise<void> {
  const answer = await call("DELETE", `/applications/${id}?force=true`);
  if (answer.status >= 400 && answer.status !== 404) throw new Refusal(`DELETE /applications/${id}`, answer);
}

/** Files import files and worklets call worklets: a part that is refused waits until the others are there. Answers what stays refused. */
async function sendInRounds(call: Call, parts: Part[]): Promise<Refusal | null> {
  let waiting = parts;
  while (waiting.length > 0) {
    const refused: Part[] = [];
    let refusal: Refusal | null = null;
    for (const part of waiting) {
      const answer = await call(part.method, part.path, part.body);
      if (answer.status < 400) continue;
      refusal ??= new Refusal(`${part.method} ${part.path}`, answer);
      refused.push(part);
    }
    if (refused.length === waiting.length) return refusal;
    waiting = refused;
  }
  return null;
}

function fileParts(folder: string, id: string): Part[] {
  const root = join(folder, "files");
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => {
      const path = file.slice(root.length + 1).split(sep);
      return {
        method: "PUT",
        path: `/applications/${id}/files/${path.map(encodeURIComponent).join("/")}`,
        body: readFileSync(file, "utf8"),
      };
    });
}

function workletParts(folder: string, id: string): Part[] {
  const root = join(folder, "worklets");
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const body = { ...readJson(join(root, name)), id: name.slice(0, -".json".length) };
      return { method: "POST", path: `/applications/${id}/worklets`, body: withoutEmptySchedules(body) };
    });
}

/** A list of schedules is no member of a new worklet. An empty one says nothing; any other is refused, not dropped. */
function withoutEmptySchedules(body: Record<string, unknown>): Record<string, unknown> {
  const { schedules, ...worklet } = body;
  return Array.isArray(schedules) && schedules.length === 0 ? worklet : body;
}

function readJson(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, "utf8"));
}
