import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from "react";
import type { Model } from "../../contract/model.ts";
import { problemFrom } from "../api/problem.ts";
import { modelsQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { DiscardFooter, useDiscard } from "../parts/discard.tsx";
import { Field, TextInput } from "../parts/field.tsx";
import { focusFirstWrong } from "../parts/focus.ts";
import { Select } from "../parts/select.tsx";
import { ProblemNote } from "../parts/states.tsx";
import { useNotify } from "../parts/toast.tsx";
import { type FieldsProps, KindFields } from "./kind-fields.tsx";
import { configOf, emptyForm, formOf, type ModelForm } from "./model-form.ts";
import { aboutField, aboutNoField, type Refusal } from "./model-refusal.ts";
import { kindWords, type ModelKind } from "./model-words.ts";

const kinds = Object.keys(kindWords) as ModelKind[];
const nothing: Refusal = { wrongs: {}, problem: null };

/** Makes a model, changes one, or shows one to who may not change it. It is shown as long as it is there. */
export function ModelDialog({
  application,
  model,
  readOnly,
  close,
  onSaved,
}: {
  application: string;
  /** Absent: a new one. */
  model?: Model;
  readOnly: boolean;
  close(): void;
  onSaved(name: string): void;
}) {
  const formId = useId();
  const place = useRef<HTMLFormElement>(null);
  const { form, change, refusal, isBusy, isTyped, save } = useModelForm(application, model, onSaved, () =>
    focusFirstWrong(place.current),
  );
  const discard = useDiscard(isTyped && !readOnly, close);
  const nameField = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog inside has a form of its own, whose events come here through React's tree.
    if (event.target === event.currentTarget) void save();
  };
  const saveByKey = () => {
    if (!readOnly) void save();
    return true;
  };
  const press = (event: KeyboardEvent<HTMLFormElement>) => {
    const isSave = (event.ctrlKey || event.metaKey) && (event.key === "Enter" || event.key === "s");
    if (!isSave || event.defaultPrevented || !event.currentTarget.contains(event.target as Node)) return;
    event.preventDefault();
    saveByKey();
  };
  const fields: FieldsProps = {
    ...{ application, form, change, readOnly, keys: saveKeys(saveByKey) },
    about: (path) => aboutField(refusal, path),
  };
  const unplaced = aboutNoField(refusal.problem);
  return (
    <Dialog
      open
      onOpenChange={discard.onOpenChange}
      title={model ? (readOnly ? model.name : `Edit ${model.name}`) : "Add a model"}
      description={
        model && !readOnly
          ? "A change holds within 3 seconds, for drafts and for live versions."
          : "A named connection to something that predicts."
      }
      {...(!model && { initialFocus: nameField })}
      footer={
        readOnly ? (
          <Button onClick={close}>Close</Button>
        ) : (
          <DiscardFooter discard={discard}>
            <Button onClick={close}>Cancel</Button>
            <Button type="submit" form={formId} weight="primary" busy={isBusy}>
              {model ? "Save" : "Add"}
            </Button>
          </DiscardFooter>
        )
      }
    >
      <form ref={place} id={formId} onSubmit={submit} onKeyDown={press} className="flex flex-col gap-4">
        {!model && <NameField fields={fields} inputRef={nameField} />}
        <Field label="Kind" error={fields.about("/config/kind")} hint={kindWords[form.kind].hint}>
          {(field) => (
            <Select
              field={field}
              value={form.kind}
              disabled={readOnly}
              onChange={(kind) => change({ kind })}
              choices={kinds.map((kind) => ({ value: kind, label: kindWords[kind].word, hint: kindWords[kind].hint }))}
            />
          )}
        </Field>
        <KindFields {...fields} />
        <TimeFields {...fields} />
        {unplaced && <ProblemNote problem={unplaced} />}
      </form>
    </Dialog>
  );
}

/** The same keys inside the JSON editors. */
const saveKeys = (run: () => boolean) => ["Mod-Enter", "Mod-s"].map((key) => ({ key, run }));

function useModelForm(
  application: string,
  model: Model | undefined,
  onSaved: (name: string) => void,
  onRefused: () => void,
) {
  const queries = useQueryClient();
  const { notify } = useNotify();
  const [start] = useState(() => (model ? formOf(model.name, model.config) : emptyForm));
  const [form, setForm] = useState<ModelForm>(start);
  const [refusal, setRefusal] = useState<Refusal>(nothing);
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    if (isBusy) return;
    const { config, wrongs } = configOf(form);
    setRefusal({ wrongs, problem: null });
    if (config === null) return onRefused();
    setBusy(true);
    try {
      const models = path`/applications/${application}/models`;
      const name = form.name.trim();
      const saved = model
        ? await request<Model>("PUT", models + path`/${model.name}`, { body: { config } })
        : await request<Model>("POST", models, { body: { name, config } });
      await queries.invalidateQueries({ queryKey: modelsQuery(application).queryKey });
      notify({ title: model ? `Saved ${saved.name}` : `Added ${saved.name}` });
      onSaved(saved.name);
    } catch (error) {
      setRefusal({ wrongs: {}, problem: problemFrom(error) });
      onRefused();
    } finally {
      setBusy(false);
    }
  };
  const change = (members: Partial<ModelForm>) => setForm((before) => ({ ...before, ...members }));
  return {
    form,
    change,
    refusal,
    isBusy,
    isTyped: form !== start && JSON.stringify(form) !== JSON.stringify(start),
    save,
  };
}

function NameField({
  fields: { form, change, about },
  inputRef,
}: {
  fields: FieldsProps;
  inputRef: React.RefObject<HTMLInputElement | null>;
}) {
  return (
    <Field
      label="Name"
      error={about("/name")}
      hint="What blocks and code call it by; it never changes: a-z, 0-9 and -."
    >
      {(field) => (
        <TextInput
          {...field}
          ref={inputRef}
          required
          maxLength={200}
          value={form.name}
          onChange={(event) => change({ name: event.target.value })}
          className="font-mono"
        />
      )}
    </Field>
  );
}

function TimeFields({ form, change, about, readOnly }: FieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label="Time limit"
        optional
        error={about("/config/timeout_ms")}
        hint="For the whole prediction; at most 14 min."
      >
        {(field) => (
          <TextInput
            {...field}
            placeholder="1 min"
            readOnly={readOnly}
            value={form.timeout}
            onChange={(event) => change({ timeout: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Attempts"
        optional
        error={about("/config/retry")}
        hint="429, 5xx and a lost connection are tried again. 1: never."
      >
        {(field) => (
          <TextInput
            {...field}
            inputMode="numeric"
            placeholder="3"
            readOnly={readOnly}
            value={form.attempts}
            onChange={(event) => change({ attempts: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
