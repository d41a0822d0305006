import { Tabs } from "@base-ui/react/tabs";
import { lazy, Suspense } from "react";
import { useSearchParams } from "wouter";
import type { Run } from "../../contract/run.ts";
import { isOpen } from "../parts/run-status.tsx";
import { Loading } from "../parts/states.tsx";
import { CallbackList } from "./callback-list.tsx";
import { LogPanel } from "./log-lines.tsx";
import type { RunAt } from "./run-actions.ts";
import { RunTimeline } from "./run-timeline.tsx";
import { NoValue, RunValue } from "./run-value.tsx";
import { RunTab, RunTabs } from "./tabs.tsx";
import type { ShownRun } from "./use-shown-run.ts";

/** The views of a run: its blocks in time, its log, its output, its input, how to call it. Which one stands in the address. */

const CallIt = lazy(async () => ({ default: (await import("../call/call-it.tsx")).CallIt }));

export function RunViews({ at, run, shown }: { at: RunAt; run: Run; shown: ShownRun }) {
  const [search, setSearch] = useSearchParams();
  const { trace, logs } = shown;
  const set = (name: string, value: string | null) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === null) after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  const callbacks = trace?.callbacks ?? [];
  return (
    <Tabs.Root
      value={search.get("tab") ?? "blocks"}
      onValueChange={(tab) => set("tab", tab === "blocks" ? null : String(tab))}
      className="min-w-0 rounded-lg border border-border bg-surface"
    >
      <RunTabs label="The run">
        <RunTab value="blocks">Blocks</RunTab>
        <RunTab value="logs">Logs{logs.length > 0 && ` ${logs.length}`}</RunTab>
        <RunTab value="output">Output</RunTab>
        <RunTab value="input">Input</RunTab>
        <RunTab value="call">Call it</RunTab>
        {callbacks.length > 0 && <RunTab value="callbacks">Callbacks {callbacks.length}</RunTab>}
      </RunTabs>
      <Tabs.Panel value="blocks">
        <RunTimeline
          at={at}
          run={run}
          shown={shown}
          block={search.get("block") ?? run.error?.block ?? null}
          select={(block) => set("block", block ?? "")}
        />
      </Tabs.Panel>
      <Tabs.Panel value="logs">
        <LogPanel lines={logs} isOpen={isOpen(run.status)} />
      </Tabs.Panel>
      <Tabs.Panel value="output" className="p-3">
        <Output run={run} />
      </Tabs.Panel>
      <Tabs.Panel value="input" className="p-3">
        <Input shown={shown} />
      </Tabs.Panel>
      <Tabs.Panel value="call" className="p-3">
        <Suspense fallback={<Loading rows={4} label="Loading how to call it" />}>
          <CallIt
            application={at.application}
            worklet={at.worklet}
            environment={run.environment}
            input={trace?.worklet_input ?? null}
          />
        </Suspense>
      </Tabs.Panel>
      <Tabs.Panel value="callbacks">
        <CallbackList tries={callbacks} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}

function Output({ run }: { run: Run }) {
  if (isOpen(run.status)) return <NoValue>The run is not over yet: it has given nothing.</NoValue>;
  if (run.status !== "SUCCEEDED") return <NoValue>The run did not succeed: it gave nothing.</NoValue>;
  if (!run.worklet_output_kept) {
    return <NoValue>The output is not kept: it was larger than 32 KB, or the run is too long ago.</NoValue>;
  }
  return <RunValue value={run.worklet_output} label="Output of the run" rootName="output" />;
}

function Input({ shown: { trace, traceError } }: { shown: ShownRun }) {
  if (trace === undefined && !traceError) return <Loading rows={2} label="Loading the input" />;
  if (!trace?.worklet_input_kept) {
    return (
      <NoValue>The input is not kept: it was larger than 32 KB, held a secret, or the run is too long ago.</NoValue>
    );
  }
  return <RunValue value={trace.worklet_input} label="Input of the run" rootName="worklet_input" />;
}
