import { useQueryClient } from "@tanstack/react-query";
import { FileJson, FolderOpen } from "lucide-react";
import { type ChangeEvent, useRef, useState } from "react";
import { useLocation } from "wouter";
import type { Folder, Imported } from "../../contract/folder.ts";
import { type Problem, problemFrom } from "../api/problem.ts";
import { request } from "../api/request.ts";
import { Button, buttonClass } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Switch } from "../parts/field.tsx";
import { ProblemNote } from "../parts/states.tsx";
import { useNotify } from "../parts/toast.tsx";
import { readFolder } from "./folder-file.ts";
import { ImportPlan } from "./import-plan.tsx";

type Wishes = { publish: boolean; delete: boolean };

/** Brings an application from a file or a folder: first what would change, then it is done. */
export function ImportDialog({
  application,
  open,
  onOpenChange,
}: {
  /** Where to; absent: what the folder says. */
  application?: string;
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const { notify } = useNotify();
  const [folder, setFolder] = useState<Folder | null>(null);
  const [plan, setPlan] = useState<Imported | null>(null);
  const [wishes, setWishes] = useState<Wishes>({ publish: true, delete: false });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const looks = useRef(0);

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      setBusy(false);
    }
  };
  const send = (body: Folder, wanted: Wishes, dry_run: boolean) =>
    request<Imported>("POST", "/applications/import", { body, query: { ...wanted, dry_run, id: application } });
  const look = (chosen: Folder, wanted: Wishes) =>
    attempt(async () => {
      setFolder(chosen);
      setWishes(wanted);
      setPlan(null);
      const turn = ++looks.current;
      const planned = await send(chosen, wanted, true);
      // Answers may overtake each other; what is shown is what is done.
      if (turn === looks.current) setPlan(planned);
    });
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    event.target.value = "";
    if (files.length > 0) void attempt(async () => look(await readFolder(files), wishes));
  };
  const close = () => {
    looks.current++;
    onOpenChange(false);
    setFolder(null);
    setPlan(null);
    setProblem(null);
  };
  const importIt = () =>
    attempt(async () => {
      if (!folder) return;
      const done = await send(folder, wishes, false);
      await queries.invalidateQueries();
      close();
      navigate(`/applications/${done.application}`);
      const missing = done.missing_secrets;
      const detail = missing.length > 0 ? { detail: `Secrets to set: ${missing.join(", ")}.` } : {};
      notify({ title: `Imported ${done.application}`, ...detail });
    });

  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && close()}
      title={application ? `Import into ${application}` : "Import an application"}
      description="From a file that was exported, or from an application's folder. You see what changes before it does."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button weight="primary" disabled={!plan} busy={isBusy} onClick={importIt}>
            Import
          </Button>
        </>
      }
    >
      <div className="flex flex-wrap gap-2">
        <label className={`${buttonClass()} has-focus-visible:outline-2 has-focus-visible:outline-accent`}>
          <FileJson size={14} aria-hidden /> Choose a file
          <input type="file" accept=".json,application/json" className="sr-only" onChange={choose} />
        </label>
        <label className={`${buttonClass()} has-focus-visible:outline-2 has-focus-visible:outline-accent`}>
          <FolderOpen size={14} aria-hidden /> Choose a folder
          <input type="file" className="sr-only" onChange={choose} {...{ webkitdirectory: "" }} />
        </label>
      </div>
      {folder && (
        <div className="mt-4 flex flex-col gap-3">
          <Switch
            label="Publish what changed"
            hint="Otherwise drafts change, and the live versions stay as they are."
            checked={wishes.publish}
            onChange={(publish) => void look(folder, { ...wishes, publish })}
          />
          <Switch
            label="Delete what the folder does not have"
            checked={wishes.delete}
            onChange={(remove) => void look(folder, { ...wishes, delete: remove })}
          />
        </div>
      )}
      {problem && <ProblemNote problem={problem} className="mt-4" />}
      {plan && <ImportPlan plan={plan} />}
    </Dialog>
  );
}
