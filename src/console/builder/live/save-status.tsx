import { Check, CircleAlert, CloudOff, RotateCw } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { useBuilder } from "../builder-context.ts";
import { useUnfinishedTold } from "../unfinished/unfinished-context.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { LeftoverDialog } from "./leftover-dialog.tsx";
import { countWords, fieldWords } from "./problems.ts";
import { type Saving, useSaving } from "./saving-context.ts";

/** Whether what is edited is saved, in words, and a button where that did not happen by itself. */
export function SaveStatus() {
  const { mayEdit, reveal } = useBuilder();
  const saving = useSaving();
  const { state, saveNow } = saving;
  const unfinished = useUnfinishedTold();
  const [isDeciding, setDeciding] = useState(false);
  useEffect(() => setDeciding(state === "conflict"), [state]);
  if (!mayEdit) return <span className="shrink-0 text-xs text-muted">Read only</span>;
  const isWrong = state === "refused" || state === "conflict" || state === "failed";
  const [left] = isWrong ? [] : unfinished;
  const words = left === undefined ? wordsOf(saving) : `${wordsOf(saving)} without ${fieldWords(unfinished.length)}`;
  const told = isWrong ? saving.problem?.message : left?.message;
  const [first] = saving.wrongs;
  const isClickable = state === "conflict" || (state === "refused" && first !== undefined) || left !== undefined;
  const act = () => {
    if (state === "conflict") setDeciding(true);
    else if (left) reveal(left.path);
    else if (first) reveal(first.path);
  };
  return (
    <span className="flex shrink-0 items-center gap-1.5 text-xs">
      <span role="status" className="sr-only">
        {told !== undefined && `${words}. ${told}`}
      </span>
      {isClickable ? (
        <Button
          size="small"
          weight={isWrong ? "danger" : "secondary"}
          icon={<CircleAlert size={13} aria-hidden className={isWrong ? "" : "text-warning"} />}
          title={told}
          onClick={act}
        >
          {words}
        </Button>
      ) : (
        <span title={saving.problem?.message} className={`flex items-center gap-1 ${colours[state]}`}>
          {state === "saved" && <Check size={13} aria-hidden className="text-success" />}
          {state === "failed" && <CloudOff size={13} aria-hidden />}
          {words}
        </span>
      )}
      {state === "failed" && (
        <Button size="small" weight="ghost" icon={<RotateCw size={12} aria-hidden />} onClick={() => void saveNow()}>
          Try now
        </Button>
      )}
      {isDeciding && state === "conflict" && <ConflictDialog close={() => setDeciding(false)} />}
      <LeftoverDialog />
    </span>
  );
}

const colours: Record<Saving["state"], string> = {
  saved: "text-muted",
  changed: "text-muted",
  saving: "text-muted",
  refused: "text-danger",
  conflict: "text-danger",
  failed: "text-warning",
};

function wordsOf({ state, problem, wrongs }: Saving): string {
  switch (state) {
    case "saved":
      return "Saved";
    case "changed":
      return "Edited";
    case "saving":
      return "Saving…";
    case "conflict":
      return "Not saved: changed elsewhere";
    case "refused":
      return wrongs.length > 0 ? `Not saved: ${countWords(wrongs.length)}` : `Not saved: ${problem?.title ?? ""}`;
    case "failed":
      return `Not saved: ${failureWords(problem?.status ?? 0)}`;
  }
}

function failureWords(status: number): string {
  if (status === 0) return "no connection";
  return status === 401 ? "signed out" : "server busy";
}
