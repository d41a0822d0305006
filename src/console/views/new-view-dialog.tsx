import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useLocation } from "wouter";
import { type Problem, problemFrom } from "../api/problem.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { DiscardFooter, useDiscard } from "../parts/discard.tsx";
import { IdField, NameField } from "../parts/name-fields.tsx";
import { slugOf } from "../parts/slug.ts";
import { ProblemNote } from "../parts/states.tsx";
import { createView } from "./view-requests.ts";
import { addressOfView } from "./view-words.ts";

/** Makes a view and opens it. Its id is part of its address and never changes, so it is asked for before. */
export function NewViewDialog({ application, close }: { application: string; close(): void }) {
  const form = useId();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [name, setName] = useState("");
  const [id, setId] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const discard = useDiscard(name.trim() !== "" || id !== "", close);
  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      const wanted = id.trim();
      const made = await createView(queries, application, { name: name.trim(), ...(wanted !== "" && { id: wanted }) });
      close();
      navigate(`/applications/${application}/views/${made.id}`);
    } catch (error) {
      setProblem(problemFrom(error));
      setBusy(false);
    }
  };
  const aboutId = problem?.about("/id") ?? (problem?.code === "view.exists" ? problem.message : undefined);
  const aboutName = problem?.about("/name");
  const address = addressOfView(application, id.trim() || slugOf(name) || "id");
  return (
    <Dialog
      open
      onOpenChange={discard.onOpenChange}
      title="New view"
      description="A page of components that run worklets. Nobody sees it before you publish it."
      width="small"
      footer={
        <DiscardFooter discard={discard}>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={form} weight="primary" busy={isBusy}>
            Create
          </Button>
        </DiscardFooter>
      }
    >
      <form id={form} onSubmit={create} className="flex flex-col gap-4">
        <NameField name={name} onName={setName} error={aboutName} />
        <IdField
          id={id}
          name={name}
          onId={setId}
          error={aboutId}
          hint={<span className="break-all">Never changes. The page will be at {address}</span>}
        />
        {problem && !aboutId && !aboutName && <ProblemNote problem={problem} />}
      </form>
    </Dialog>
  );
}
