import { Ban, CircleCheck, CircleDashed, CircleX, Clock, LoaderCircle, type LucideIcon } from "lucide-react";
import type { RunStatus, Trigger } from "../../contract/run.ts";

/** The states of a run and what begins one: words, colours, signs. A new one does not compile until it has them. */

type Look = { word: string; icon: LucideIcon; text: string; soft: string; moves: boolean };

export const statusLooks: Record<RunStatus, Look> = {
  QUEUED: { word: "Queued", icon: CircleDashed, text: "text-muted", soft: "bg-surface-3", moves: false },
  RUNNING: { word: "Running", icon: LoaderCircle, text: "text-info", soft: "bg-info-soft", moves: true },
  SUCCEEDED: { word: "Succeeded", icon: CircleCheck, text: "text-success", soft: "bg-success-soft", moves: false },
  FAILED: { word: "Failed", icon: CircleX, text: "text-danger", soft: "bg-danger-soft", moves: false },
  TIMED_OUT: { word: "Timed out", icon: Clock, text: "text-warning", soft: "bg-warning-soft", moves: false },
  CANCELED: { word: "Canceled", icon: Ban, text: "text-muted", soft: "bg-surface-3", moves: false },
};

export const triggerWords: Record<Trigger, string> = {
  api: "API",
  schedule: "Schedule",
  view: "View",
  worklet: "Worklet",
  console: "Console",
  hook: "Hook",
};

/** Sign and word, in the state's colour. */
export function RunStatusBadge({ status }: { status: RunStatus }) {
  const look = statusLooks[status];
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap ${look.text} ${look.soft}`}
    >
      <look.icon size={12} aria-hidden className={look.moves ? "animate-spin" : ""} />
      {look.word}
    </span>
  );
}

/** Whether a run in this state may still change. */
export function isOpen(status: RunStatus): boolean {
  return status === "QUEUED" || status === "RUNNING";
}
