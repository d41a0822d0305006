import { useQuery, useQueryClient } from "@tanstack/react-query";
import { modelsQuery, secretsQuery } from "../api/queries.ts";
import { ConfirmDialog } from "../parts/dialog.tsx";
import { useNotify } from "../parts/toast.tsx";
import { modelsNaming } from "./secret-plan.ts";
import { deleteSecret } from "./secret-requests.ts";

/** Asks before a secret is deleted, and says what is known of those who read it. */
export function DeleteSecret({
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
  const { data: models = [] } = useQuery({ ...modelsQuery(application), enabled: open });
  const users = modelsNaming(models, name);
  const remove = async () => {
    await deleteSecret(application, name);
    onDeleted();
    await queries.invalidateQueries({ queryKey: secretsQuery(application).queryKey });
    notify({ title: `Deleted ${name}` });
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={
        <>
          Delete <code className="font-mono break-all">{name}</code>?
        </>
      }
      action="Delete"
      act={remove}
    >
      <p>
        <strong className="text-text">Lost:</strong> the value. It cannot be read first, and not be brought back.
      </p>
      <p>
        <strong className="text-text">What breaks:</strong> runs that need it fail, and their error names the secret.
        Which worklets that are is not known: code asks for it by name while it runs.
      </p>
      {users.length > 0 && (
        <p className="break-words">
          {users.length === 1 ? "The model " : "The models "}
          <strong className="text-text">{users.join(", ")}</strong> {users.length === 1 ? "names" : "name"} it:
          predictions fail without it.
        </p>
      )}
    </ConfirmDialog>
  );
}
