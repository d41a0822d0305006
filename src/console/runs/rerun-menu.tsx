import { ChevronDown, FastForward, Pencil, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import type { Run, Trace } from "../../contract/run.ts";
import { Button } from "../parts/button.tsx";
import { Menu } from "../parts/menu.tsx";
import { useNotify } from "../parts/toast.tsx";
import { RerunDialog } from "./rerun-dialog.tsx";
import { isInBackground, type RunAt, rerun, runHref } from "./run-actions.ts";

export const rerunButtonId = "run-again";

/** Runs again: the same, with another input, or from a block on. The page goes on to the new run. */
export function RerunMenu({ at, run, trace }: { at: RunAt; run: Run; trace: Trace | undefined }) {
  const [, navigate] = useLocation();
  const { notify, notifyProblem } = useNotify();
  const [shown, setShown] = useState<"edited" | "from" | null>(null);
  const [isBusy, setBusy] = useState(false);
  const opened = (id: string) => {
    notify({ title: "Running again", detail: "This is the new run." });
    navigate(runHref({ ...at, run: id }));
  };
  const again = async (version: "same" | "live") => {
    setBusy(true);
    try {
      opened(await rerun(at, { version }));
    } catch (error) {
      notifyProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const live = run.environment === "draft" ? "the draft as it is now" : "the live version";
  // A synchronous run of a draft keeps no draft, and no values that blocks could go on with.
  const keepsVersion = isInBackground(at.run) || run.environment === "production";
  const keepsValues = isInBackground(at.run);
  return (
    <>
      <Menu
        trigger={
          <Button
            id={rerunButtonId}
            weight="primary"
            busy={isBusy}
            disabled={isBusy}
            icon={<RotateCcw size={14} aria-hidden />}
          >
            Run again
            <ChevronDown size={13} aria-hidden />
          </Button>
        }
        items={[
          ...(keepsVersion
            ? [{ label: "Again", icon: <RotateCcw size={14} />, run: () => void again("same") } as const]
            : []),
          { label: `Again, with ${live}`, icon: <RotateCcw size={14} />, run: () => void again("live") },
          "separator",
          { label: "Edited…", icon: <Pencil size={14} />, run: () => setShown("edited") },
          {
            label: keepsValues ? "From a block…" : "From a block: only for runs in the background",
            icon: <FastForward size={14} />,
            disabled: !keepsValues,
            run: () => setShown("from"),
          },
        ]}
      />
      {shown !== null && (
        <RerunDialog
          at={at}
          run={run}
          trace={trace}
          what={shown}
          keepsVersion={keepsVersion}
          close={() => setShown(null)}
          done={opened}
        />
      )}
    </>
  );
}
