import { type ReactNode, useCallback, useMemo, useState } from "react";
import type { ViewDraft } from "../../contract/view.ts";
import { checkView } from "../../reactive/reactive.ts";
import { Effects } from "../../view/parts/effects.tsx";
import { useMay } from "../api/role.ts";
import { Announcer } from "./announcer.tsx";
import { type Builder, BuilderContext } from "./builder-context.ts";
import { DragProvider } from "./canvas/drag-context.tsx";
import { newHistory, redone, selecting, stepTo, undone } from "./document/history.ts";
import { LiveContext } from "./live/live-context.ts";
import { mergedWrongs } from "./live/refused-wrongs.ts";
import { SavingContext } from "./live/saving-context.ts";
import { useDraftSaving } from "./live/use-draft-saving.ts";
import { useLivePage } from "./live/use-live-page.ts";
import { PanelsProvider } from "./panels.tsx";
import { TroublesProvider } from "./troubles.tsx";
import { UnfinishedProvider } from "./unfinished/unfinished-context.tsx";

/** Gives the parts of the builder the draft as it is edited, its history, what is selected, and the page that it is. */
export function BuilderProvider({
  application,
  view,
  opened,
  children,
}: {
  application: string;
  view: string;
  /** The draft as the server has it, and its ETag. */
  opened: { draft: ViewDraft; etag: string | null };
  children: ReactNode;
}) {
  const mayEdit = useMay("creator");
  const [history, setHistory] = useState(() => newHistory(opened.draft));
  const [mode, setMode] = useState<Builder["mode"]>("edit");
  const [wanted, setWanted] = useState<string | null>(null);
  const { draft, selected } = history.present;
  const { page, live } = useLivePage(application, view, draft, mode);

  const change = useCallback<Builder["change"]>(
    (step, edit) => {
      if (!mayEdit) return;
      const now = Date.now();
      setHistory((before) => stepTo(before, step, edit(before.present.draft), now));
    },
    [mayEdit],
  );
  const saving = useDraftSaving({ application, view, opened, draft, change, mayEdit });
  const known = useMemo(() => checkView(draft), [draft]);
  const wrongs = useMemo(() => mergedWrongs(known, saving.wrongs), [known, saving.wrongs]);
  const select = useCallback((ids: readonly string[]) => setHistory((before) => selecting(before, ids)), []);
  const undo = useCallback(() => setHistory(undone), []);
  const redo = useCallback(() => setHistory(redone), []);
  const revealed = useCallback(() => setWanted(null), []);
  const reveal = useCallback((path: string) => {
    const [root = ""] = path.split(".");
    setMode("edit");
    setHistory((before) => {
      const isComponent = before.present.draft.components.some(({ id }) => id === root);
      return selecting(before, isComponent ? [root] : []);
    });
    setWanted(path);
  }, []);

  const builder = useMemo(
    (): Builder => ({
      application,
      view,
      mayEdit,
      draft,
      change,
      undoable: mayEdit ? (history.past.at(-1)?.label ?? null) : null,
      redoable: mayEdit ? (history.future[0]?.label ?? null) : null,
      undo,
      redo,
      selected,
      select,
      wrongs,
      page,
      mode,
      setMode,
      reveal,
      wanted,
      revealed,
    }),
    [
      application,
      view,
      mayEdit,
      draft,
      change,
      history,
      undo,
      redo,
      selected,
      select,
      wrongs,
      page,
      mode,
      reveal,
      wanted,
      revealed,
    ],
  );
  return (
    <BuilderContext value={builder}>
      <SavingContext value={saving}>
        <LiveContext value={live}>
          <UnfinishedProvider>
            <TroublesProvider>
              <DragProvider>
                <Announcer>
                  <PanelsProvider>{children}</PanelsProvider>
                </Announcer>
              </DragProvider>
            </TroublesProvider>
          </UnfinishedProvider>
          <Effects effects={live.effects} />
        </LiveContext>
      </SavingContext>
    </BuilderContext>
  );
}
