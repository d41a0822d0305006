import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemFrom } from "../api/problem.ts";
import { modelsQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { ConfirmDialog } from "../parts/dialog.tsx";
import { useNotify } from "../parts/toast.tsx";

/** Asks before a model is deleted; one that worklets ask, a second time with their names. */
export function DeleteModel({
  application,
  name,
  open,
  onOpenChange,
  onDeleted,
}: {
  application: string;
  name: string;
  open: boolean;
  onOpenChange(open: boolean): void;
  onDeleted(): void;
}) {
  const queries = useQueryClient();
  const { notify } = useNotify();
  const [isUsed, setUsed] = useState(false);
  const remove = async () => {
    try {
      const address = path`/applications/${application}/models/${name}`;
      await request("DELETE", address, { query: isUsed ? { force: true } : {} });
    } catch (error) {
      if (problemFrom(error).code === "model.in_use") setUsed(true);
      throw error;
    }
    onDeleted();
    await queries.invalidateQueries({ queryKey: modelsQuery(application).queryKey });
    notify({ title: `Deleted ${name}` });
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(isOpen) => {
        if (!isOpen) setUsed(false);
        onOpenChange(isOpen);
      }}
      title={`Delete ${name}?`}
      action={isUsed ? "Delete all the same" : "Delete"}
      act={remove}
    >
      <p>
        <strong className="text-text">Lost:</strong> the connection and how it is asked. Its secrets stay.
      </p>
      <p>
        <strong className="text-text">What breaks:</strong> blocks and code that ask it fail, and their error names the
        model. Blocks of drafts and live versions are looked for first; what code asks is not known.
      </p>
    </ConfirmDialog>
  );
}
