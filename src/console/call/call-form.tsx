import { Play, Square } from "lucide-react";
import { useRef } from "react";
import type { JsonSchema } from "../../contract/catalog.ts";
import { Button } from "../parts/button.tsx";
import { Checkbox } from "../parts/field.tsx";
import { Keys, useKeys } from "../parts/keys.tsx";
import { useNotify } from "../parts/toast.tsx";
import { InputEditor } from "../schema-form/input-editor.tsx";
import { useFocusBack } from "../test-run/use-focus-back.ts";
import type { WorkletCall } from "./use-call.ts";

/** The input of a call, and the buttons that begin and stop it. */
export function CallForm({
  call,
  schema,
  text,
  onChange,
  storageKey,
  isAsync,
  onAsync,
  onRun,
}: {
  call: WorkletCall;
  schema: JsonSchema | null;
  text: string;
  onChange(text: string): void;
  storageKey: string;
  isAsync: boolean;
  onAsync(isAsync: boolean): void;
  onRun(): void;
}) {
  const { notifyProblem } = useNotify();
  const button = useRef<HTMLButtonElement>(null);
  useFocusBack(button, call.state.type === "stopped" || call.followed.progress.status === "CANCELED");
  const run = () => {
    if (!call.isRunning) onRun();
    return true;
  };
  useKeys([{ keys: "mod+enter", label: "Run the worklet", whileTyping: true, run }]);
  const { isStopping } = call.followed;
  return (
    <div className="flex min-w-0 flex-col gap-4 p-4">
      <InputEditor
        schema={schema}
        text={text}
        onChange={onChange}
        label="Input"
        problem={call.state.type === "refused" ? call.state.problem : null}
        storageKey={storageKey}
        keys={[{ key: "Mod-Enter", run }]}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button
          ref={button}
          weight="primary"
          icon={<Play size={13} aria-hidden />}
          onClick={run}
          disabled={call.isRunning}
        >
          Run
          <span className="hidden sm:inline-flex">
            <Keys keys="mod+enter" />
          </span>
        </Button>
        {call.isRunning && (
          <Button
            weight="danger"
            icon={<Square size={11} aria-hidden />}
            onClick={() => void call.stop().catch(notifyProblem)}
            disabled={isStopping}
          >
            {isStopping ? "Stopping…" : "Stop"}
          </Button>
        )}
        <Checkbox label="In the background" checked={isAsync} onChange={onAsync} disabled={call.isRunning} />
      </div>
    </div>
  );
}
