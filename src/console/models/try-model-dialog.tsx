import { CircleCheck, Play, Square } from "lucide-react";
import { lazy, Suspense, useRef } from "react";
import type { Model } from "../../contract/model.ts";
import type { Problem } from "../api/problem.ts";
import { Button, Spinner } from "../parts/button.tsx";
import { CodeText, CopyButton } from "../parts/copy.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Keys, useKeys } from "../parts/keys.tsx";
import { Loading, ProblemNote } from "../parts/states.tsx";
import { Duration } from "../parts/time.tsx";
import { InputEditor } from "../schema-form/input-editor.tsx";
import { kindWords, leadsTo } from "./model-words.ts";
import { type Prediction, usePrediction } from "./use-prediction.ts";

const JsonTree = lazy(async () => ({ default: (await import("../json/json-tree.tsx")).JsonTree }));

/** Asks a model and shows what it gives. It is shown as long as it is there; the input is kept for the next time. */
export function TryModelDialog({ application, model, close }: { application: string; model: Model; close(): void }) {
  const { text, setText, prediction, predict, stop, storageKey } = usePrediction(application, model);
  const askButton = useRef<HTMLButtonElement>(null);
  useKeys([{ keys: "mod+enter", label: "Ask the model", run: predict }]);
  const isAsking = prediction.state === "asking";
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Try ${model.name}`}
      description={
        <span className="break-all">
          {kindWords[model.config.kind].word}: {leadsTo(model.config)}
        </span>
      }
      width="large"
      initialFocus={askButton}
      footer={
        <>
          <Button onClick={close}>Close</Button>
          <Button
            ref={askButton}
            weight="primary"
            aria-disabled={isAsking}
            icon={isAsking ? <Spinner /> : <Play size={13} aria-hidden />}
            onClick={predict}
          >
            Predict <Keys keys="mod+enter" />
          </Button>
        </>
      }
    >
      <div className="grid gap-5 md:grid-cols-2">
        <InputEditor
          schema={null}
          text={text}
          onChange={setText}
          label="Input"
          storageKey={storageKey}
          minLines={8}
          keys={[
            {
              key: "Mod-Enter",
              run: () => {
                predict();
                return true;
              },
            },
          ]}
        />
        <section aria-labelledby="prediction" className="flex min-w-0 flex-col gap-2" aria-busy={isAsking}>
          <h3 id="prediction" className="flex h-7 items-center text-sm font-medium">
            Output
          </h3>
          {isAsking && (
            <Button size="small" className="self-start" icon={<Square size={12} aria-hidden />} onClick={stop}>
              Stop
            </Button>
          )}
          <div aria-live="polite" className="min-w-0">
            <Outcome prediction={prediction} isWorkersAi={model.config.kind === "workers-ai"} />
          </div>
        </section>
      </div>
    </Dialog>
  );
}

function Outcome({ prediction, isWorkersAi }: { prediction: Prediction; isWorkersAi: boolean }) {
  switch (prediction.state) {
    case "none":
      return <p className="text-sm text-muted">What the model gives is shown here. Nothing is kept as a run.</p>;
    case "asking":
      return prediction.last ? <Given given={prediction.last} isOld /> : <Loading rows={4} label="Asking the model" />;
    case "stopped":
      return <p className="text-sm text-muted">Stopped: the answer is not waited for any more.</p>;
    case "failed":
      return <Failure problem={prediction.problem} isWorkersAi={isWorkersAi} />;
    case "given":
      return <Given given={prediction} />;
  }
}

function Given({ given, isOld = false }: { given: { output: unknown; latencyMs: number }; isOld?: boolean }) {
  const text = () => (typeof given.output === "string" ? given.output : JSON.stringify(given.output, null, 2));
  return (
    <div className={`flex flex-col gap-2 ${isOld ? "opacity-60" : ""}`}>
      <p className="flex items-center gap-1.5 text-xs text-muted">
        <CircleCheck size={13} aria-hidden className="text-success" />
        Answered in <Duration ms={given.latencyMs} />
        <span className="flex-1" />
        <CopyButton text={text} label="Copy the output" />
      </p>
      <div className="max-h-[50vh] overflow-auto rounded-md border border-border p-2">
        <Suspense fallback={<Loading rows={3} />}>
          <JsonTree value={given.output} label="Output" rootName="output" />
        </Suspense>
      </div>
    </div>
  );
}

function Failure({ problem, isWorkersAi }: { problem: Problem; isWorkersAi: boolean }) {
  const lacksBinding = isWorkersAi && problem.code === "model.failed" && /\bbinding AI\b/.test(problem.message);
  return (
    <div className="flex flex-col gap-2">
      <ProblemNote problem={problem} />
      {lacksBinding && (
        <>
          <p className="text-sm text-muted">These two lines of wrangler.toml, without the # before them:</p>
          <CodeText label="the lines" text={'[ai]\nbinding = "AI"'} />
        </>
      )}
    </div>
  );
}
