import { useEffect, useId, useRef } from "react";
import type { Question } from "../page/effects.ts";

/** A question before an action. Escape is a no, and so is Enter: the focus is on the answer that does nothing. */
export function Confirm({ question }: { question: Question }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const safe = useRef<HTMLButtonElement>(null);
  const words = useId();
  useEffect(() => {
    dialog.current?.showModal();
    safe.current?.focus();
  }, []);
  // Closing puts the focus back to where it was, before anything else happens.
  const close = (answer: string) => dialog.current?.close(answer);
  const shared = "h-9 rounded-md px-3 text-sm font-medium";
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      aria-labelledby={words}
      className="m-auto w-[26rem] max-w-[calc(100vw-2rem)] rounded-lg border border-border bg-surface p-4 text-text shadow-popup backdrop:bg-black/40"
      onClose={({ currentTarget }) => question.answer(currentTarget.returnValue === "yes")}
    >
      <p id={words} className="max-h-[50vh] overflow-auto break-words whitespace-pre-wrap">
        {question.text}
      </p>
      <div className="mt-4 flex justify-end gap-2">
        <button
          ref={safe}
          type="button"
          className={`${shared} border border-border-strong/45 hover:bg-surface-2`}
          onClick={() => close("no")}
        >
          Cancel
        </button>
        <button
          type="button"
          className={`${shared} bg-accent text-on-accent hover:bg-accent-strong`}
          onClick={() => close("yes")}
        >
          Yes
        </button>
      </div>
    </dialog>
  );
}
