import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import type { ViewSummary } from "../../contract/view-catalog.ts";
import { type Problem, problemFrom } from "../api/problem.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { NameField } from "../parts/name-fields.tsx";
import { ProblemNote } from "../parts/states.tsx";
import { renameView } from "./view-requests.ts";

/** Another name, at once; the id and the address stay. */
export function RenameViewDialog({
  application,
  view,
  close,
}: {
  application: string;
  view: ViewSummary;
  close(): void;
}) {
  const form = useId();
  const queries = useQueryClient();
  const [name, setName] = useState(view.name);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const rename = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await renameView(queries, application, view.id, name.trim());
      close();
    } catch (error) {
      setProblem(problemFrom(error));
      setBusy(false);
    }
  };
  const aboutName = problem?.about("/name");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title="Rename the view"
      description="Visitors see the name in their browser's tab. The address stays."
      width="small"
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={form} weight="primary" busy={isBusy}>
            Rename
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={rename} className="flex flex-col gap-4">
        <NameField name={name} onName={setName} error={aboutName} isSelected />
        {problem && !aboutName && <ProblemNote problem={problem} />}
      </form>
    </Dialog>
  );
}
