import { Rocket } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { type Problem, problemFrom } from "../api/problem.ts";
import { useDraft } from "../draft/draft-context.ts";
import { saveWords } from "../draft/overall-save.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { isAtBeginning } from "../parts/focus.ts";
import { Empty, Failed, Loading, ProblemNote } from "../parts/states.tsx";
import { useNotify } from "../parts/toast.tsx";
import { ChangeBrowser } from "./change-browser.tsx";
import { nameOfItem } from "./comparison.ts";
import { type Publishing, usePublish, usePublishing } from "./use-publishing.ts";

/** What would go live, against what is live; and the button that does it. */
export function PublishDialog({
  application,
  worklet,
  open,
  onOpenChange,
}: {
  application: string;
  worklet: string;
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const publishing = usePublishing(application, worklet);
  const publish = usePublish(application, worklet);
  const { save } = useDraft();
  const { notify } = useNotify();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isEmpty = publishing.type === "ready" && publishing.items.length === 0;
  // What is saved can run; a draft that is not saved is not what would go live.
  const mayPublish = publishing.type === "ready" && !isEmpty && (publishing.isSaved || save.type === "saved");
  const cancel = useRef<HTMLButtonElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  // Enter publishes as soon as that is possible, unless the person has gone elsewhere meanwhile.
  useEffect(() => {
    if (mayPublish && isAtBeginning(cancel.current)) button.current?.focus();
  }, [mayPublish]);
  const act = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const { number } = await publish();
      onOpenChange(false);
      notify({ title: `Version ${number} is live`, detail: "Runs that are under way end as they began." });
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Publish"
      description={
        publishing.type === "ready" && !isEmpty
          ? `What changes against version ${publishing.live}, which is live.`
          : "The draft becomes the next version and is live at once."
      }
      width="full"
      initialFocus={cancel}
      footer={
        <>
          <Button ref={cancel} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button
            ref={button}
            weight="primary"
            icon={<Rocket size={14} aria-hidden />}
            busy={isBusy}
            disabled={!mayPublish}
            onClick={() => void act()}
          >
            {mayPublish && !publishing.isSaved ? "Publish what is saved" : "Publish"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {publishing.type === "ready" && !publishing.isSaved && <UnsavedNote />}
        {problem && <ProblemNote problem={problem} />}
        <Contents publishing={publishing} />
      </div>
    </Dialog>
  );
}

function Contents({ publishing }: { publishing: Publishing }) {
  switch (publishing.type) {
    case "saving":
      return <Loading rows={4} label="Saving what is edited" />;
    case "loading":
      return <Loading rows={4} label="Comparing with the live version" />;
    case "failed":
      return <Failed error={publishing.error} retry={publishing.retry} />;
    case "ready":
      if (publishing.items.length > 0) return <ChangeBrowser items={publishing.items} nameOf={nameOfItem} />;
      return <Empty title="Nothing to publish">Version {publishing.live} is live and has all that is saved.</Empty>;
  }
}

/** Only what the server has can go live: what it does not have, and why. */
function UnsavedNote() {
  const { save, wrongs, files, draft } = useDraft();
  const ofDraft =
    save.type === "refused" && wrongs.length > 0
      ? wrongs.map((wrong) => whereOf(wrong.path, draft) + wrong.message)
      : [saveWords(save)];
  const reasons = [
    ...(save.type === "saved" ? [] : ofDraft),
    ...files
      .filter((file) => file.text !== null && file.save.type !== "saved")
      .map((file) => `${file.path}: ${saveWords(file.save)}`),
  ];
  if (reasons.length === 0) return null;
  return (
    <div role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
      <p className="font-medium">
        {save.type === "saved"
          ? "Some files are not saved and would not be part of it"
          : "The draft is not saved, so it cannot be published"}
      </p>
      <ul className="mt-1 list-disc pl-4">
        {[...new Set(reasons)].map((reason) => (
          <li key={reason} className="break-words">
            {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}

function whereOf(pointer: string, draft: { graph: { blocks: { id: string }[] } }): string {
  const at = /^\/graph\/blocks\/(\d+)/.exec(pointer)?.[1];
  const id = at === undefined ? undefined : draft.graph.blocks[Number(at)]?.id;
  return id === undefined ? "" : `Block ${id}: `;
}
