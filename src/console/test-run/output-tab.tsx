import { Play } from "lucide-react";
import type { ReactNode } from "react";
import { useDraft } from "../draft/draft-context.ts";
import { useSelection } from "../graph/selection.ts";
import { JsonText } from "../json/json-text.tsx";
import { JsonTree } from "../json/json-tree.tsx";
import { Keys } from "../parts/keys.tsx";
import { Segments } from "../parts/segments.tsx";
import { Empty, Loading, ProblemNote } from "../parts/states.tsx";
import { useStored } from "../parts/storage.ts";
import { FailureNote, type Reveal } from "./failure-note.tsx";
import { useTestRun } from "./test-run-context.ts";

/** What the run answered, or why it did not. */
export function OutputTab({ onReveal }: { onReveal?: Reveal | undefined }) {
  const { phase, progress } = useTestRun();
  const { select } = useSelection();
  switch (phase.type) {
    case "idle":
      return (
        <Empty icon={<Play size={24} aria-hidden />} title="Nothing has run here yet">
          <p>
            Run the worklet with the input beside this. <Keys keys="mod+enter" /> runs up to the selected block,{" "}
            <Keys keys="mod+shift+enter" /> the whole worklet.
          </p>
        </Empty>
      );
    case "unsaved":
      return <Unsaved onReveal={onReveal} />;
    case "refused":
    case "lost":
      return <ProblemNote problem={phase.problem} />;
    case "starting":
    case "running":
    case "stopping":
      return (
        <Waiting>
          {phase.type === "stopping" ? "The run is being stopped" : "The output comes when the run is over"}
        </Waiting>
      );
    case "over": {
      const { result } = progress;
      if (result === null) return <Loading label="Reading the output" />;
      if (result.error)
        return <FailureNote failure={result.error} onSelectBlock={(id) => select([id])} onReveal={onReveal} />;
      if (!result.worklet_output_kept) return <p className="text-sm text-muted">The output is no longer kept.</p>;
      return <Output value={result.worklet_output} />;
    }
  }
}

function Waiting({ children }: { children: ReactNode }) {
  return <p className="animate-pulse-soft py-6 text-center text-sm text-muted">{children}</p>;
}

/** A value as a tree or as text. */
export function Output({
  value,
  label = "Output",
  rootName = "output",
}: {
  value: unknown;
  label?: string;
  rootName?: string;
}) {
  const [view, setView] = useStored<"tree" | "text">("json-view", "tree");
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Segments label={`Show ${label} as`} value={view} words={{ tree: "Tree", text: "Text" }} onChange={setView} />
      {view === "tree" ? (
        <JsonTree value={value} label={label} rootName={rootName} />
      ) : (
        <JsonText value={value} label={label} />
      )}
    </div>
  );
}

/** The server does not take the draft as it is: what it says, as of now. */
function Unsaved({ onReveal }: { onReveal?: Reveal | undefined }) {
  const { save, wrongs, files } = useDraft();
  const problems = [save, ...files.map((file) => file.save)].flatMap((state) =>
    state.type === "refused" || state.type === "failed" ? [state.problem] : [],
  );
  const isConflict = [save, ...files.map((file) => file.save)].some(({ type }) => type === "conflict");
  const faults = files.flatMap(({ path, faults: all }) => all.map((fault) => ({ path, ...fault })));
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
      <p className="font-medium">Nothing was run: the draft could not be saved as it is.</p>
      {isConflict && <p>Somebody else changed it meanwhile. Decide which of both stays, then run it again.</p>}
      <ul className="flex flex-col gap-1 text-xs">
        {faults.map(({ path, line, column, message }) => (
          <li key={`${path}:${line}:${column} ${message}`} className="break-words">
            {onReveal ? (
              <button type="button" className="font-mono underline" onClick={() => onReveal(path, line, column)}>
                {path}:{line}:{column}
              </button>
            ) : (
              <code className="font-mono">
                {path}:{line}:{column}
              </code>
            )}{" "}
            {message}
          </li>
        ))}
        {wrongs.map(({ path, message }) => (
          <li key={`${path} ${message}`} className="break-words">
            <code className="font-mono">{path}</code> {message}
          </li>
        ))}
        {faults.length + wrongs.length === 0 && problems.map(({ message }) => <li key={message}>{message}</li>)}
      </ul>
    </div>
  );
}
