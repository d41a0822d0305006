import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { Run, Trace } from "../../contract/run.ts";
import { type Problem, problemFrom } from "../api/problem.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { DiscardFooter, useDiscard } from "../parts/discard.tsx";
import { Field } from "../parts/field.tsx";
import { Segments } from "../parts/segments.tsx";
import { Select } from "../parts/select.tsx";
import { Loading, ProblemNote } from "../parts/states.tsx";
import { rememberInput } from "../schema-form/input-history.ts";
import { inputText, parseInput } from "../schema-form/input-text.ts";
import { type RunAt, rerun } from "./run-actions.ts";
import { inputSchemaQuery } from "./run-queries.ts";

const InputEditor = lazy(async () => ({ default: (await import("../schema-form/input-editor.tsx")).InputEditor }));

/** Runs again with another input, or from a block on. What was typed stays when the server refuses it. */
export function RerunDialog({
  at,
  run,
  trace,
  what,
  keepsVersion,
  close,
  done,
}: {
  at: RunAt;
  run: Run;
  trace: Trace | undefined;
  what: "edited" | "from";
  keepsVersion: boolean;
  close(): void;
  done(run: string): void;
}) {
  const blocks = [
    ...new Set((trace?.blocks ?? []).filter(({ status }) => status !== "SKIPPED").map(({ block }) => block)),
  ];
  const [initial] = useState(() => (trace?.worklet_input_kept ? inputText(trace.worklet_input) : ""));
  const [text, setText] = useState(initial);
  const [from, setFrom] = useState<string | null>(run.error?.block ?? blocks[0] ?? null);
  const [version, setVersion] = useState<"same" | "live">(keepsVersion ? "same" : "live");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const schema = useQuery({
    ...inputSchemaQuery(at, version === "live" ? null : run.version),
    enabled: what === "edited",
  });
  const discard = useDiscard(what === "edited" && text !== initial, close);
  const inputsKey = `${at.application}/${at.worklet}`;
  const submit = async () => {
    const parsed = parseInput(text);
    if (what === "edited" && !parsed.ok) return;
    setBusy(true);
    setProblem(null);
    try {
      const wish = what === "from" ? { from: from ?? "" } : { worklet_input: parsed.ok ? parsed.value : null };
      const made = await rerun(at, { ...wish, version });
      if (what === "edited") rememberInput(inputsKey, text);
      done(made);
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={discard.onOpenChange}
      title={what === "from" ? "Run again from a block" : "Run again with another input"}
      description={
        what === "from"
          ? "Blocks before it are taken over with what they gave in this run."
          : "A new run in the background; this one stays as it is."
      }
      footer={
        <DiscardFooter discard={discard}>
          <Button onClick={close}>Cancel</Button>
          <Button
            weight="primary"
            busy={isBusy}
            disabled={what === "from" && from === null}
            onClick={() => void submit()}
          >
            Run
          </Button>
        </DiscardFooter>
      }
    >
      <div className="flex flex-col gap-4">
        {problem && <ProblemNote problem={problem} />}
        {what === "from" ? (
          <Field label="From block">
            {(field) => (
              <Select
                field={field}
                value={from}
                choices={blocks.map((block) => ({
                  value: block,
                  label: block,
                  ...(block === run.error?.block && { hint: "failed" }),
                }))}
                onChange={setFrom}
              />
            )}
          </Field>
        ) : (
          <Suspense fallback={<Loading rows={4} label="Loading the input" />}>
            <InputNotes trace={trace} />
            <InputEditor
              schema={schema.data ?? null}
              text={text}
              onChange={setText}
              label="Input"
              problem={problem}
              storageKey={inputsKey}
            />
          </Suspense>
        )}
        {keepsVersion && (
          <div className="flex flex-wrap items-center gap-2 text-sm">
            <span className="font-medium">Code</span>
            <Segments<"same" | "live">
              label="Code"
              value={version}
              words={{
                same: run.version === null ? "The draft of this run" : `Version ${run.version}, as this run`,
                live: run.environment === "draft" ? "The draft as it is now" : "The live version",
              }}
              onChange={setVersion}
            />
          </div>
        )}
      </div>
    </Dialog>
  );
}

/** Why the input is not what the run had. */
function InputNotes({ trace }: { trace: Trace | undefined }) {
  if (!trace?.worklet_input_kept) {
    return (
      <p className="rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
        The input of this run is not kept: it was over 32 KB, held a secret, or is too long ago. Give a new one.
      </p>
    );
  }
  if (!JSON.stringify(trace.worklet_input).includes("***")) return null;
  return (
    <p className="rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
      Values of secrets are shown as ***. Put the real ones there, or use Again, which sends the input as it was.
    </p>
  );
}
