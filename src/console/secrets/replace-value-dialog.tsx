import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useRef } from "react";
import { secretsQuery } from "../api/queries.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { DiscardFooter, useDiscard } from "../parts/discard.tsx";
import { focusFirstWrong } from "../parts/focus.ts";
import { ProblemNote } from "../parts/states.tsx";
import { useNotify } from "../parts/toast.tsx";
import { SecretValueField } from "./secret-value-field.tsx";
import { useOneSecret } from "./use-one-secret.ts";

/** Gives a secret another value; the one before is gone. It is shown as long as it is there. */
export function ReplaceValueDialog({ application, name, close }: { application: string; name: string; close(): void }) {
  const form = useId();
  const queries = useQueryClient();
  const { notify } = useNotify();
  const valueField = useRef<HTMLTextAreaElement>(null);
  const arrived = async () => {
    await queries.invalidateQueries({ queryKey: secretsQuery(application).queryKey });
    notify({ title: `Replaced the value of ${name}` });
    close();
  };
  const one = useOneSecret(application, arrived, name);
  const discard = useDiscard(one.value !== "", close);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const place = event.currentTarget;
    if (!(await one.submit())) focusFirstWrong(place);
  };
  return (
    <Dialog
      open
      onOpenChange={discard.onOpenChange}
      title={
        <>
          Replace the value of <code className="font-mono break-all">{name}</code>
        </>
      }
      description="The value before it cannot be read or brought back. Code reads the new one within 3 seconds."
      initialFocus={valueField}
      footer={
        <DiscardFooter discard={discard}>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={form} weight="primary" busy={one.isBusy}>
            Replace
          </Button>
        </DiscardFooter>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <SecretValueField
          label="New value"
          ref={valueField}
          value={one.value}
          onChange={one.setValue}
          error={one.aboutValue}
          hint="May have several lines, at most 64 KB."
        />
        {one.problem && <ProblemNote problem={one.problem} />}
      </form>
    </Dialog>
  );
}
