import { type Folder, idOf, writeFolder } from "./folder.ts";
import { changeLines, endings, runCommand } from "./folder-command.ts";

/** `npm run pull -- FOLDER [URL]`: writes an application into a folder. */

const usage = `npm run pull -- FOLDER [URL]: writes the application's drafts, files and settings into the folder.

  --dry-run    only tell what would change; ends with 3 when something would
  --id ID      the application; without it the id in application.json, else the folder's name

What the application no longer has (files/, worklets/, views/, models.json) is deleted; everything else in the folder is left alone.
${endings}`;

await runCommand(usage, { "dry-run": { type: "boolean" }, id: { type: "string" } }, async (command) => {
  const { given, folder, origin, ask, text, is } = command;
  const id = text("id") ?? idOf(folder);
  const wanted = (await ask("GET", `/applications/${encodeURIComponent(id)}/export`)) as Folder;
  const lines = changeLines(writeFolder(folder, wanted, { dryRun: is("dry-run") }));
  const head = lines.length === 0 ? "is up to date" : is("dry-run") ? "would change" : "changed";
  console.log([`${given} ${head}: ${id} of ${origin}`, ...lines].join("\n"));
  return is("dry-run") && lines.length > 0 ? 3 : 0;
});
