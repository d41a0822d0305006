import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import type { Application } from "../../contract/catalog.ts";
import { Problem } from "../api/problem.ts";
import { applicationsQuery, workletsQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { ConfirmDialog } from "../parts/dialog.tsx";
import { Field, TextInput } from "../parts/field.tsx";
import { useNotify } from "../parts/toast.tsx";

/** Asks before an application is deleted. One with worklets is deleted by who writes its id. */
export function DeleteApplication({
  application: { id, name },
  open,
  onOpenChange,
}: {
  application: Application;
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const { notify } = useNotify();
  const { data: worklets } = useQuery({ ...workletsQuery(id), enabled: open });
  const [written, setWritten] = useState("");
  const count = worklets?.length ?? 0;
  const openOrClose = (isOpen: boolean) => {
    setWritten(""); // Each deletion is meant anew.
    onOpenChange(isOpen);
  };
  const remove = async () => {
    if (count > 0 && written !== id) throw unwritten(`Write ${id} to delete it with its ${worklet(count)}.`);
    await request("DELETE", path`/applications/${id}`, { query: count > 0 ? { force: true } : {} });
    queries.removeQueries({ queryKey: ["applications", id] });
    await queries.invalidateQueries({ queryKey: applicationsQuery.queryKey, exact: true });
    navigate("/");
    notify({ title: `Deleted ${name}` });
  };
  return (
    <ConfirmDialog open={open} onOpenChange={openOrClose} title={`Delete ${name}?`} action="Delete" act={remove}>
      <p>
        <strong className="text-text">Lost:</strong> {count > 0 ? `its ${worklet(count)} with ` : ""}all versions,
        files, models, secrets, schedules, hooks, runs and keys that are limited to it. Its endpoints answer 404 from
        now on, and background runs that go on are canceled.
      </p>
      <p>
        <strong className="text-text">Stays:</strong> nothing of it. Export it first if you may want it back.
      </p>
      {count > 0 && (
        <Field label={`Write ${id} to go on`}>
          {(field) => <TextInput {...field} value={written} onChange={(event) => setWritten(event.target.value)} />}
        </Field>
      )}
    </ConfirmDialog>
  );
}

function unwritten(detail: string): Problem {
  return new Problem({ status: 0, code: "form.incomplete", title: "Nothing is deleted yet", detail });
}

function worklet(count: number): string {
  return count === 1 ? "1 worklet" : `${count} worklets`;
}
