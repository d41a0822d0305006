import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation, useRoute } from "wouter";
import type { Worklet } from "../../contract/catalog.ts";
import { problemFrom } from "../api/problem.ts";
import { workletsQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { ConfirmDialog } from "../parts/dialog.tsx";
import { focusAfterDialog } from "../parts/focus.ts";
import { useNotify } from "../parts/toast.tsx";

/** Asks before a worklet is deleted; one that others use, a second time with their names. */
export function DeleteWorklet({
  application,
  worklet,
  open,
  onOpenChange,
}: {
  application: string;
  worklet: Worklet;
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [isHere] = useRoute(`/applications/${application}/worklets/${worklet.id}/*?`);
  const { notify } = useNotify();
  const [usedBy, setUsedBy] = useState<string[] | null>(null);
  const remove = async () => {
    const neighbours = neighboursOf(worklet.id);
    const address = path`/applications/${application}/worklets/${worklet.id}`;
    try {
      await request("DELETE", address, { query: usedBy ? { force: true } : {} });
    } catch (error) {
      const problem = problemFrom(error);
      if (problem.code === "worklet.in_use") setUsedBy(problem.usedBy);
      throw error;
    }
    if (isHere) navigate(`/applications/${application}`);
    queries.removeQueries({ queryKey: ["applications", application, "worklets", worklet.id] });
    await queries.invalidateQueries({ queryKey: workletsQuery(application).queryKey });
    notify({ title: `Deleted ${worklet.name}` });
    focusAfterDialog(...neighbours);
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(isOpen) => {
        if (!isOpen) setUsedBy(null);
        onOpenChange(isOpen);
      }}
      title={`Delete ${worklet.name}?`}
      action={usedBy ? "Delete all the same" : "Delete"}
      act={remove}
    >
      <p>
        <strong className="text-text">Lost:</strong> the worklet with its draft, all versions, schedules and hooks. Its
        endpoint answers 404 from now on, also to programs that call it.
      </p>
      <p>
        <strong className="text-text">Stays:</strong> the application's files, and the runs it made, until they are too
        old. Runs that go on come to their end.
      </p>
    </ConfirmDialog>
  );
}

/** The link of a worklet in the list. */
export const rowId = (worklet: string) => `worklet-${worklet}`;

/** The rows that stand beside it: the next one first. */
function neighboursOf(worklet: string): string[] {
  const row = document.getElementById(rowId(worklet))?.closest("li");
  return [row?.nextElementSibling, row?.previousElementSibling].flatMap((each) => each?.querySelector("a")?.id ?? []);
}
