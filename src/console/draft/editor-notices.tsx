import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { filesQuery, workletQuery } from "../api/queries.ts";
import { useMay } from "../api/role.ts";
import { Button } from "../parts/button.tsx";
import { Time } from "../parts/time.tsx";
import { useEnvironment } from "../shell/environment.tsx";
import { DifferenceDialog } from "./difference-dialog.tsx";
import { useDraft } from "./draft-context.ts";
import type { Asked, EditSession } from "./edit-session.ts";
import { draftKey, isFileKey, nameOf, type Piece } from "./save-plan.ts";
import { useEditSession } from "./session-context.ts";

/** What the person must decide or should know, between the bar and the panes. */
export function EditorNotices() {
  const [environment, setEnvironment] = useEnvironment();
  const mayEdit = useMay("creator");
  const session = useEditSession();
  if (environment === "production") {
    return (
      <Notice
        actions={
          mayEdit && (
            <Button size="small" onClick={() => setEnvironment("draft")}>
              Edit the draft
            </Button>
          )
        }
      >
        This is what production runs. It never changes: edit the draft, then publish it.
      </Notice>
    );
  }
  if (!mayEdit) return <Notice>Your role may look at this worklet and run it, but not change it.</Notice>;
  return session && <EditNotices session={session} />;
}

function EditNotices({ session }: { session: EditSession }) {
  const { worklet } = useDraft();
  const { plan, asked } = useSyncExternalStore(session.subscribe, session.edits);
  const isOpenHere = (key: string) => isFileKey(key) || key === draftKey(worklet);
  const conflicts = Object.entries(plan.pieces).filter(
    ([key, { trouble }]) => trouble?.type === "conflict" && isOpenHere(key),
  );
  return (
    <>
      {conflicts.map(([key, piece]) => (
        <ConflictNotice key={key} session={session} of={key} piece={piece} />
      ))}
      {asked
        .filter(({ key }) => isOpenHere(key))
        .map((each) => (
          <AskedNotice key={each.id} session={session} asked={each} />
        ))}
    </>
  );
}

function ConflictNotice({ session, of, piece }: { session: EditSession; of: string; piece: Piece }) {
  const [isOpen, setOpen] = useState(false);
  const who = useWhoChanged(of);
  if (piece.trouble?.type !== "conflict") return null;
  const { theirs } = piece.trouble;
  const what = whatOf(of);
  const actions = (
    <>
      <Button size="small" onClick={() => session.decide(of, "theirs")}>
        {theirs ? "Take theirs" : "Let it go"}
      </Button>
      <Button size="small" onClick={() => session.decide(of, "mine")}>
        {theirs ? "Keep mine (overwrite)" : "Keep mine"}
      </Button>
    </>
  );
  return (
    <Notice
      isAlert
      actions={
        <>
          {theirs && (
            <Button size="small" weight="ghost" onClick={() => setOpen(true)}>
              What differs
            </Button>
          )}
          {actions}
        </>
      }
    >
      <strong className="font-semibold">{what}</strong> was {theirs ? "changed" : "deleted"} elsewhere while you edited
      it
      {who}. Yours is not saved, and nothing is overwritten until you choose.
      {isOpen && theirs && (
        <DifferenceDialog
          title={`${what}: theirs and yours`}
          description="Lines marked as removed are theirs, lines marked as added are yours."
          path={isFileKey(of) ? nameOf(of) : "draft.json"}
          before={shown(of, theirs.text)}
          after={shown(of, piece.text)}
          close={() => setOpen(false)}
          footer={actions}
        />
      )}
    </Notice>
  );
}

function AskedNotice({ session, asked }: { session: EditSession; asked: Asked }) {
  const [isOpen, setOpen] = useState(false);
  const { key, text, there, at } = asked;
  const what = whatOf(key);
  const actions = (
    <>
      <Button size="small" onClick={() => session.answer(asked, false)}>
        Discard it
      </Button>
      <Button size="small" onClick={() => session.answer(asked, true)}>
        Bring it back
      </Button>
    </>
  );
  return (
    <Notice
      actions={
        <>
          <Button size="small" weight="ghost" onClick={() => setOpen(true)}>
            What differs
          </Button>
          {actions}
        </>
      }
    >
      This browser keeps an edit of <strong className="font-semibold">{what}</strong> from{" "}
      <Time at={new Date(at).toISOString()} /> that was never saved, and{" "}
      {there ? "what is saved has changed since" : "the file is gone"}.
      {isOpen && (
        <DifferenceDialog
          title={`${what}: as it is saved, and your edit`}
          description="Lines marked as removed are saved now, lines marked as added are in your edit."
          path={isFileKey(key) ? nameOf(key) : "draft.json"}
          before={shown(key, there?.text ?? "")}
          after={shown(key, text)}
          close={() => setOpen(false)}
          footer={actions}
        />
      )}
    </Notice>
  );
}

function Notice({
  children,
  actions,
  isAlert = false,
}: {
  children: ReactNode;
  actions?: ReactNode;
  isAlert?: boolean;
}) {
  return (
    <div
      role={isAlert ? "alert" : "note"}
      className={`flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-border px-3 py-1.5 text-sm ${isAlert ? "bg-warning-soft" : "bg-info-soft"}`}
    >
      <p className="min-w-0 flex-1 basis-72 break-words">{children}</p>
      {actions && <span className="flex flex-wrap items-center gap-1.5">{actions}</span>}
    </div>
  );
}

/** By whom and when, as far as the server says: a draft has no name beside its time. */
function useWhoChanged(key: string): ReactNode {
  const { application, worklet, files } = useDraft();
  const queries = useQueryClient();
  useEffect(() => {
    const { queryKey } = isFileKey(key) ? filesQuery(application) : workletQuery(application, worklet);
    void queries.invalidateQueries({ queryKey, exact: true });
  }, [queries, application, worklet, key]);
  const { data } = useQuery(workletQuery(application, worklet));
  if (!isFileKey(key))
    return data ? (
      <>
        {" "}
        (<Time at={data.updated_at} />)
      </>
    ) : null;
  const meta = files.find(({ path }) => path === nameOf(key))?.meta;
  return meta ? (
    <>
      {" "}
      (by {meta.updated_by}, <Time at={meta.updated_at} />)
    </>
  ) : null;
}

function whatOf(key: string): string {
  return isFileKey(key) ? nameOf(key) : "The draft";
}

/** A draft is read by people with a line for each member. */
function shown(key: string, text: string): string {
  return isFileKey(key) || text === "" ? text : JSON.stringify(JSON.parse(text), null, 2);
}
