import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Call, Refusal } from "./client.ts";
import { readFolder } from "./folder.ts";

/** Examples on disk become applications, as `npm run push` would make them. */

/** The ids of the example applications in `folder`: its folders that hold an `application.json`. */
export function exampleIds(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((id) => existsSync(join(folder, id, "application.json")))
    .sort();
}

/**
 * Makes an application of a folder, all of it or nothing, its views live like its worklets; its id is the folder's name. Answers
 * the refusal, if there is one.
 */
export async function seedApplication(call: Call, folder: string, id: string): Promise<Refusal | null> {
  const path = `/applications/import?id=${id}&publish=true`;
  const answer = await call("POST", path, readFolder(folder));
  return answer.status === 200 ? null : new Refusal(`POST ${path}`, answer);
}
