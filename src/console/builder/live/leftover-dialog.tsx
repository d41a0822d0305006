import { useState } from "react";
import { DifferenceDialog } from "../../draft/difference-dialog.tsx";
import { Button } from "../../parts/button.tsx";
import { Time } from "../../parts/time.tsx";
import { linesOf } from "./conflict-dialog.tsx";
import { useSaving } from "./saving-context.ts";

/** An edit of an earlier visit that was never saved, while what is saved has changed since. */
export function LeftoverDialog() {
  const { asked, answer, mine } = useSaving();
  const [isLater, setLater] = useState(false);
  const [first] = asked;
  // It is asked again when the view is opened the next time.
  if (!first || isLater) return null;
  return (
    <DifferenceDialog
      title="This browser keeps an edit that was never saved"
      description={
        <>
          It is from <Time at={new Date(first.at).toISOString()} />, and the draft has changed since. Lines marked as
          removed are in the draft, lines marked as added are in your edit.
        </>
      }
      path="draft.json"
      before={linesOf(mine)}
      after={linesOf(first.text)}
      close={() => setLater(true)}
      footer={
        <>
          <Button onClick={() => answer(first, false)}>Discard it</Button>
          <Button onClick={() => answer(first, true)}>Bring it back</Button>
        </>
      }
    />
  );
}
