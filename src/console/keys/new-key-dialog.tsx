import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useRef, useState } from "react";
import type { KeyWithSecret, Role } from "../../contract/access.ts";
import { type Problem, problemFrom } from "../api/problem.ts";
import { applicationsQuery, keysQuery, meQuery } from "../api/queries.ts";
import { request } from "../api/request.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Field, TextInput } from "../parts/field.tsx";
import { focusFirstWrong } from "../parts/focus.ts";
import { Select } from "../parts/select.tsx";
import { ProblemNote } from "../parts/states.tsx";
import { RoleSelect } from "./role-select.tsx";

/** No id of an application: those have no spaces. */
const all = "all applications";

/** Makes a key. It is shown as long as it is there; the key's text goes to `onMade` and nowhere else. */
export function NewKeyDialog({ close, onMade }: { close(): void; onMade(key: KeyWithSecret): void }) {
  const form = useId();
  const queries = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const { data: applications } = useQuery(applicationsQuery);
  const limit = me?.application ?? null;
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("invoke");
  const [application, setApplication] = useState<string>(limit ?? all);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const create = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const place = event.currentTarget;
    setBusy(true);
    setProblem(null);
    try {
      const body = { name, role, application: application === all ? null : application };
      const made = await request<KeyWithSecret>("POST", "/keys", { body });
      onMade(made);
      void queries.invalidateQueries({ queryKey: keysQuery.queryKey });
    } catch (error) {
      setProblem(problemFrom(error));
      focusFirstWrong(place);
      setBusy(false);
    }
  };
  const aboutName = problem?.about("/name");
  const aboutRole = problem?.about("/role");
  const aboutApplication = problem?.about("/application");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !isBusy && close()}
      title="New key"
      description="For a program or a person. Its text is shown once, when it is made."
      width="small"
      initialFocus={nameField}
      footer={
        <>
          <Button onClick={close} disabled={isBusy}>
            Cancel
          </Button>
          <Button type="submit" form={form} weight="primary" busy={isBusy}>
            Make the key
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={create} className="flex flex-col gap-4">
        <Field label="Name" error={aboutName} hint="Who or what uses it: it stands behind what the key makes.">
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
        <RoleSelect value={role} onChange={setRole} error={aboutRole} />
        <Field
          label="Application"
          error={aboutApplication}
          hint={
            limit === null
              ? "A key that is limited to one application is answered 404 by every other."
              : `Your key is limited to ${limit}, and so is what it makes.`
          }
        >
          {(field) => (
            <Select
              field={field}
              value={application}
              disabled={limit !== null}
              onChange={setApplication}
              choices={[
                ...(limit === null ? [{ value: all, label: "All applications" }] : []),
                ...(applications ?? []).map(({ id, name: label }) => ({ value: id, label, hint: id })),
              ]}
            />
          )}
        </Field>
        {problem && !aboutName && !aboutRole && !aboutApplication && <ProblemNote problem={problem} />}
      </form>
    </Dialog>
  );
}
