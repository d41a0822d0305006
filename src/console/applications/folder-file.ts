import type { Folder } from "../../contract/folder.ts";
import { limits } from "../../contract/limits.ts";
import { Problem } from "../api/problem.ts";
import { path, request } from "../api/request.ts";

/** An application as a folder, on its way between the platform and the disk of the person. */

/** Saves the application as one JSON file: path to text. */
export async function downloadFolder(application: string): Promise<void> {
  const folder = await request<Folder>("GET", path`/applications/${application}/export`);
  const address = URL.createObjectURL(new Blob([JSON.stringify(folder, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${application}.worklets.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Reads what was chosen: one exported file, or the files of a folder. Throws what is wrong with it, in words. */
export async function readFolder(files: readonly File[]): Promise<Folder> {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > 2 * limits.folderBytes) throw unusable("That is more than 10 MB. Choose the application's folder only.");
  const [only] = files;
  if (files.length === 1 && only && !only.webkitRelativePath) return exportedFolder(await only.text());
  const entries = await Promise.all(
    files.filter(isPart).map(async (file) => [insidePath(file.webkitRelativePath), await file.text()] as const),
  );
  const folder = Object.fromEntries(entries);
  if (!("application.json" in folder)) throw unusable("The folder has no application.json: it is no application.");
  return folder;
}

function exportedFolder(text: string): Folder {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unusable("The file is not JSON. Choose one that was exported, or the folder of an application.");
  }
  const isFolder = typeof value === "object" && value !== null && "application.json" in value;
  if (!isFolder) throw unusable("The file holds no application.json. Choose one that was exported.");
  return value as Folder;
}

function unusable(detail: string): Problem {
  return new Problem({ status: 0, code: "folder.unusable", title: "This cannot be imported", detail });
}

/** What an application's folder consists of; a README, a licence and hidden files are none of it. */
function isPart({ webkitRelativePath }: File): boolean {
  const inside = insidePath(webkitRelativePath);
  return /^(application|models)\.json$|^(worklets|views)\/[^/.][^/]*\.json$|^files\/(?!(?:.*\/)?\.)/.test(inside);
}

/** Without the name of the folder that was chosen. */
function insidePath(relative: string): string {
  return relative.slice(relative.indexOf("/") + 1);
}
