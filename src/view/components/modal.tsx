import {
  type MouseEvent,
  type ReactNode,
  type SyntheticEvent,
  useContext,
  useId,
  useLayoutEffect,
  useRef,
} from "react";
import { InertContext } from "../page/inert-context.ts";
import { useComponent } from "../page/use-component.ts";
import { iconButtonClass } from "../parts/button-class.ts";
import { CrossIcon } from "../parts/icons.tsx";
import { errorsOf, PropertyErrors } from "../parts/property-errors.tsx";
import { nameOfId } from "../parts/words.ts";
import type { Drawn } from "./drawn.ts";

/** A form needs no frame in a window that has one. */
const frameless = "[&_fieldset]:border-0 [&_fieldset]:p-0";

/** A window over the page. What stands in it is not drawn while it is closed. */
export function Modal({ component, children }: Drawn) {
  const isInert = useContext(InertContext);
  const shown = useComponent(component.id, "modal");
  const { title, open } = shown.values;
  const notes = <PropertyErrors errors={errorsOf("modal", shown)} />;
  const name = title.trim() === "" ? nameOfId(component.id) : title;
  if (isInert) {
    return (
      <section
        aria-label={name}
        style={{ width: widthOf(component.place.w) }}
        className="max-w-full rounded-xl border border-border bg-surface shadow-popup"
      >
        <p inert className="border-b border-border px-5 py-3 text-lg font-semibold break-words">
          {name}
        </p>
        <div className={`p-5 ${frameless}`}>{children}</div>
        {notes}
      </section>
    );
  }
  if (!open) return notes;
  return (
    <Window title={title} name={name} columns={component.place.w} onClose={() => shown.set("open", false)}>
      {children}
      {notes}
    </Window>
  );
}

function widthOf(columns: number): string {
  return `max(20rem, ${columns * 6}rem)`;
}

type WindowProps = { title: string; name: string; columns: number; onClose: () => void; children: ReactNode };

function Window({ title, name, columns, onClose, children }: WindowProps) {
  const { dialog, content, ...closing } = useDialog(onClose);
  const titleId = useId();
  return (
    <dialog
      ref={dialog}
      {...closing}
      {...(title.trim() === "" ? { "aria-label": name } : { "aria-labelledby": titleId })}
      style={{ width: widthOf(columns) }}
      className="m-auto max-h-[calc(100dvh-2rem)] max-w-[calc(100vw-2rem)] overflow-visible rounded-xl border border-border bg-surface p-0 text-text shadow-popup backdrop:bg-black/45"
    >
      <div className="flex max-h-[calc(100dvh-2rem)] flex-col">
        <header className="flex shrink-0 items-start gap-3 border-b border-border py-3 pr-3 pl-5">
          <h2 id={titleId} className="min-w-0 grow py-0.5 text-lg font-semibold break-words">
            {title}
          </h2>
          <button type="button" aria-label="Close" title="Close" onClick={onClose} className={iconButtonClass}>
            <CrossIcon />
          </button>
        </header>
        <div ref={content} className={`min-h-0 grow overflow-y-auto overscroll-contain p-5 ${frameless}`}>
          {children}
        </div>
      </div>
    </dialog>
  );
}

const fields = "input:not(:disabled), select:not(:disabled), textarea:not(:disabled)";

/** Opens the dialog when it is drawn, and gives the focus back when it is no more. */
function useDialog(onClose: () => void) {
  const dialog = useRef<HTMLDialogElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isPressOutside = useRef(false);
  useLayoutEffect(() => {
    const { current } = dialog;
    if (current === null) return;
    current.showModal();
    content.current?.querySelector<HTMLElement>(fields)?.focus();
    return () => current.close();
  }, []);
  /** What closes in the dialog says so here too: a browser's dialog for files that was left. */
  const isOwn = (event: SyntheticEvent) => event.target === event.currentTarget;
  return {
    dialog,
    content,
    onCancel: (event: SyntheticEvent) => {
      if (!isOwn(event)) return;
      event.preventDefault();
      onClose();
    },
    // The browser closes it without asking when Escape is pressed again and again.
    onClose: (event: SyntheticEvent<HTMLDialogElement>) => {
      const { isConnected, open } = event.currentTarget;
      if (isOwn(event) && isConnected && !open) onClose();
    },
    // A press that begins inside and ends on the backdrop is somebody who selects text.
    onPointerDown: (event: SyntheticEvent) => {
      isPressOutside.current = isOwn(event);
    },
    onClick: (event: MouseEvent) => {
      if (isOwn(event) && isPressOutside.current) onClose();
    },
  };
}
