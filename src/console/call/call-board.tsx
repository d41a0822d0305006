import { useCallback, useMemo } from "react";
import type { JsonSchema } from "../../contract/catalog.ts";
import type { Environment } from "../../contract/run.ts";
import { useMay } from "../api/role.ts";
import { Card } from "../parts/page.tsx";
import { useStored } from "../parts/storage.ts";
import { parseInput, rememberInput } from "../schema-form/input-editor.tsx";
import { useKeptInput } from "../test-run/kept-input.ts";
import { CallForm } from "./call-form.tsx";
import { CallIt } from "./call-it.tsx";
import { CallResult } from "./call-result.tsx";
import { LastRuns } from "./last-runs.tsx";
import { useCall } from "./use-call.ts";

/** Calls a worklet here, shows what comes of it, and how the same is done from elsewhere. */
export function CallBoard({
  application,
  worklet,
  environment,
  schema,
}: {
  application: string;
  worklet: string;
  environment: Environment;
  schema: JsonSchema | null;
}) {
  const storageKey = `${application}.${worklet}`;
  const [text, setText] = useKeptInput(application, worklet);
  const [isAsync, setAsync] = useStored("call-in-background", false);
  const remember = useCallback((sent: string) => rememberInput(storageKey, sent), [storageKey]);
  const call = useCall(application, worklet, remember);
  const maySeeRuns = useMay("operator");
  const input = useMemo(() => {
    const parsed = parseInput(text);
    return parsed.ok ? parsed.value : null;
  }, [text]);
  const search = environment === "production" ? "?environment=production" : "";
  const runPage = (id: string) => `/applications/${application}/worklets/${worklet}/runs/${id}${search}`;
  return (
    <div className="grid min-w-0 grid-cols-1 items-start gap-4 lg:grid-cols-2">
      <Card className="min-w-0">
        <CallForm
          call={call}
          schema={schema}
          text={text}
          onChange={setText}
          storageKey={storageKey}
          isAsync={isAsync}
          onAsync={setAsync}
          onRun={() => void call.call({ environment, text, isAsync })}
        />
      </Card>
      <div className="flex min-w-0 flex-col gap-4">
        {call.state.type !== "idle" && (
          <Card className="flex min-w-0 flex-col gap-3 p-4">
            <h2 className="text-sm font-semibold">Answer</h2>
            <CallResult call={call} runPage={runPage} />
          </Card>
        )}
        <Card className="flex min-w-0 flex-col gap-3 p-4">
          <h2 className="text-sm font-semibold">Call it from elsewhere</h2>
          <CallIt application={application} worklet={worklet} environment={environment} input={input} />
        </Card>
        {maySeeRuns && (
          <Card className="min-w-0">
            <h2 className="px-4 pt-4 pb-2 text-sm font-semibold">Last runs</h2>
            <LastRuns application={application} worklet={worklet} />
          </Card>
        )}
      </div>
    </div>
  );
}
