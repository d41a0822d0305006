import { ArrowUpRight, RotateCw } from "lucide-react";
import { Link } from "wouter";
import type { Call } from "../../../contract/view.ts";
import { JsonTree } from "../../json/json-tree.tsx";
import { Button } from "../../parts/button.tsx";
import { useBuilder } from "../builder-context.ts";
import { usePageScope } from "../inspector/live.tsx";
import { isSaid } from "../live/said-calls.ts";
import { CallTrial } from "./call-trial.tsx";

/** What a call shows now in the page. */
export function CallState({ name, call }: { name: string; call: Call }) {
  const { application, page, mayEdit } = useBuilder();
  const { read } = usePageScope();
  const member = (each: string) => read(`calls.${name}.${each}`).value;
  const [data, error, runId] = [member("data"), member("error"), member("run_id")];
  const isLoading = member("loading") === true;
  return (
    <div className="flex min-w-0 flex-col gap-2 rounded-md border border-border bg-surface-2 p-2">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
        <span role="status" className={error !== null ? "text-danger" : "text-muted"}>
          {wordsOf({ isLoading, hasError: error !== null, hasData: data !== null, call })}
          {member("stale") === true && !isLoading && " · data of other values"}
        </span>
        {typeof runId === "string" && (
          <Link
            href={`/applications/${application}/worklets/${call.worklet}/runs/${runId}`}
            className="inline-flex items-center gap-0.5 text-accent hover:underline"
          >
            Open the run
            <ArrowUpRight size={12} aria-hidden />
          </Link>
        )}
        {call.trigger === "binding" && isSaid(call) && mayEdit && (
          <Button
            size="small"
            className="ml-auto"
            busy={isLoading}
            icon={<RotateCw size={12} aria-hidden />}
            onClick={() => page.refresh(name)}
          >
            Run again
          </Button>
        )}
      </div>
      {typeof error === "string" && <p className="text-xs break-words text-danger">{error}</p>}
      {data !== null && (
        <div className="max-h-64 min-w-0 overflow-auto rounded bg-surface p-1.5">
          <JsonTree value={data} label={`Data of ${name}`} rootName={`calls.${name}.data`} />
        </div>
      )}
      {call.trigger === "event" && mayEdit && <CallTrial name={name} call={call} />}
    </div>
  );
}

function wordsOf(state: { isLoading: boolean; hasError: boolean; hasData: boolean; call: Call }): string {
  if (!isSaid(state.call))
    return "It does not run before all values say where they come from. If nothing else has changed, it goes on as it was before.";
  if (state.isLoading) return "Running…";
  if (state.hasError) return "It failed.";
  if (state.hasData) return "Answered.";
  return state.call.trigger === "event" ? "No action has run it yet." : "No data: it is off, or gave nothing.";
}
