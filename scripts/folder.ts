import { type Dirent, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { Stop } from "./stop.ts";

/** An application's folder on disk: what belongs to it is read and written, everything else in it is left alone. */

/** Path with `/` to text, as the API takes and gives it. */
export type Folder = Record<string, string>;

/** Whether a path of a folder is the application's: notes, licences and hidden files beside it are not. */
export function belongs(path: string): boolean {
  if (path.includes("\\") || path.split("/").some((part) => part === "" || part.startsWith("."))) return false;
  return /^(application|models)\.json$|^(worklets|views)\/[^/]+\.json$|^files\/.+\.m?[jt]s$/.test(path);
}

/** Everything of the folder that belongs to the application. */
export function readFolder(folder: string): Folder {
  if (!existsSync(join(folder, "application.json"))) {
    throw new Stop(`${folder} holds no application.json. It reads at least {"name": "My application"}.`);
  }
  return Object.fromEntries(pathsIn(folder).map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

/** What `pull` did to the folder, by path. */
export type Written = { added: string[]; modified: string[]; deleted: string[] };

/** Writes the application into the folder and takes away what it no longer has. Nothing outside its own paths is touched. */
export function writeFolder(folder: string, wanted: Folder, { dryRun }: { dryRun: boolean }): Written {
  const held = existsSync(folder) ? pathsIn(folder) : [];
  const written: Written = { added: [], modified: [], deleted: held.filter((path) => !Object.hasOwn(wanted, path)) };
  const astray = Object.keys(wanted).find((path) => !belongs(path));
  if (astray) throw new Stop(`The platform sent the path ${astray}, which is none of an application's folder.`);
  for (const [path, text] of Object.entries(wanted)) {
    const target = join(folder, path);
    if (!held.includes(path)) written.added.push(path);
    else if (readFileSync(target, "utf8") === text) continue;
    else written.modified.push(path);
    if (dryRun) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  if (!dryRun) for (const path of written.deleted) rmSync(join(folder, path));
  return written;
}

/** The application that a folder stands for: the id in its application.json, else the folder's name. */
export function idOf(folder: string): string {
  const path = join(folder, "application.json");
  const { id } = existsSync(path) ? applicationIn(path) : {};
  return typeof id === "string" ? id : basename(folder);
}

function applicationIn(path: string): { id?: unknown } {
  try {
    return Object(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new Stop(`${path} is not JSON: ${(error as Error).message}`);
  }
}

/** What is read and written must stand in the folder itself: a link may lead anywhere. */
function pathsIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const pathOf = (entry: Dirent) =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .split(sep)
      .join("/");
  const link = entries.find((entry) => entry.isSymbolicLink() && mayBelong(pathOf(entry)));
  if (link)
    throw new Stop(`${pathOf(link)} is a link. An application's folder holds plain files: put the file itself there.`);
  return entries
    .filter((entry) => entry.isFile())
    .map(pathOf)
    .filter(belongs)
    .sort();
}

/** Whether a path, or what stands below it, may be the application's. */
function mayBelong(path: string): boolean {
  return belongs(path) || /^(files|worklets|views)(\/(?!\.)[^/]+)*$/.test(path);
}
