import type { Chosen } from "./options.ts";

const shownAtMost = 50;

/** The height of a line of them, with the gap to the next. */
export const chipPixels = 28;

/** What is chosen, as many as there is room for, and how many they are. */
export function Chips({ chosen, isLoading, lines }: { chosen: readonly Chosen[]; isLoading: boolean; lines: number }) {
  return (
    <span className="flex min-w-0 grow items-start gap-1.5">
      {/* Whole lines: what does not fit is on the next one, and is not shown. */}
      <span
        className="flex min-w-0 grow flex-wrap content-start gap-1 overflow-hidden"
        style={{ height: lines * chipPixels - 4 }}
      >
        {chosen.slice(0, shownAtMost).map(({ key, label, isKnown }) => (
          <span
            key={key}
            className={`relative block h-6 max-w-full truncate rounded px-1.5 text-xs leading-6 ${isKnown || isLoading ? "bg-accent-soft text-text" : "border border-dashed border-border-strong text-muted leading-5.5"}`}
          >
            {label}
            {!isKnown && !isLoading && <span className="sr-only"> (not in the list)</span>}
            <span className="sr-only">, </span>
          </span>
        ))}
      </span>
      {chosen.length > 1 && <span className="shrink-0 text-xs leading-6 text-muted tabular-nums">{chosen.length}</span>}
    </span>
  );
}
