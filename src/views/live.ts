import { and, eq, sql } from "drizzle-orm";
import { type ApplicationRow, applications } from "../catalog/table.ts";
import type { ViewDraft } from "../contract/view.ts";
import { RecentValues } from "../platform/cache.ts";
import { databaseOf, readTogether } from "../platform/database.ts";
import { views, viewVersions } from "./table.ts";

/** Published views as pages and their calls need them, remembered as the worklets' live versions are. */

export type LiveView = {
  application: Pick<ApplicationRow, "id" | "uid">;
  uid: string;
  id: string;
  name: string;
  version: number;
  /** The same object as long as the version stays: what is compiled of it is kept by it. */
  draft: ViewDraft;
  /** The size of its text; the object takes more. */
  bytes: number;
};

type Later = (work: () => Promise<unknown>) => void;

/** An isolate has 128 MB for everything, and half a thousand of the largest drafts would be twice that. */
export const liveViewsBytes = 16_000_000;
const recent = new RecentValues<LiveView>(500, { mostBytes: liveViewsBytes, bytesOf: ({ bytes }) => bytes });

/** The live version of a view; null: there is none, was never one, or no such view or application. */
export async function liveView(
  env: Env,
  application: string,
  id: string,
  now: number,
  later: Later,
): Promise<LiveView | null> {
  const key = keyOf(application, id);
  const held = recent.get(key, now);
  if (!held) return fetchLiveView(env, application, id, now, null);
  if (held.state === "stale" && recent.claimRefresh(key)) {
    later(async () => {
      try {
        await fetchLiveView(env, application, id, Date.now(), held.value);
      } finally {
        recent.releaseRefresh(key);
      }
    });
  }
  return held.value;
}

/** The same, read now: who asks has heard of another version, and another isolate may have published it. */
export function liveViewNow(env: Env, application: string, id: string, now: number): Promise<LiveView | null> {
  return fetchLiveView(env, application, id, now, recent.get(keyOf(application, id), now)?.value ?? null);
}

/**
 * For the isolate that published, restored, renamed or deleted: what it remembers of the view (of all of the application,
 * when none is named) is out of date.
 */
export function forgetLiveView(application: string, id?: string): void {
  recent.dropAll(id === undefined ? `${application}/` : keyOf(application, id), Date.now());
}

function keyOf(application: string, id: string): string {
  return `${application}/${id}/`;
}

async function fetchLiveView(
  env: Env,
  application: string,
  id: string,
  now: number,
  known: LiveView | null,
): Promise<LiveView | null> {
  const [found] = await readTogether(
    env,
    databaseOf(env)
      .select({
        applicationUid: applications.uid,
        // In a batch rows are objects: two columns of one name would be one.
        uid: sql<string>`${views.uid}`.as("view_uid"),
        name: sql<string>`${views.name}`.as("view_name"),
        version: viewVersions.number,
        draft: viewVersions.draft,
        characters: sql<number>`length(${viewVersions.draft})`.as("draft_characters"),
      })
      .from(applications)
      .innerJoin(views, and(eq(views.application, applications.uid), eq(views.id, id)))
      .innerJoin(viewVersions, and(eq(viewVersions.view, views.uid), eq(viewVersions.number, views.liveVersion)))
      .where(eq(applications.id, application)),
  );
  if (!found) {
    recent.drop(keyOf(application, id));
    return null;
  }
  const { applicationUid, uid, name, version, characters } = found;
  const draft = known?.uid === uid && known.version === version ? known.draft : found.draft;
  const place = { application: { id: application, uid: applicationUid }, uid, id };
  const live = { ...place, name, version, draft, bytes: 2 * characters };
  recent.set(keyOf(application, id), live, now);
  return live;
}
