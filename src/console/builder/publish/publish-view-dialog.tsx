import { CircleCheck, Rocket } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { ViewVersionSummary } from "../../../contract/view-catalog.ts";
import { type Problem, problemFrom } from "../../api/problem.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { isAtBeginning } from "../../parts/focus.ts";
import { Empty, Failed, Loading, ProblemNote } from "../../parts/states.tsx";
import { ChangeBrowser } from "../../versions/change-browser.tsx";
import { useBuilder } from "../builder-context.ts";
import { useSaving } from "../live/saving-context.ts";
import { useUnfinished } from "../unfinished/unfinished-context.tsx";
import { AccessBox } from "./access-box.tsx";
import { UnfinishedNote } from "./unfinished-note.tsx";
import { usePublishView, useViewPublishing, type ViewPublishing } from "./use-view-publishing.ts";
import { ViewAddress } from "./view-address.tsx";
import { nameOfViewItem } from "./view-items.ts";

/** What would go live and who could run what then; after it, where the page is. */
export function PublishViewDialog({ close }: { close(): void }) {
  const { application, view, draft } = useBuilder();
  const publishing = useViewPublishing();
  const publish = usePublishView();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [published, setPublished] = useState<ViewVersionSummary | null>(null);
  const unfinished = useUnfinished();
  const isWhole = unfinished.length === 0;
  const mayPublish = publishing.type === "ready" && publishing.head.unpublished && published === null;
  const cancel = useRef<HTMLButtonElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  // Enter publishes as soon as that is possible, unless the person has gone elsewhere meanwhile, or something typed would be left out.
  useEffect(() => {
    if (mayPublish && isWhole && isAtBeginning(cancel.current)) button.current?.focus();
  }, [mayPublish, isWhole]);
  useEffect(() => {
    if (published !== null) cancel.current?.focus();
  }, [published]);
  const act = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setPublished(await publish());
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={published ? `Version ${published.number} is live` : "Publish"}
      description={published ? "Pages that are open go on with it." : describe(publishing)}
      width={published ? "medium" : "full"}
      initialFocus={cancel}
      footer={
        <>
          <Button ref={cancel} onClick={close}>
            {published ? "Close" : "Cancel"}
          </Button>
          {!published && (
            <Button
              ref={button}
              weight="primary"
              icon={<Rocket size={14} aria-hidden />}
              busy={isBusy}
              disabled={!mayPublish}
              onClick={() => void act()}
            >
              {isWhole ? "Publish" : `Publish without ${unfinished.length === 1 ? "it" : "them"}`}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {problem && <ProblemNote problem={problem} />}
        {published ? (
          <>
            <p role="status" className="flex items-center gap-1.5 text-sm">
              <CircleCheck size={15} aria-hidden className="text-success" /> The page is here:
            </p>
            <ViewAddress application={application} view={view} />
            <AccessBox access={published.access} worklets={published.anyone_can_run} />
          </>
        ) : (
          <>
            <UnfinishedNote close={close} />
            {publishing.type === "ready" && <AccessBox access={draft.access} worklets={publishing.anyoneCanRun} />}
            <Contents publishing={publishing} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function describe(publishing: ViewPublishing): string {
  const live = publishing.type === "ready" ? publishing.head.live_version : null;
  if (live !== null) return `What changes against version ${live}, which is live.`;
  return "The draft becomes the first version and is live at once.";
}

function Contents({ publishing }: { publishing: ViewPublishing }) {
  switch (publishing.type) {
    case "saving":
      return <Loading rows={4} label="Saving what is edited" />;
    case "loading":
      return <Loading rows={4} label="Comparing with the live version" />;
    case "failed":
      return <Failed error={publishing.error} retry={publishing.retry} />;
    case "unsaved":
      return <UnsavedNote />;
    case "ready":
      if (publishing.items.length > 0) return <ChangeBrowser items={publishing.items} nameOf={nameOfViewItem} />;
      if (publishing.head.unpublished) return <Empty title="An empty page">Nothing is on it yet.</Empty>;
      return <Empty title="Nothing to publish">The live version has all that is saved.</Empty>;
  }
}

/** Only what the server has can go live. */
function UnsavedNote() {
  const { wrongs } = useBuilder();
  const { problem, state } = useSaving();
  const reasons =
    wrongs.length > 0
      ? wrongs.map(({ message }) => message)
      : [
          state === "conflict"
            ? "It was changed elsewhere: choose which one stays."
            : (problem?.message ?? "Try again."),
        ];
  return (
    <div role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
      <p className="font-medium">The draft is not saved, so it cannot be published</p>
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
