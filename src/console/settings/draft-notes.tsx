import { Button } from "../parts/button.tsx";
import { ProblemNote } from "../parts/states.tsx";
import type { DefinitionEdit } from "./use-definition.ts";

/** What concerns the draft's settings as a whole: that they are read only, a refusal that belongs to no field, a conflict. */
export function DraftNotes({ definition, saveOver }: { definition: DefinitionEdit; saveOver(): void }) {
  const { problem, conflicts, readOnly, discard } = definition;
  const isUnsaid =
    problem !== null && !problem.errors.some(({ path }) => /^\/(settings|input_schema|output_schema)/.test(path));
  return (
    <>
      {readOnly === "production" && (
        <p className="mb-4 rounded-md bg-info-soft px-3 py-2 text-sm text-info">
          This is what is live. Switch to Draft to change it.
        </p>
      )}
      {isUnsaid && <ProblemNote problem={problem} className="mb-4" />}
      {conflicts.length > 0 && <ConflictNote members={conflicts} take={discard} saveOver={saveOver} />}
    </>
  );
}

const words: Record<string, string> = {
  timeout_ms: "the time limit",
  background_timeout_ms: "the background time limit",
  run_as_background_task: "whether it runs as a background task",
  retry: "the retries",
  input_schema: "the input schema",
  output_schema: "the output schema",
};

/** Somebody else changed the same settings while they were edited here. */
function ConflictNote({ members, take, saveOver }: { members: string[]; take(): void; saveOver(): void }) {
  return (
    <div role="alert" className="mb-4 rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
      <p className="font-medium">Somebody else changed this meanwhile</p>
      <p>Both of you changed {members.map((member) => words[member] ?? member).join(", ")}. Nothing is saved yet.</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="small" onClick={take}>
          Take theirs
        </Button>
        <Button size="small" onClick={saveOver}>
          Save mine over it
        </Button>
      </div>
    </div>
  );
}
