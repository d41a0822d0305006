import { useQuery, useQueryClient } from "@tanstack/react-query";
import { LayoutTemplate, Plus } from "lucide-react";
import { useRef, useState } from "react";
import type { ViewSummary } from "../../contract/view-catalog.ts";
import { useMay } from "../api/role.ts";
import { Button } from "../parts/button.tsx";
import { TextInput } from "../parts/field.tsx";
import { focusAfterDialog, focusNeighbour } from "../parts/focus.ts";
import { useKeys } from "../parts/keys.tsx";
import { useSteps } from "../parts/long-list.tsx";
import { Page } from "../parts/page.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { useNotify } from "../parts/toast.tsx";
import { DeleteView } from "../views/delete-view.tsx";
import { NewViewDialog } from "../views/new-view-dialog.tsx";
import { viewsQuery } from "../views/queries.ts";
import { RenameViewDialog } from "../views/rename-view-dialog.tsx";
import { cloneView } from "../views/view-requests.ts";
import { ViewTable, viewButtonId } from "../views/view-table.tsx";

const addButtonId = "add-view";

type Shown = { what: "add" } | { what: "rename" | "delete"; view: ViewSummary } | null;

/** The views of an application: make them, open them, see what is live. */
export function ViewsPage({ application }: { application: string }) {
  const { data: views, error, refetch } = useQuery(viewsQuery(application));
  const [search, setSearch] = useState("");
  const [shown, setShown] = useState<Shown>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const mayEdit = useMay("creator");
  const clone = useClone(application);
  useKeys([
    { keys: "f", label: "Search the views", run: () => searchField.current?.focus() },
    ...(mayEdit ? [{ keys: "a", label: "New view", run: () => setShown({ what: "add" }) }] : []),
  ]);
  const wanted = search.trim().toLowerCase();
  const fitting = views?.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(wanted)) ?? [];
  const { shown: rows, more } = useSteps(fitting, search);
  const add = (
    <Button
      id={addButtonId}
      weight="primary"
      icon={<Plus size={14} aria-hidden />}
      onClick={() => setShown({ what: "add" })}
    >
      New view
    </Button>
  );
  const close = (...ids: string[]) => {
    setShown(null);
    focusAfterDialog(...ids);
  };
  return (
    <Page
      title="Views"
      description="Pages that run worklets: for colleagues who are signed in, or for anyone with the link."
      actions={mayEdit && views && views.length > 0 && add}
    >
      {!views && (error ? <Failed error={error} retry={() => void refetch()} /> : <Loading rows={5} />)}
      {views?.length === 0 && <NoViews action={mayEdit && add} />}
      {views && views.length > 0 && (
        <>
          <TextInput
            ref={searchField}
            type="search"
            aria-label="Search the views"
            placeholder="Search…"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="mb-3 max-w-80"
          />
          {fitting.length === 0 ? (
            <p className="px-1 py-6 text-sm text-muted">No view has “{search.trim()}” in its name.</p>
          ) : (
            <ViewTable
              application={application}
              views={rows}
              mayEdit={mayEdit}
              onRename={(view) => setShown({ what: "rename", view })}
              onClone={(view) => void clone(view)}
              onDelete={(view) => setShown({ what: "delete", view })}
            />
          )}
          {more}
        </>
      )}
      {shown?.what === "add" && <NewViewDialog application={application} close={() => close(addButtonId)} />}
      {shown?.what === "rename" && (
        <RenameViewDialog
          application={application}
          view={shown.view}
          close={() => close(viewButtonId(shown.view.id))}
        />
      )}
      {shown?.what === "delete" && (
        <DeleteView
          application={application}
          view={shown.view}
          close={() => setShown(null)}
          onDeleted={() =>
            focusNeighbour(
              fitting.map(({ id }) => viewButtonId(id)),
              viewButtonId(shown.view.id),
              addButtonId,
            )
          }
        />
      )}
    </Page>
  );
}

function useClone(application: string): (view: ViewSummary) => Promise<void> {
  const queries = useQueryClient();
  const { notify, notifyProblem } = useNotify();
  return async (view) => {
    try {
      const made = await cloneView(queries, application, view.id);
      notify({ title: `Made ${made.name}`, detail: "It has the draft, and is not published." });
      focusAfterDialog(viewButtonId(made.id));
    } catch (error) {
      notifyProblem(error);
    }
  };
}

function NoViews({ action }: { action: React.ReactNode }) {
  return (
    <Empty icon={<LayoutTemplate size={28} aria-hidden />} title="No views yet" action={action}>
      <p>
        A view is a page that people use without a key: inputs, tables and charts that are bound to worklets. When a
        value changes, what depends on it runs again.
      </p>
      <ol className="mt-3 list-decimal pl-5 text-left">
        <li>Make a view and drop a table on it.</li>
        <li>Add a call of a worklet, and show its answer in the table.</li>
        <li>Try it in the preview, then publish it and share its address.</li>
      </ol>
    </Empty>
  );
}
