import { idOf, readFolder } from "./folder.ts";
import { changeLines, endings, runCommand } from "./folder-command.ts";

/** `npm run push -- FOLDER [URL]`: makes an application what a folder says. */

const usage = `npm run push -- FOLDER [URL]: makes the application what the folder says.

  --dry-run    only tell what would change; ends with 3 when something would
  --publish    publish each worklet and view that has unpublished changes
  --delete     delete what the application has and the folder has not
  --id ID      the application; without it the id in application.json, else the folder's name

${endings}`;

type Imported = {
  application: string;
  created: boolean;
  added: string[];
  modified: string[];
  deleted: string[];
  kept: string[];
  published: { worklet: string; version: number | null }[];
  /** A platform that knows no views says nothing of them. */
  published_views?: { view: string; version: number | null; anyone_can_run?: string[] }[];
  missing_secrets: string[];
};

/** `open`: what anyone with the link can run. */
type Published = { what: string; version: number | null; open: string[] };

const flag = { type: "boolean" } as const;
const options = { "dry-run": flag, publish: flag, delete: flag, id: { type: "string" } } as const;

await runCommand(usage, options, async ({ folder, origin, ask, text, is }) => {
  const query = new URLSearchParams({ id: text("id") ?? idOf(folder) });
  for (const name of ["dry-run", "publish", "delete"]) if (is(name)) query.set(name.replace("-", "_"), "true");
  const imported = (await ask("POST", `/applications/import?${query}`, readFolder(folder))) as Imported;
  const lines = changeLines(imported);
  for (const line of report(imported, lines, origin, is("dry-run"))) console.log(line);
  return is("dry-run") && lines.length + publishedBy(imported).length > 0 ? 3 : 0;
});

/** What went live, or would, in words. */
function publishedBy({ published, published_views: views = [] }: Imported): Published[] {
  return [
    ...published.map(({ worklet, version }) => ({ what: worklet, version, open: [] })),
    ...views.map(({ view, version, anyone_can_run: open = [] }) => ({ what: `view ${view}`, version, open })),
  ];
}

function publishedLines({ what, version, open }: Published): string[] {
  const line = `  ^ ${what} ${version === null ? "would be published" : `is live as version ${version}`}`;
  return open.length === 0 ? [line] : [line, `    anyone with the link can run: ${open.join(", ")}`];
}

function report(imported: Imported, changes: string[], origin: string, isDry: boolean): string[] {
  const { application, created, kept, missing_secrets: missing } = imported;
  const published = publishedBy(imported);
  const happened = created ? "made" : changes.length + published.length > 0 ? "changed" : null;
  const head = happened === null ? "is up to date" : isDry ? `would be ${happened}` : `was ${happened}`;
  const lines = [
    `${application} ${head} at ${origin}`,
    ...changes,
    ...kept.map((path) => `  = ${path} (only there; --delete takes it away)`),
    ...published.flatMap(publishedLines),
  ];
  if (missing.length === 0) return lines;
  const address = `${origin}/applications/${application}/secrets`;
  return [
    ...lines,
    `Missing secrets: ${missing.join(", ")}. A run that needs one fails until it is set:`,
    `  curl ${address} -H "Authorization: Api-Key $WORKLETS_KEY" -d '{"name": "${missing[0]}", "value": "..."}'`,
  ];
}
