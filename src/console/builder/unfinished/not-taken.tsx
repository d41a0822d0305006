import { useEffect, useState } from "react";
import { useBuilder } from "../builder-context.ts";
import { focusControlIn } from "../focus.ts";
import type { Typed } from "./use-typed.ts";

/** Below a field: why its text is not taken, and the way back to what the draft has. */
export function NotTaken({ id, label, typed, shown }: { id: string; label: string; typed: Typed; shown: string }) {
  const { mayEdit } = useBuilder();
  const wrong = useRested(typed.wrong);
  const discard = (event: React.MouseEvent) => {
    const field = event.currentTarget.parentElement?.parentElement ?? null;
    typed.discard();
    focusControlIn(field);
  };
  if (wrong === null) return null;
  return (
    <div className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-xs text-danger">
      <p id={id} role="alert" className="min-w-0 break-words">
        {wrong} It is kept here and not taken: the draft has {shown}.
      </p>
      {mayEdit && (
        <button
          type="button"
          aria-label={`Discard what is typed as ${label}`}
          onClick={discard}
          className="font-medium underline underline-offset-2 hover:text-text"
        >
          Discard
        </button>
      )}
    </div>
  );
}

const restMs = 500;

/** With most letters JSON is not complete: what is wrong is said when the typing rests. */
function useRested(wrong: string | null): string | null {
  const [rested, setRested] = useState(wrong);
  useEffect(() => {
    const timer = setTimeout(() => setRested(wrong), wrong === null ? 0 : restMs);
    return () => clearTimeout(timer);
  }, [wrong]);
  return wrong === null ? null : rested;
}
