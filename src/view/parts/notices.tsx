import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import type { Tone } from "../../reactive/reactive.ts";
import type { Notice } from "../page/effects.ts";

/** Short notes in the corner. They are read out, go by themselves, and stay while somebody looks at them. */

type Props = { notices: readonly Notice[]; dismiss: (id: number) => void };

const shownMs: Readonly<Record<Tone, number>> = { info: 6_000, success: 6_000, warning: 10_000, error: 15_000 };

const colours: Readonly<Record<Tone, string>> = {
  info: "border-info text-info",
  success: "border-success text-success",
  warning: "border-warning text-warning",
  error: "border-danger text-danger",
};

const words: Readonly<Record<Tone, string>> = { info: "Note", success: "Done", warning: "Warning", error: "Error" };

export function Notices({ notices, dismiss }: Props) {
  const [isLooking, setLooking] = useState(false);
  const top = useTopDialog(notices);
  const list = (isUrgent: boolean) => (
    <div aria-live={isUrgent ? "assertive" : "polite"} className="flex flex-col gap-2 empty:hidden">
      {notices
        .filter(({ tone }) => (tone === "error") === isUrgent)
        .map((notice) => (
          <Note key={notice.id} notice={notice} isHeld={isLooking} dismiss={dismiss} />
        ))}
    </div>
  );
  const whole = (
    <section
      aria-label="Notices"
      className="pointer-events-none fixed right-4 bottom-4 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2"
      onMouseEnter={() => setLooking(true)}
      onMouseLeave={() => setLooking(false)}
      onFocus={() => setLooking(true)}
      onBlur={() => setLooking(false)}
    >
      {list(false)}
      {list(true)}
    </section>
  );
  return top === null ? whole : createPortal(whole, top);
}

type NoteProps = { notice: Notice; isHeld: boolean; dismiss: (id: number) => void };

function Note({ notice: { id, tone, message, link }, isHeld, dismiss }: NoteProps): ReactNode {
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => dismiss(id), shownMs[tone]);
    return () => clearTimeout(timer);
  }, [id, tone, isHeld, dismiss]);
  return (
    <div
      className={`pointer-events-auto flex items-start gap-2 rounded-lg border border-l-4 bg-surface py-2 pr-1 pl-3 shadow-popup ${colours[tone]}`}
    >
      <div className="min-w-0 flex-1 py-0.5 text-sm text-text">
        <p className="max-h-40 overflow-auto break-words whitespace-pre-wrap">
          <span className="sr-only">{words[tone]}: </span>
          {message}
        </p>
        {link && (
          <a className="font-medium text-accent underline" href={link.href} target="_blank" rel="noreferrer">
            {link.label}
          </a>
        )}
      </div>
      <button
        type="button"
        aria-label="Dismiss"
        className="grid size-7 shrink-0 place-items-center rounded text-lg leading-none text-muted hover:bg-surface-2 hover:text-text"
        onClick={() => dismiss(id)}
      >
        <span aria-hidden="true">×</span>
      </button>
    </div>
  );
}

/** The dialog on top of the page: what stands outside of it can neither be clicked nor read out, so notices go in. */
function useTopDialog(notices: readonly Notice[]): HTMLDialogElement | null {
  const [top, setTop] = useState<HTMLDialogElement | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new notice is a reason to look again.
  useEffect(() => {
    const look = () => setTop([...document.querySelectorAll<HTMLDialogElement>("dialog:modal")].at(-1) ?? null);
    look();
    for (const event of dialogEvents) document.addEventListener(event, look, true);
    // A dialog that is taken out of the page while it is open tells nobody.
    const removals = new MutationObserver(() => {
      if (!top?.isConnected) look();
    });
    if (top !== null) removals.observe(document.body, { childList: true, subtree: true });
    return () => {
      for (const event of dialogEvents) document.removeEventListener(event, look, true);
      removals.disconnect();
    };
  }, [notices, top]);
  return top;
}

const dialogEvents = ["close", "toggle"] as const;
