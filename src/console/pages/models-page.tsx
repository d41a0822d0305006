import { useQuery } from "@tanstack/react-query";
import { Plus, Sparkles } from "lucide-react";
import { useRef, useState } from "react";
import { modelsQuery } from "../api/queries.ts";
import { useMay } from "../api/role.ts";
import { DeleteModel } from "../models/delete-model.tsx";
import { ModelDialog } from "../models/model-dialog.tsx";
import { ModelTable, modelButtonId } from "../models/model-table.tsx";
import { modelText } from "../models/model-words.ts";
import { TryModelDialog } from "../models/try-model-dialog.tsx";
import { Button } from "../parts/button.tsx";
import { TextInput } from "../parts/field.tsx";
import { focusAfterDialog, focusNeighbour } from "../parts/focus.ts";
import { useKeys } from "../parts/keys.tsx";
import { useSteps } from "../parts/long-list.tsx";
import { Page } from "../parts/page.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";

const addButtonId = "add-model";

type Shown = { what: "add" } | { what: "open" | "try"; name: string } | null;

/** The models of an application: make them, change them, try them. */
export function ModelsPage({ application }: { application: string }) {
  const { data: models, error, refetch } = useQuery(modelsQuery(application));
  const [search, setSearch] = useState("");
  const [shown, setShown] = useState<Shown>(null);
  const [deleting, setDeleting] = useState({ name: "", open: false });
  const searchField = useRef<HTMLInputElement>(null);
  const mayEdit = useMay("creator");
  useKeys([
    { keys: "f", label: "Search the models", run: () => searchField.current?.focus() },
    ...(mayEdit ? [{ keys: "a", label: "Add a model", run: () => setShown({ what: "add" }) }] : []),
  ]);
  const fitting = models?.filter((model) => modelText(model).includes(search.trim().toLowerCase())) ?? [];
  const { shown: rows, more } = useSteps(fitting, search);
  const chosen = shown && "name" in shown ? models?.find(({ name }) => name === shown.name) : undefined;
  const add = (
    <Button
      id={addButtonId}
      weight="primary"
      icon={<Plus size={14} aria-hidden />}
      onClick={() => setShown({ what: "add" })}
    >
      Add a model
    </Button>
  );
  const saved = (name: string) => {
    setShown(null);
    focusAfterDialog(modelButtonId(name), addButtonId);
  };
  const focusNear = (name: string) => {
    const rows = fitting.map((each) => modelButtonId(each.name));
    focusNeighbour(rows, modelButtonId(name), addButtonId);
  };
  return (
    <Page
      title="Models"
      description="Named connections to what predicts: blocks ask them by name, and code by context.model(name)."
      actions={mayEdit && models && models.length > 0 && add}
    >
      {!models && (error ? <Failed error={error} retry={() => void refetch()} /> : <Loading rows={5} />)}
      {models?.length === 0 && (
        <Empty icon={<Sparkles size={28} aria-hidden />} title="No models yet" action={mayEdit && add}>
          Connect one of OpenAI's kind, of Workers AI, of Baseten, any server over HTTP, or the one that is built in and
          needs no key.
        </Empty>
      )}
      {models && models.length > 0 && (
        <>
          <TextInput
            ref={searchField}
            type="search"
            aria-label="Search the models"
            placeholder="Search…"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="mb-3 max-w-80"
          />
          {fitting.length === 0 ? (
            <p className="px-1 py-6 text-sm text-muted">No model fits “{search.trim()}”.</p>
          ) : (
            <ModelTable
              models={rows}
              mayEdit={mayEdit}
              onOpen={(name) => setShown({ what: "open", name })}
              onTry={(name) => setShown({ what: "try", name })}
              onDelete={(name) => setDeleting({ name, open: true })}
            />
          )}
          {more}
        </>
      )}
      {(shown?.what === "add" || (shown?.what === "open" && chosen)) && (
        <ModelDialog
          application={application}
          {...(chosen && { model: chosen })}
          readOnly={!mayEdit}
          close={() => {
            setShown(null);
            if (!chosen) focusAfterDialog(addButtonId);
          }}
          onSaved={saved}
        />
      )}
      {shown?.what === "try" && chosen && (
        <TryModelDialog application={application} model={chosen} close={() => setShown(null)} />
      )}
      <DeleteModel
        application={application}
        name={deleting.name}
        open={deleting.open}
        onOpenChange={(open) => setDeleting({ ...deleting, open })}
        onDeleted={() => focusNear(deleting.name)}
      />
    </Page>
  );
}
