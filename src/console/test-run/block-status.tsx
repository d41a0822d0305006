import { Ban, CircleCheck, CircleSlash, CircleX, Clock, LoaderCircle, type LucideIcon } from "lucide-react";
import type { BlockTrace } from "../../contract/run.ts";

type Status = BlockTrace["status"];

/** The states of a block in a run: words, colours, signs. */
export const blockLooks: Record<Status, { word: string; icon: LucideIcon; text: string }> = {
  RUNNING: { word: "Running", icon: LoaderCircle, text: "text-info animate-spin" },
  SUCCEEDED: { word: "Succeeded", icon: CircleCheck, text: "text-success" },
  FAILED: { word: "Failed", icon: CircleX, text: "text-danger" },
  TIMED_OUT: { word: "Timed out", icon: Clock, text: "text-warning" },
  CANCELED: { word: "Canceled", icon: Ban, text: "text-muted" },
  SKIPPED: { word: "Skipped", icon: CircleSlash, text: "text-muted" },
};

export function BlockStatusMark({ status }: { status: Status }) {
  const { word, icon: Icon, text } = blockLooks[status];
  return (
    <span className="inline-flex shrink-0">
      <Icon size={13} aria-hidden className={text} />
      <span className="sr-only">{word}</span>
    </span>
  );
}
