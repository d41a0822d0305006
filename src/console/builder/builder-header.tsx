import { useQuery } from "@tanstack/react-query";
import { Redo2, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../parts/button.tsx";
import { useKeys } from "../parts/keys.tsx";
import { useTitle } from "../parts/page.tsx";
import { Segments } from "../parts/segments.tsx";
import { viewQuery } from "../views/queries.ts";
import { useAnnounce } from "./announcer.tsx";
import { useBuilder } from "./builder-context.ts";
import { SaveStatus } from "./live/save-status.tsx";
import { useSaving } from "./live/saving-context.ts";
import { PanelToggle } from "./panel-toggle.tsx";

/** A window over the page has keys of its own. */
const isInPage = ({ target }: KeyboardEvent) => !(target instanceof Element && target.closest("[role=dialog]"));

/** The builder's bar: what is edited, whether it is saved, and what can be done with it. `actions` come at its end. */
export function BuilderHeader({ actions }: { actions?: ReactNode }) {
  const { application, view, mayEdit, undo, redo, undoable, redoable, mode, setMode } = useBuilder();
  const { data } = useQuery(viewQuery(application, view));
  const { saveNow } = useSaving();
  const announce = useAnnounce();
  const undoIt = () => {
    undo();
    if (undoable !== null) announce(`Undone: ${undoable}`);
  };
  const redoIt = () => {
    redo();
    if (redoable !== null) announce(`Done again: ${redoable}`);
  };
  const name = data?.name ?? view;
  useTitle(name);
  useKeys([
    {
      keys: "mod+e",
      label: "Edit or preview",
      when: isInPage,
      run: () => setMode(mode === "edit" ? "preview" : "edit"),
    },
    ...(mayEdit
      ? [
          { keys: "mod+z", label: "Undo", whileTyping: false, when: isInPage, run: undoIt },
          { keys: "mod+shift+z", label: "Redo", whileTyping: false, when: isInPage, run: redoIt },
          { keys: "mod+y", whileTyping: false, when: isInPage, run: redoIt },
          { keys: "mod+s", label: "Save now", when: isInPage, run: () => void saveNow() },
        ]
      : []),
  ]);
  return (
    <header className="flex items-center gap-x-3 gap-y-1 border-b border-border bg-surface px-3 py-1.5 max-[899px]:flex-wrap">
      <PanelToggle side="left" />
      <h1 title={name} className="min-w-0 truncate text-lg font-semibold tracking-tight">
        {name}
      </h1>
      <SaveStatus />
      <div className="flex min-w-0 flex-wrap items-center gap-x-0.5 gap-y-1 min-[900px]:ml-auto min-[900px]:gap-x-1 min-[900px]:shrink-0">
        {mayEdit && (
          <>
            <IconButton
              label={undoable === null ? "Undo" : `Undo: ${undoable}`}
              keys="mod+z"
              icon={<Undo2 size={15} />}
              disabled={undoable === null}
              onClick={undoIt}
            />
            <IconButton
              label={redoable === null ? "Redo" : `Redo: ${redoable}`}
              keys="mod+shift+z"
              icon={<Redo2 size={15} />}
              disabled={redoable === null}
              onClick={redoIt}
            />
          </>
        )}
        <Segments
          label="Edit or preview"
          value={mode}
          words={{ edit: "Edit", preview: "Preview" }}
          onChange={setMode}
        />
        {actions}
        <PanelToggle side="right" />
      </div>
    </header>
  );
}
