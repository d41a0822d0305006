import { and, eq, sql } from "drizzle-orm";
import type { Draft } from "../contract/catalog.ts";
import { Fault } from "../contract/fault.ts";
import { type Plan, planOf } from "../engine/plan.ts";
import { RecentValues } from "../platform/cache.ts";
import { databaseOf, readTogether, transaction } from "../platform/database.ts";
import type { Closure, Modules } from "../sandbox/guest.ts";
import { heldTexts, keepTexts, textsOf } from "./contents.ts";
import { checkedClosure, filesOf } from "./draft-closure.ts";
import { type CheckInput, inputCheckOf } from "./schema.ts";
import { applications, type FrozenFile, versions, worklets } from "./table.ts";

/** What a run needs of a worklet, made ready once: the live version from memory, a fixed version, or the draft as it is now. */

export type Definition = {
  /** Slugs, then internal ids. */
  application: string;
  worklet: string;
  applicationUid: string;
  workletUid: string;
  environment: "production" | "draft";
  /** null: the draft. */
  version: number | null;
  draft: Draft;
  plan: Plan;
  /** null: the worklet takes any input. */
  checkInput: CheckInput | null;
  closure: Closure;
};

export type Address = {
  application: string;
  worklet: string;
  environment: "production" | "draft";
  version: number | null;
};

const recent = new RecentValues<Definition>(1_000);

type Later = (work: () => Promise<unknown>) => void;

/** Definitions that a request has begun to read before it knows whether it may: by its `later`, which no other request has. */
const begun = new WeakMap<Later, { key: string; definition: Promise<Definition> }>();

/** Begins to read a live version that is not in memory, for the `definitionOf` of the same request. */
export function beginDefinition(env: Env, address: Address, now: number, later: Later): void {
  const key = keyOf(address);
  if (address.environment === "draft" || recent.get(key, now)) return;
  const definition = fetchVersion(env, address, now, null);
  // Whoever asks for it is told what went wrong; nobody may.
  definition.catch(() => undefined);
  begun.set(later, { key, definition });
}

/**
 * Faults: `worklet.not_found`, `version.not_found`; of a draft that cannot run now `file.invalid`. `later` is null where nothing
 * can be done after an answer: somebody else refreshes what is remembered then.
 */
export async function definitionOf(env: Env, address: Address, now: number, later: Later | null): Promise<Definition> {
  if (address.environment === "draft") return draftDefinition(env, address);
  const key = keyOf(address);
  const held = recent.get(key, now);
  if (!held) {
    const early = later && begun.get(later);
    return early?.key === key ? early.definition : fetchVersion(env, address, now, null);
  }
  if (held.state === "stale" && later && recent.claimRefresh(key)) {
    later(async () => {
      try {
        await fetchVersion(env, address, Date.now(), held.value);
      } finally {
        recent.releaseRefresh(key);
      }
    });
  }
  return held.value;
}

/**
 * For the isolate that published, restored or deleted, when that is kept: what it remembers of the worklet (of all of them,
 * when none is named) is out of date, fixed versions included, since a slug may be given anew.
 */
export function forgetDefinitions(application: string, worklet?: string): void {
  recent.dropAll(worklet === undefined ? `${application}/` : `${application}/${worklet}/`, Date.now());
}

/** The compiled texts of a closure; without a promise when all of them are in memory. */
export function modulesOf(env: Env, closure: Closure): Modules | Promise<Modules> {
  const hashes = Object.values(closure.files);
  const held = heldTexts(hashes);
  return held ? modulesFrom(closure, held) : textsOf(env, hashes).then((texts) => modulesFrom(closure, texts));
}

function modulesFrom(closure: Closure, texts: ReadonlyMap<string, string>): Modules {
  const modules: Modules = {};
  for (const path in closure.files) modules[path] = texts.get(closure.files[path] ?? "") ?? "";
  return modules;
}

function keyOf({ application, worklet, version }: Omit<Address, "environment">): string {
  return `${application}/${worklet}/${version ?? "live"}`;
}

async function fetchVersion(env: Env, address: Address, now: number, known: Definition | null): Promise<Definition> {
  const { application, worklet, version } = address;
  const [found] = await readTogether(
    env,
    databaseOf(env)
      .select({
        applicationUid: applications.uid,
        // In a batch rows are objects: two columns of one name would be one.
        workletUid: sql<string>`${worklets.uid}`.as("worklet_uid"),
        version: versions,
      })
      .from(applications)
      .innerJoin(worklets, and(eq(worklets.application, applications.uid), eq(worklets.id, worklet)))
      .leftJoin(versions, and(eq(versions.worklet, worklets.uid), eq(versions.number, version ?? worklets.liveVersion)))
      .where(eq(applications.id, application)),
  );
  if (!found) {
    recent.drop(keyOf(address));
    throw new Fault("worklet.not_found", `There is no worklet ${worklet} in an application ${application}.`);
  }
  if (!found.version) throw new Fault("version.not_found", `The worklet ${worklet} has no version ${version}.`);
  const unchanged = known?.workletUid === found.workletUid && known.version === found.version.number;
  const definition = unchanged
    ? known
    : definitionFrom(address, found, found.version.number, found.version.draft, {
        files: found.version.closure,
        compatibilityDate: found.version.compatibilityDate,
        compatibilityFlags: found.version.compatibilityFlags,
      });
  recent.set(keyOf(address), definition, now);
  return definition;
}

/** Nothing of a draft is remembered: who saves and tries wants to see what was saved. */
async function draftDefinition(env: Env, address: Address): Promise<Definition> {
  const { application, worklet } = address;
  const found = await databaseOf(env)
    .select({ applicationUid: applications.uid, workletUid: worklets.uid, draft: worklets.draft })
    .from(applications)
    .innerJoin(worklets, and(eq(worklets.application, applications.uid), eq(worklets.id, worklet)))
    .where(eq(applications.id, application))
    .get();
  if (!found) throw new Fault("worklet.not_found", `There is no worklet ${worklet} in an application ${application}.`);
  const closure = await checkedClosure(env, found.draft.graph, await filesOf(env, found.applicationUid));
  const statements = keepTexts(env, closure.texts);
  if (statements.length > 0) await transaction(env, statements);
  return definitionFrom(address, found, null, found.draft, closure);
}

type Code = { files: Record<string, FrozenFile>; compatibilityDate: string; compatibilityFlags: string[] };

function definitionFrom(
  address: Address,
  uids: { applicationUid: string; workletUid: string },
  version: number | null,
  draft: Draft,
  code: Code,
): Definition {
  const files = Object.entries(code.files);
  return {
    application: address.application,
    worklet: address.worklet,
    applicationUid: uids.applicationUid,
    workletUid: uids.workletUid,
    environment: address.environment,
    version,
    draft,
    plan: planOf(draft.graph),
    checkInput: draft.input_schema === null ? null : inputCheckOf(draft.input_schema),
    closure: {
      application: uids.applicationUid,
      files: Object.fromEntries(files.map(([path, file]) => [path, file.code])),
      maps: Object.fromEntries(files.flatMap(([path, file]) => (file.map === null ? [] : [[path, file.map]]))),
      compatibilityDate: code.compatibilityDate,
      compatibilityFlags: code.compatibilityFlags,
    },
  };
}
