import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useRef, useState } from "react";
import { secretsQuery } from "../api/queries.ts";
import { useMay } from "../api/role.ts";
import { Button } from "../parts/button.tsx";
import { TextInput } from "../parts/field.tsx";
import { focusAfterDialog, focusNeighbour } from "../parts/focus.ts";
import { useKeys } from "../parts/keys.tsx";
import { useSteps } from "../parts/long-list.tsx";
import { Page } from "../parts/page.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { AddSecretsDialog } from "../secrets/add-secrets-dialog.tsx";
import { DeleteSecret } from "../secrets/delete-secret.tsx";
import { ReplaceValueDialog } from "../secrets/replace-value-dialog.tsx";
import { SecretTable, secretButtonId } from "../secrets/secret-table.tsx";
import { SecretUse } from "../secrets/secret-use.tsx";

const addButtonId = "add-secrets";

/** The secrets of an application: names only, since values go in and never come out. */
export function SecretsPage({ application }: { application: string }) {
  const { data: secrets, error, refetch } = useQuery(secretsQuery(application));
  const [search, setSearch] = useState("");
  const [isAdding, setAdding] = useState(false);
  const [replacing, setReplacing] = useState<string | null>(null);
  const [deleting, setDeleting] = useState({ name: "", open: false });
  const searchField = useRef<HTMLInputElement>(null);
  const mayEdit = useMay("creator");
  useKeys([
    { keys: "f", label: "Search the secrets", run: () => searchField.current?.focus() },
    ...(mayEdit ? [{ keys: "a", label: "Add secrets", run: () => setAdding(true) }] : []),
  ]);
  const fitting = secrets?.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase())) ?? [];
  const { shown, more } = useSteps(fitting, search);
  const add = (
    <Button id={addButtonId} weight="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
      Add secrets
    </Button>
  );
  const focusNear = (name: string) => {
    const rows = fitting.map((each) => secretButtonId(each.name));
    focusNeighbour(rows, secretButtonId(name), addButtonId);
  };
  return (
    <Page
      title="Secrets"
      description="Keys and passwords that code, blocks and models read by name. Values go in and never come out."
      actions={mayEdit && secrets && secrets.length > 0 && add}
    >
      {!secrets && (error ? <Failed error={error} retry={() => void refetch()} /> : <Loading rows={5} />)}
      {secrets?.length === 0 && (
        <Empty icon={<KeyRound size={28} aria-hidden />} title="No secrets yet" action={mayEdit && add}>
          Keep keys out of code: put them here, and read them by name.
        </Empty>
      )}
      {secrets && secrets.length > 0 && (
        <>
          <TextInput
            ref={searchField}
            type="search"
            aria-label="Search the secrets"
            placeholder="Search…"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="mb-3 max-w-80"
          />
          {fitting.length === 0 ? (
            <p className="px-1 py-6 text-sm text-muted">No secret has “{search.trim()}” in its name.</p>
          ) : (
            <SecretTable
              secrets={shown}
              mayEdit={mayEdit}
              onReplace={setReplacing}
              onDelete={(name) => setDeleting({ name, open: true })}
            />
          )}
          {more}
        </>
      )}
      {secrets && <SecretUse name={fitting[0]?.name ?? "NAME"} />}
      {isAdding && (
        <AddSecretsDialog
          application={application}
          close={() => {
            setAdding(false);
            focusAfterDialog(addButtonId);
          }}
        />
      )}
      {replacing !== null && (
        <ReplaceValueDialog application={application} name={replacing} close={() => setReplacing(null)} />
      )}
      <DeleteSecret
        application={application}
        name={deleting.name}
        open={deleting.open}
        onOpenChange={(open) => setDeleting({ ...deleting, open })}
        onDeleted={() => focusNear(deleting.name)}
      />
    </Page>
  );
}
