import type { QueryClient } from "@tanstack/react-query";
import { keepOf } from "../../draft/unsaved.ts";
import { viewsQuery } from "../../views/queries.ts";
import { DraftSaving } from "./draft-saving.ts";
import { viewDrafts } from "./view-drafts.ts";

/** The draft of each view that was opened in this tab: what is unsaved stays when another page is looked at. */

const savings = new Map<string, DraftSaving>();

export function savingOf(application: string, view: string, queries: QueryClient): DraftSaving {
  const key = `${application}/${view}`;
  const held = savings.get(key);
  if (held) return held;
  const saving = new DraftSaving(view, {
    server: viewDrafts(application),
    keep: keepOf(application),
    written: () => void tellQueries(queries, application),
  });
  savings.set(key, saving);
  addEventListener("online", saving.wake);
  addEventListener("focus", saving.wake);
  addEventListener("pagehide", saving.persist);
  document.addEventListener("visibilitychange", () => document.hidden && saving.persist());
  addEventListener("beforeunload", (event) => saving.isUnsaved() && event.preventDefault());
  return saving;
}

/** The view was deleted: what was unsaved of it goes with it. */
export function forgetSaving(application: string, view: string): void {
  savings.get(`${application}/${view}`)?.forget();
}

/** Whether the draft differs from what is live is asked anew; the draft itself and versions are not. */
async function tellQueries(queries: QueryClient, application: string): Promise<void> {
  const isOther = (key: readonly unknown[]) => key.includes("versions") || key.includes("opened-draft");
  const { queryKey } = viewsQuery(application);
  await queries.invalidateQueries({ queryKey, predicate: (query) => !isOther(query.queryKey) });
}
