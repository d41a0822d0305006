import { useQuery } from "@tanstack/react-query";
import { DifferenceDialog } from "../../draft/difference-dialog.tsx";
import { Button } from "../../parts/button.tsx";
import { Time } from "../../parts/time.tsx";
import { viewQuery } from "../../views/queries.ts";
import { useBuilder } from "../builder-context.ts";
import { useSaving } from "./saving-context.ts";

/** Somebody else saved the draft meanwhile: theirs and mine, and the choice. */
export function ConflictDialog({ close }: { close(): void }) {
  const { application, view } = useBuilder();
  const { mine, theirs, decide } = useSaving();
  const { data } = useQuery(viewQuery(application, view));
  return (
    <DifferenceDialog
      title="The draft was changed elsewhere"
      description={
        <>
          Yours is not saved, and nothing is overwritten until you choose. Lines marked as removed are theirs
          {data && (
            <>
              {" "}
              (<Time at={data.updated_at} />)
            </>
          )}
          , lines marked as added are yours.
        </>
      }
      path="draft.json"
      before={linesOf(theirs?.text ?? "")}
      after={linesOf(mine)}
      close={close}
      footer={
        <>
          <Button onClick={close}>Decide later</Button>
          <Button onClick={() => decide("theirs")}>Take theirs</Button>
          <Button onClick={() => decide("mine")}>Keep mine (overwrite)</Button>
        </>
      }
    />
  );
}

/** A line for each member, as people compare them. */
export function linesOf(text: string): string {
  return text === "" ? "" : JSON.stringify(JSON.parse(text), null, 2);
}
