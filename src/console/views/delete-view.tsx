import { useQueryClient } from "@tanstack/react-query";
import type { ViewSummary } from "../../contract/view-catalog.ts";
import { forgetUnfinished } from "../builder/unfinished/unfinished-texts.ts";
import { ConfirmDialog } from "../parts/dialog.tsx";
import { useNotify } from "../parts/toast.tsx";
import { deleteView } from "./view-requests.ts";

/** Asks before a view is deleted. */
export function DeleteView({
  application,
  view,
  close,
  onDeleted,
}: {
  application: string;
  view: ViewSummary;
  close(): void;
  onDeleted(): void;
}) {
  const queries = useQueryClient();
  const { notify } = useNotify();
  const remove = async () => {
    await deleteView(queries, application, view.id);
    forgetUnfinished(application, view.id);
    onDeleted();
    notify({ title: `Deleted ${view.name}` });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Delete ${view.name}?`}
      action="Delete"
      act={remove}
    >
      <p>
        <strong className="text-text">Lost:</strong> the view with its draft and all versions.
        {view.live_version !== null && " Its address answers 404 from now on, also to pages that are open."}
      </p>
      <p>
        <strong className="text-text">Stays:</strong> the worklets it runs, and the runs it made. Those under way come
        to their end.
      </p>
    </ConfirmDialog>
  );
}
