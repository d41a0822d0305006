import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import type { Application } from "../../contract/catalog.ts";
import { type Problem, problemFrom } from "../api/problem.ts";
import { applicationQuery, applicationsQuery, workletsQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { Button } from "../parts/button.tsx";
import { Id } from "../parts/copy.tsx";
import { Field, TextArea, TextInput } from "../parts/field.tsx";
import { Card } from "../parts/page.tsx";
import { Select } from "../parts/select.tsx";
import { ProblemNote } from "../parts/states.tsx";
import { useNotify } from "../parts/toast.tsx";
import { useUnloadGuard } from "../settings/use-guards.ts";

/** No id of a worklet: those have no spaces. */
const nobody = "no worklet";

type Typed = { name: string; origins: string; onFailure: string };

/** What was typed and not saved, and over what, by application: it is here again when the page is. */
const unsaved = new Map<string, { typed: Typed; base: Typed }>();

function typedOf({ name, allowed_origins, on_failure }: Application): Typed {
  return { name, origins: allowed_origins.join("\n"), onFailure: on_failure ?? nobody };
}

function isSame(one: Typed, other: Typed): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Name, origins and the worklet that is called when a background run fails. */
export function ApplicationForm({ application, isReadOnly }: { application: Application; isReadOnly: boolean }) {
  const queries = useQueryClient();
  const { notify } = useNotify();
  const { data: worklets = [] } = useQuery(workletsQuery(application.id));
  const saved = typedOf(application);
  const [edit, setEdit] = useState(() => unsaved.get(application.id) ?? { typed: saved, base: saved });
  const isDirty = !isSame(edit.typed, edit.base);
  // Where nothing is typed, what others save comes in.
  const { typed, base } = isDirty ? edit : { typed: saved, base: saved };
  const { name, origins, onFailure } = typed;
  const setTyped = (next: Typed) => setEdit({ typed: next, base });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  useUnloadGuard(isDirty);
  useEffect(() => {
    if (isDirty) unsaved.set(application.id, edit);
    else unsaved.delete(application.id);
  }, [isDirty, edit, application.id]);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const lines = origins.split(/\s+/).filter(Boolean);
    try {
      const changed = await request<Application>("PATCH", path`/applications/${application.id}`, {
        // Only what was changed here: the rest may have been changed elsewhere.
        body: {
          ...(name !== base.name && { name }),
          ...(origins !== base.origins && { allowed_origins: lines }),
          ...(onFailure !== base.onFailure && { on_failure: onFailure === nobody ? null : onFailure }),
        },
      });
      queries.setQueryData(applicationQuery(application.id).queryKey, changed);
      setEdit({ typed: typedOf(changed), base: typedOf(changed) });
      await queries.invalidateQueries({ queryKey: applicationsQuery.queryKey, exact: true });
      notify({ title: "Saved" });
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      setBusy(false);
    }
  };
  const wrongOrigin = problem?.errors.find((wrong) => wrong.path.startsWith("/allowed_origins"))?.message;
  return (
    <Card className="p-4">
      <form onSubmit={save} className="flex flex-col gap-4">
        <Field label="Name" error={problem?.about("/name")}>
          {(field) => (
            <TextInput
              {...field}
              required
              maxLength={200}
              readOnly={isReadOnly}
              value={name}
              onChange={(event) => setTyped({ ...typed, name: event.target.value })}
            />
          )}
        </Field>
        <div className="flex flex-col gap-1 text-sm">
          <span className="font-medium">Id</span>
          <Id id={application.id} />
          <p className="text-xs text-muted">Part of every address, so it never changes.</p>
        </div>
        <Field
          label="Allowed origins"
          optional
          error={wrongOrigin}
          hint="Origins whose pages may call this application's API from a browser (CORS), one a line: https://app.example.com"
        >
          {(field) => (
            <TextArea
              {...field}
              rows={3}
              readOnly={isReadOnly}
              value={origins}
              onChange={(event) => setTyped({ ...typed, origins: event.target.value })}
              className="font-mono"
            />
          )}
        </Field>
        <Field
          label="When a background run fails"
          error={problem?.about("/on_failure")}
          hint="The worklet that is called with the failed run, at most once a minute for each worklet."
        >
          {(field) => (
            <Select
              field={field}
              value={onFailure}
              disabled={isReadOnly}
              onChange={(chosen) => setTyped({ ...typed, onFailure: chosen })}
              choices={[
                { value: nobody, label: "Call no worklet" },
                ...worklets.map((worklet) => ({ value: worklet.id, label: worklet.name })),
              ]}
            />
          )}
        </Field>
        {problem && problem.errors.length === 0 && <ProblemNote problem={problem} />}
        {!isReadOnly && (
          <div className="flex items-center gap-2">
            <Button type="submit" weight="primary" busy={isBusy}>
              Save
            </Button>
            {isDirty && !isBusy && (
              <Button weight="ghost" onClick={() => setEdit({ typed: saved, base: saved })}>
                Undo changes
              </Button>
            )}
          </div>
        )}
      </form>
    </Card>
  );
}
