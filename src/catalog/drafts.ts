import { and, eq, inArray, sql } from "drizzle-orm";
import { exportedFunction, exportedFunctions, type Files, listed } from "../compiler/closure.ts";
import type { Draft } from "../contract/catalog.ts";
import { Fault, summaryOf, type Wrong } from "../contract/fault.ts";
import { checkGraph } from "../engine/plan.ts";
import { databaseOf } from "../platform/database.ts";
import { type ApplicationFiles, checkedClosure, filesOf } from "./draft-closure.ts";
import { changed, checkMatch } from "./files.ts";
import { checkModels, checkSecrets } from "./outside-check.ts";
import { calledBy } from "./references.ts";
import { workletRow } from "./rows.ts";
import { checkSchema } from "./schema.ts";
import { type ApplicationRow, type WorkletRow, worklets } from "./table.ts";

/** The draft of a worklet: what is edited. It is only ever saved in a state that can run. */

export async function readDraft(
  env: Env,
  application: ApplicationRow,
  id: string,
): Promise<{ draft: Draft; etag: string }> {
  const row = await workletRow(env, application, id);
  return { draft: row.draft, etag: etagOf(row) };
}

/**
 * Replaces the draft. Faults: 428 without `If-Match`, 412 when it was changed meanwhile (compared and set in one statement),
 * `graph.invalid` and `file.invalid` with everything that keeps it from running.
 */
export async function putDraft(
  env: Env,
  application: ApplicationRow,
  change: { id: string; draft: Draft; ifMatch: string | null; dryRun: boolean },
  now: number,
): Promise<{ draft: Draft; etag: string }> {
  const row = await workletRow(env, application, change.id);
  const what = `The draft of ${change.id}`;
  checkMatch(change.ifMatch, etagOf(row), what);
  const files = await filesOf(env, application.uid);
  await checkDraft(env, application.uid, change.draft, files, { self: change.id, needsSecrets: true });
  await checkedClosure(env, change.draft.graph, files);
  if (change.dryRun) return { draft: change.draft, etag: etagOf(row) };
  const isAsRead = change.ifMatch === "*" ? undefined : eq(worklets.draftRevision, row.draftRevision);
  const [written] = await databaseOf(env)
    .update(worklets)
    .set({ draft: change.draft, draftRevision: sql`${worklets.draftRevision} + 1`, updatedAt: now })
    .where(and(eq(worklets.uid, row.uid), isAsRead))
    .returning({ draftRevision: worklets.draftRevision });
  if (!written) throw changed(what);
  return { draft: change.draft, etag: etagOf(written) };
}

/**
 * Where a draft belongs. `there` is all that will be there when the draft is; without it the database says. A folder may come
 * before its secrets are set, and so may be published: then a run that needs one fails.
 */
export type DraftPlace = {
  /** The worklet's own id. */
  self: string;
  needsSecrets: boolean;
  there?: { worklets: ReadonlySet<string>; models: ReadonlySet<string> };
};

/** Everything that keeps a draft from running, all at once. Fault: `graph.invalid`. */
export async function checkDraft(
  env: Env,
  application: string,
  draft: Draft,
  files: ApplicationFiles,
  { self, needsSecrets, there }: DraftPlace,
): Promise<void> {
  const facts = files.facts();
  const errors: Wrong[] = [
    ...checkGraph(draft.graph),
    ...draft.graph.blocks.flatMap((block, place) =>
      block.kind === "code" ? checkFunction(block, `/graph/blocks/${place}`, facts) : [],
    ),
    ...checkCalls(draft, there?.worklets ?? (await workletsCalled(env, application, draft, self))),
    ...(await checkModels(env, application, draft.graph, there?.models ?? null)),
    ...(needsSecrets ? await checkSecrets(env, application, draft.graph) : []),
    ...checkSchema(draft.input_schema, "/input_schema"),
    ...checkSchema(draft.output_schema, "/output_schema"),
  ];
  if (errors.length > 0) throw new Fault("graph.invalid", summaryOf(errors), { errors });
}

function checkFunction(block: { id: string; file: string; function: string }, path: string, facts: Files): Wrong[] {
  if (!facts.has(block.file)) {
    const message = `The application has no file ${block.file}. Send it in "files", or PUT .../files/${block.file} first.`;
    return [{ path: `${path}/file`, block: block.id, member: "file", message }];
  }
  if (exportedFunction(block.file, block.function, facts) !== null) return [];
  const names = exportedFunctions(block.file, facts).map((each) => each.name);
  const list = names.length > 0 ? `it has: ${listed(names)}` : "it exports none";
  const message = `${block.file} has no exported function ${block.function}; ${list}.`;
  return [{ path: `${path}/function`, block: block.id, member: "function", message }];
}

/** Those of the called worklets that are there. A worklet may call itself: the depth bounds it. */
async function workletsCalled(env: Env, application: string, draft: Draft, self: string): Promise<Set<string>> {
  const there = new Set([self]);
  const called = new Set(calledBy(draft.graph).filter((id) => id !== self));
  for (let at = 0; at < called.size; at += 90) {
    const rows = await databaseOf(env)
      .select({ id: worklets.id })
      .from(worklets)
      .where(and(eq(worklets.application, application), inArray(worklets.id, [...called].slice(at, at + 90))));
    for (const row of rows) there.add(row.id);
  }
  return there;
}

function checkCalls(draft: Draft, there: ReadonlySet<string>): Wrong[] {
  return draft.graph.blocks.flatMap((block, place) =>
    block.kind === "worklet" && !there.has(block.worklet)
      ? [
          {
            path: `/graph/blocks/${place}/worklet`,
            block: block.id,
            member: "worklet",
            message: `The application has no worklet ${block.worklet}. Create it first.`,
          },
        ]
      : [],
  );
}

function etagOf(row: Pick<WorkletRow, "draftRevision">): string {
  return `"${row.draftRevision}"`;
}
