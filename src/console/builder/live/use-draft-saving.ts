import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { ViewDraft } from "../../../contract/view.ts";
import { meQuery } from "../../api/queries.ts";
import { saveStateOf } from "../../draft/save-plan.ts";
import { viewQuery } from "../../views/queries.ts";
import type { Builder } from "../builder-context.ts";
import type { DraftSaving } from "./draft-saving.ts";
import { refusedWrongs } from "./refused-wrongs.ts";
import type { Saving } from "./saving-context.ts";
import { savingOf } from "./savings.ts";
import { draftText } from "./view-drafts.ts";

type Edited = {
  application: string;
  view: string;
  /** As the server has it, and its ETag. */
  opened: { draft: ViewDraft; etag: string | null };
  draft: ViewDraft;
  change: Builder["change"];
  mayEdit: boolean;
};

/** Saves the draft by itself, and keeps in this browser what is not saved. */
export function useDraftSaving({ application, view, opened, draft, change, mayEdit }: Edited): Saving {
  const saving = savingOf(application, view, useQueryClient());
  const { plan, asked } = useSyncExternalStore(saving.subscribe, saving.state);
  const text = useMemo(() => draftText(draft), [draft]);
  const latest = useRef(text);
  latest.current = text;

  /** The draft came from elsewhere: a step that can be undone. */
  const take = useCallback(
    (label: string, taken: string | null) => {
      if (taken !== null && taken !== latest.current) change({ label }, () => JSON.parse(taken) as ViewDraft);
    },
    [change],
  );
  const isOpened = useOpened(saving, opened, mayEdit, take);
  useFreshness(saving, application, view, take);
  useEffect(() => {
    if (isOpened) saving.edited(text);
  }, [saving, isOpened, text]);

  const saveNow = useCallback(() => {
    saving.edited(latest.current);
    return saving.save();
  }, [saving]);
  const decide = useCallback<Saving["decide"]>(
    (keep) => take("Take what was saved elsewhere", saving.decide(keep)),
    [saving, take],
  );
  const answer = useCallback<Saving["answer"]>(
    (each, isWanted) => take("Bring back an unsaved edit", saving.answer(each, isWanted)),
    [saving, take],
  );
  const piece = plan.pieces[saving.key];
  const refusal = piece?.refusal ?? null;
  const wrongs = useMemo(() => refusedWrongs(refusal, draft), [refusal, draft]);
  return useMemo((): Saving => {
    const save = saveStateOf(plan, saving.key);
    return {
      state: save.type === "waiting" ? "changed" : save.type,
      problem: "problem" in save ? save.problem : null,
      wrongs,
      mine: text,
      theirs: piece?.trouble?.type === "conflict" ? piece.trouble.theirs : null,
      saveNow,
      decide,
      asked,
      answer,
    };
  }, [saving, plan, piece, wrongs, text, asked, saveNow, decide, answer]);
}

type Take = (label: string, taken: string | null) => void;

/** What this tab or a closed one left unsaved goes on. From then on what is edited here counts. */
function useOpened(saving: DraftSaving, opened: Edited["opened"], mayEdit: boolean, take: Take): boolean {
  const [isOpened, setOpened] = useState(false);
  const started = useRef(false);
  useEffect(() => {
    if (!mayEdit || started.current) return;
    started.current = true;
    const label = "Go on with unsaved edits";
    take(label, saving.opened({ text: draftText(opened.draft), etag: opened.etag ?? "" }));
    setOpened(true);
    void saving.takeUp().then((taken) => take(label, taken));
  }, [saving, opened, mayEdit, take]);
  return isOpened;
}

/** What others saved is shown where nothing is unsaved; what did not get through is tried again by whoever signed in. */
function useFreshness(saving: DraftSaving, application: string, view: string, take: Take): void {
  const { data } = useQuery(viewQuery(application, view));
  const { dataUpdatedAt: signedInAt } = useQuery(meQuery);
  const updatedAt = data?.updated_at;
  const seen = useRef(updatedAt);
  useEffect(() => {
    if (seen.current === updatedAt) return;
    const isFirst = seen.current === undefined;
    seen.current = updatedAt;
    if (isFirst) return;
    const shown = (taken: string | null) => take("Take what was saved elsewhere", taken);
    // Not reached, it is asked again with the next change; saving finds out in any case.
    saving.readAnew().then(shown, () => undefined);
  }, [saving, updatedAt, take]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: somebody signed in again.
  useEffect(() => saving.wake(), [saving, signedInAt]);
}
