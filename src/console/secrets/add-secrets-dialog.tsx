import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ClipboardEvent, type FormEvent, useId, useMemo, useRef, useState } from "react";
import { secretsQuery } from "../api/queries.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { DiscardFooter, useDiscard } from "../parts/discard.tsx";
import { Field, TextInput } from "../parts/field.tsx";
import { focusFirstWrong } from "../parts/focus.ts";
import { Segments } from "../parts/segments.tsx";
import { ProblemNote } from "../parts/states.tsx";
import { useNotify } from "../parts/toast.tsx";
import { EnvPreview } from "./env-preview.tsx";
import { assignmentsIn } from "./env-text.ts";
import { SecretValueField } from "./secret-value-field.tsx";
import { type OneSecret, useOneSecret } from "./use-one-secret.ts";
import { type SeveralSecrets, useSeveralSecrets } from "./use-several-secrets.ts";

type Mode = "one" | "several";

/** Makes one secret, or several out of the text of a .env file. It is shown as long as it is there. */
export function AddSecretsDialog({
  application,
  close,
  onAdded,
}: {
  application: string;
  close(): void;
  /** Called with the first name. */
  onAdded?(name: string): void;
}) {
  const form = useId();
  const queries = useQueryClient();
  const { notify } = useNotify();
  const { data: secrets } = useQuery(secretsQuery(application));
  const existing = useMemo(() => new Set(secrets?.map(({ name }) => name)), [secrets]);
  const [mode, setMode] = useState<Mode>("one");
  const nameField = useRef<HTMLInputElement>(null);

  const arrived = async (names: string[], isAll: boolean) => {
    const [first] = names;
    if (first === undefined) return;
    await queries.invalidateQueries({ queryKey: secretsQuery(application).queryKey });
    notify({ title: names.length === 1 ? `Added ${first}` : `Set ${names.length} secrets` });
    if (!isAll) return;
    onAdded?.(first);
    close();
  };
  const one = useOneSecret(application, (name) => arrived([name], true));
  const several = useSeveralSecrets(application, existing, arrived);
  const isTyped = mode === "one" ? one.value !== "" || one.name !== "" : several.text.trim() !== "";
  const discard = useDiscard(isTyped, close);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const place = event.currentTarget;
    if (!(await (mode === "one" ? one : several).submit())) focusFirstWrong(place);
  };
  const takeSeveral = (text: string) => {
    several.setText(text);
    one.setValue("");
    setMode("several");
  };
  return (
    <Dialog
      open
      onOpenChange={discard.onOpenChange}
      title="Add secrets"
      description="A value goes in and is never shown again: only code and models of this application read it."
      initialFocus={nameField}
      footer={
        <DiscardFooter discard={discard}>
          <Button onClick={close}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            weight="primary"
            busy={mode === "one" ? one.isBusy : several.isBusy}
            disabled={mode === "several" && several.count === 0}
          >
            {mode === "several" && several.count > 0 ? `Add ${several.count}` : "Add"}
          </Button>
        </DiscardFooter>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Segments<Mode>
          label="How many"
          value={mode}
          onChange={setMode}
          words={{ one: "One", several: "Several, from a .env" }}
        />
        {mode === "one" ? (
          <OneFields one={one} nameField={nameField} takeSeveral={takeSeveral} />
        ) : (
          <SeveralFields several={several} />
        )}
      </form>
    </Dialog>
  );
}

function OneFields({
  one,
  nameField,
  takeSeveral,
}: {
  one: OneSecret;
  nameField: React.RefObject<HTMLInputElement | null>;
  takeSeveral(text: string): void;
}) {
  const found = useMemo(() => assignmentsIn(one.value), [one.value]);
  const pasteName = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text");
    const [first, ...others] = assignmentsIn(text);
    if (!first) return;
    event.preventDefault();
    if (others.length > 0) takeSeveral(text);
    else {
      one.setName(first.name);
      one.setValue(first.value);
    }
  };
  return (
    <>
      <Field label="Name" error={one.aboutName} hint="Letters, digits and _: OPENAI_API_KEY.">
        {(field) => (
          <TextInput
            {...field}
            ref={nameField}
            required
            maxLength={200}
            value={one.name}
            onPaste={pasteName}
            onChange={(event) => one.setName(event.target.value)}
            className="font-mono"
          />
        )}
      </Field>
      <SecretValueField
        label="Value"
        value={one.value}
        onChange={one.setValue}
        error={one.aboutValue}
        hint="May have several lines, at most 64 KB. A whole .env file can be pasted here too."
      />
      {found.length > 0 && <Offer one={one} found={found.map(({ name }) => name)} takeSeveral={takeSeveral} />}
      {one.problem && <ProblemNote problem={one.problem} />}
    </>
  );
}

/** A text that was pasted as one value reads like lines of a .env file. */
function Offer({ one, found, takeSeveral }: { one: OneSecret; found: string[]; takeSeveral(text: string): void }) {
  const names = found.slice(0, 4).join(", ") + (found.length > 4 ? " …" : "");
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-2 rounded-md bg-info-soft px-3 py-2 text-sm text-info"
    >
      <p className="min-w-0 flex-1 basis-48 break-words">
        {found.length === 1 ? "This reads like a line of a .env file: " : `These read like ${found.length} secrets: `}
        <code className="font-mono text-xs">{names}</code>
      </p>
      <Button size="small" onClick={() => takeSeveral(one.value)}>
        {found.length === 1 ? "Take name and value from it" : `Add ${found.length} secrets`}
      </Button>
    </div>
  );
}

function SeveralFields({ several }: { several: SeveralSecrets }) {
  return (
    <>
      <SecretValueField
        label="Lines NAME=value"
        value={several.text}
        onChange={several.setText}
        rows={6}
        isText
        hint="As in a .env file: quotes, comments and export are understood. Nothing is sent before you press Add."
      />
      <EnvPreview several={several} />
    </>
  );
}
