import type { QueryClient } from "@tanstack/react-query";
import { createContext, use } from "react";
import { filesQuery, workletsQuery } from "../api/queries.ts";
import { catalogServer, type Written } from "./catalog-server.ts";
import { EditSession } from "./edit-session.ts";
import { keepOf } from "./unsaved.ts";

/** The edit session of each application that was opened in this tab. */

const sessions = new Map<string, EditSession>();

export function sessionOf(application: string, queries: QueryClient): EditSession {
  const held = sessions.get(application);
  if (held) return held;
  const session = new EditSession({
    server: catalogServer(application),
    keep: keepOf(application),
    written: (_key, written) => void tellQueries(queries, application, written),
  });
  sessions.set(application, session);
  addEventListener("online", session.wake);
  addEventListener("focus", session.wake);
  addEventListener("pagehide", session.persist);
  document.addEventListener("visibilitychange", () => document.hidden && session.persist());
  addEventListener("beforeunload", (event) => session.wouldLose() && event.preventDefault());
  return session;
}

/** A file that was saved stands in the list at once; whether drafts differ from what is live is asked anew. */
async function tellQueries(queries: QueryClient, application: string, { file }: Written): Promise<void> {
  if (file) {
    const { queryKey } = filesQuery(application);
    await queries.cancelQueries({ queryKey, exact: true });
    queries.setQueryData(queryKey, (files = []) =>
      [...files.filter(({ path }) => path !== file.path), file].sort((one, other) => (one.path < other.path ? -1 : 1)),
    );
  }
  const worklets = workletsQuery(application).queryKey;
  const isOfVersion = (key: readonly unknown[]) => key.includes("versions");
  await queries.invalidateQueries({ queryKey: worklets, predicate: ({ queryKey }) => !isOfVersion(queryKey) });
}

export const SessionContext = createContext<EditSession | null>(null);

/** null where nothing can be edited: in production. */
export function useEditSession(): EditSession | null {
  return use(SessionContext);
}
