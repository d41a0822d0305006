import { CircleCheck } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useBuilder } from "../builder-context.ts";
import type { TroubleLine } from "./problems.ts";
import { useProblems } from "./use-problems.ts";

/** What is wrong in the view, each line with the way to it. */
export function FailingPane() {
  const problems = useProblems();
  if (problems.length === 0) {
    return (
      <p className="flex items-center gap-1.5 px-3 py-2 text-xs text-muted">
        <CircleCheck size={13} aria-hidden className="text-success" /> Everything works.
      </p>
    );
  }
  return (
    <ul aria-label="Problems of the view" onKeyDown={moveByArrows} className="h-full overflow-y-auto p-1">
      {problems.map((line) => (
        <Line key={`${line.goal} ${line.sentence}`} line={line} />
      ))}
    </ul>
  );
}

const kinds: Record<TroubleLine["of"], { word: string; look: string }> = {
  draft: { word: "Not saved", look: "bg-danger-soft text-danger" },
  field: { word: "Not taken", look: "bg-warning-soft text-warning" },
  live: { word: "Fails now", look: "bg-warning-soft text-warning" },
};

function Line({ line: { where, sentence, goal, of } }: { line: TroubleLine }) {
  const { reveal } = useBuilder();
  const { word, look } = kinds[of];
  return (
    <li>
      <button
        type="button"
        disabled={goal === ""}
        onClick={() => reveal(goal)}
        className="flex w-full flex-wrap items-baseline gap-x-2 rounded px-2 py-1 text-left text-xs enabled:hover:bg-surface-2"
      >
        <span className={`shrink-0 rounded px-1 text-2xs font-medium ${look}`}>{word}</span>
        <code className="max-w-full shrink-0 truncate font-mono font-medium">{where}</code>
        <span className="min-w-0 break-words text-muted">{sentence}</span>
      </button>
    </li>
  );
}

/** The arrow keys go from line to line. */
function moveByArrows(event: KeyboardEvent<HTMLUListElement>): void {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
  const step = steps[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("button:enabled")];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  event.preventDefault();
  buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus();
}
