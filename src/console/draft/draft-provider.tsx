import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { File } from "../../contract/catalog.ts";
import { filesQuery, meQuery, versionQuery, workletQuery } from "../api/queries.ts";
import { useMay } from "../api/role.ts";
import { Failed, Loading } from "../parts/states.tsx";
import { useEnvironment } from "../shell/environment.tsx";
import { DraftContext, type DraftStore, type EditedFile } from "./draft-context.ts";
import { wrongsNow } from "./draft-wrongs.ts";
import type { Edits } from "./edit-session.ts";
import { editedFiles, heldFiles } from "./edited-files.ts";
import { frozenStore } from "./frozen-store.ts";
import { draftKey, saveStateOf } from "./save-plan.ts";
import { SessionContext, sessionOf } from "./session-context.ts";

/** Gives the editor its draft: the one that is edited, or in production the live version. */

type ProviderProps = { application: string; worklet: string; children: ReactNode };

export function DraftProvider(props: ProviderProps) {
  const [environment] = useEnvironment();
  return environment === "production" ? <LiveProvider {...props} /> : <EditProvider {...props} />;
}

function LiveProvider({ application, worklet, children }: ProviderProps) {
  const head = useQuery(workletQuery(application, worklet));
  const number = head.data?.live_version;
  const version = useQuery({ ...versionQuery(application, worklet, number ?? 0), enabled: number !== undefined });
  const store = useMemo(
    () => version.data && frozenStore(application, worklet, version.data),
    [application, worklet, version.data],
  );
  const failed = [head, version].find(({ error }) => error !== null);
  if (failed && !store) return <Failed error={failed.error} retry={() => void failed.refetch()} />;
  if (!store) return <Loading rows={6} label="Loading the live version" />;
  return <DraftContext value={store}>{children}</DraftContext>;
}

function EditProvider({ application, worklet, children }: ProviderProps) {
  const queries = useQueryClient();
  const mayEdit = useMay("creator");
  const session = sessionOf(application, queries);
  const edits = useSyncExternalStore(session.subscribe, session.edits);
  const { data: list } = useQuery(filesQuery(application));
  session.mayEdit = mayEdit;
  useFreshness(application, worklet);

  const deleteFile = useCallback(
    async (file: string) => {
      await session.deleteFile(file);
      await queries.invalidateQueries({ queryKey: filesQuery(application).queryKey, exact: true });
    },
    [session, queries, application],
  );
  const verbs = useMemo(
    () => ({
      change: (recipe: Parameters<DraftStore["change"]>[0], merge?: string) =>
        session.changeDraft(worklet, recipe, merge),
      undo: () => session.undo(worklet),
      redo: () => session.redo(worklet),
      saveNow: () => session.saveNow(worklet),
      openFile: (file: string) => void session.openFile(file),
      changeFile: session.changeFile,
      createFile: session.createFile,
      deleteFile,
    }),
    [session, worklet, deleteFile],
  );
  const key = draftKey(worklet);
  const history = edits.histories[worklet];
  const files = useFiles(list, edits);
  const store = useMemo((): DraftStore | null => {
    if (!history) return null;
    const { present: draft, past, future } = history;
    return {
      application,
      worklet,
      draft,
      isReadOnly: !mayEdit,
      save: saveStateOf(edits.plan, key),
      wrongs: wrongsNow(edits.plan.pieces[key]?.refusal ?? null, draft),
      files,
      canUndo: mayEdit && past.length > 0,
      canRedo: mayEdit && future.length > 0,
      ...verbs,
    };
  }, [application, worklet, mayEdit, history, edits, key, files, verbs]);

  if (store) {
    return (
      <SessionContext value={session}>
        <DraftContext value={store}>{children}</DraftContext>
      </SessionContext>
    );
  }
  const problem = edits.unread[key];
  if (problem) return <Failed error={problem} retry={() => void session.openDraft(worklet)} />;
  return <Loading rows={6} label="Loading the draft" />;
}

function useFiles(list: File[] | undefined, edits: Edits): EditedFile[] {
  const held = useRef<EditedFile[]>([]);
  return useMemo(() => {
    held.current = heldFiles(held.current, editedFiles(list ?? [], edits));
    return held.current;
  }, [list, edits]);
}

/** Reads anew what others may have changed: at the start, and whenever the worklet or the list of files says so. */
function useFreshness(application: string, worklet: string): void {
  const session = sessionOf(application, useQueryClient());
  const { data: head } = useQuery(workletQuery(application, worklet));
  const { data: list } = useQuery(filesQuery(application));
  const { dataUpdatedAt: signedInAt } = useQuery(meQuery);
  const updatedAt = head?.updated_at;
  useEffect(() => void session.takeUpFiles(), [session]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the worklet was changed, by whomever.
  useEffect(() => void session.openDraft(worklet), [session, worklet, updatedAt]);
  useEffect(() => list && session.noticeFiles(list), [session, list]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: somebody signed in again.
  useEffect(() => session.wake(), [session, signedInAt]);
}
