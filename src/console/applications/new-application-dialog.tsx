import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useLocation } from "wouter";
import type { Application } from "../../contract/catalog.ts";
import { type Problem, problemFrom } from "../api/problem.ts";
import { applicationsQuery } from "../api/queries.ts";
import { request } from "../api/request.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { IdField, NameField } from "../parts/name-fields.tsx";
import { ProblemNote } from "../parts/states.tsx";

/** Makes an application and opens it. */
export function NewApplicationDialog({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  const form = useId();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [name, setName] = useState("");
  const [id, setId] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const create = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const body = { name, ...(id.trim() !== "" && { id: id.trim() }) };
      const made = await request<Application>("POST", "/applications", { body });
      await queries.invalidateQueries({ queryKey: applicationsQuery.queryKey, exact: true });
      onOpenChange(false);
      setName("");
      setId("");
      navigate(`/applications/${made.id}`);
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      setBusy(false);
    }
  };
  const aboutId = problem?.about("/id") ?? (problem?.code === "application.exists" ? problem.message : undefined);
  const aboutName = problem?.about("/name");
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New application"
      description="Worklets that belong together, with their files, models and secrets."
      width="small"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={form} weight="primary" busy={isBusy}>
            Create
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={create} className="flex flex-col gap-4">
        <NameField name={name} onName={setName} error={aboutName} />
        <IdField
          id={id}
          name={name}
          onId={setId}
          error={aboutId}
          hint="Part of every address, and never changes: a-z, 0-9 and -."
        />
        {problem && !aboutId && !aboutName && <ProblemNote problem={problem} />}
      </form>
    </Dialog>
  );
}
