import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useRef, useState } from "react";
import type { Key } from "../../contract/access.ts";
import { type Problem, problemFrom } from "../api/problem.ts";
import { keysQuery, meQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Field, TextInput } from "../parts/field.tsx";
import { focusFirstWrong } from "../parts/focus.ts";
import { ProblemNote } from "../parts/states.tsx";
import { useNotify } from "../parts/toast.tsx";
import { ownRoleRefusal } from "./key-words.ts";
import { RoleSelect } from "./role-select.tsx";

/** Renames a key or gives it another role. It is shown as long as it is there. */
export function ChangeKeyDialog({ shown, isMine, close }: { shown: Key; isMine: boolean; close(): void }) {
  const form = useId();
  const queries = useQueryClient();
  const { notify } = useNotify();
  const [name, setName] = useState(shown.name);
  const [role, setRole] = useState(shown.role);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const place = event.currentTarget;
    setBusy(true);
    setProblem(null);
    try {
      // Only what was changed here: somebody else may have changed the other.
      const body = { ...(name !== shown.name && { name }), ...(role !== shown.role && { role }) };
      const changed = await request<Key>("PATCH", path`/keys/${shown.id}`, { body });
      queries.setQueryData(keysQuery.queryKey, (keys) => keys?.map((key) => (key.id === shown.id ? changed : key)));
      if (isMine) void queries.invalidateQueries({ queryKey: meQuery.queryKey });
      notify({ title: `Saved ${changed.name}` });
      close();
    } catch (error) {
      setProblem(problemFrom(error));
      focusFirstWrong(place);
    } finally {
      setBusy(false);
    }
  };
  const aboutName = problem?.about("/name");
  const aboutRole = problem?.code === "key.own" ? problem.message : problem?.about("/role");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title="Change the key"
      description={<code className="font-mono">{shown.prefix}…</code>}
      width="small"
      initialFocus={nameField}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={form} weight="primary" busy={isBusy}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={save} className="flex flex-col gap-4">
        <Field label="Name" error={aboutName}>
          {(field) => (
            <TextInput
              {...field}
              ref={nameField}
              required
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <RoleSelect
          value={role}
          onChange={setRole}
          error={aboutRole}
          least={isMine ? { role: shown.role, reason: ownRoleRefusal } : undefined}
        />
        {role !== shown.role && (
          <p className="text-xs text-muted">
            The key has the new role at once here, and everywhere within 10 seconds. Sessions that it made get it too.
          </p>
        )}
        {problem && !aboutName && !aboutRole && <ProblemNote problem={problem} />}
      </form>
    </Dialog>
  );
}
