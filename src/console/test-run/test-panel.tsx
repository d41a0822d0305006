import { Tabs } from "@base-ui/react/tabs";
import { Play } from "lucide-react";
import { type RefObject, useEffect, useRef } from "react";
import { useDraft } from "../draft/draft-context.ts";
import { Button } from "../parts/button.tsx";
import { Keys } from "../parts/keys.tsx";
import { useStored } from "../parts/storage.ts";
import { InputEditor } from "../schema-form/input-editor.tsx";
import { BlocksTab } from "./blocks-tab.tsx";
import type { Reveal } from "./failure-note.tsx";
import { LogsView } from "./logs-view.tsx";
import { OutputTab } from "./output-tab.tsx";
import { RunLine } from "./run-line.tsx";
import { RunTab } from "./run-tab.tsx";
import { useRunKeys, useRunVerbs } from "./run-verbs.ts";
import { useTestRun } from "./test-run-context.ts";
import { useFocusBack } from "./use-focus-back.ts";

type TabName = "output" | "blocks" | "logs" | "run";
const tabWords: Record<TabName, string> = { output: "Output", blocks: "Blocks", logs: "Logs", run: "Run" };

/** Runs the worklet with an input, and shows what comes of it. It fills the box that it stands in. */
export function TestPanel({ onReveal }: { onReveal?: Reveal }) {
  return (
    <section aria-label="Test" className="@container h-full min-h-0 overflow-y-auto bg-surface @lg:overflow-visible">
      <div className="flex min-h-0 flex-col @lg:h-full @lg:flex-row">
        <InputSide />
        <ResultSide onReveal={onReveal} />
      </div>
    </section>
  );
}

function InputSide() {
  const { draft } = useDraft();
  const { text, setText, storageKey, phase } = useTestRun();
  const keys = useRunKeys();
  return (
    <div className="@container flex min-h-0 shrink-0 flex-col border-b border-border @lg:w-[42%] @lg:max-w-lg @lg:border-r @lg:border-b-0">
      <div className="min-h-0 flex-1 overflow-y-auto p-3">
        <InputEditor
          schema={draft.input_schema}
          text={text}
          onChange={setText}
          label="Input"
          problem={phase.type === "refused" ? phase.problem : null}
          storageKey={storageKey}
          keys={keys}
        />
      </div>
      <RunButtons />
    </div>
  );
}

function RunButtons() {
  const { phase, progress } = useTestRun();
  const [first, whole] = useRunVerbs();
  const button = useRef<HTMLButtonElement>(null);
  useFocusBack(button, progress.status === "CANCELED");
  const isBusy = phase.type === "starting";
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-border p-2">
      {first?.until && (
        <Button
          weight="primary"
          busy={isBusy}
          icon={<Play size={13} aria-hidden />}
          onClick={first.run}
          className="max-w-full"
        >
          <span className="min-w-0 truncate">Run to {first.until}</span>
          <span className="hidden @md:inline-flex">
            <Keys keys={first.keys} />
          </span>
        </Button>
      )}
      {whole && (
        <Button
          ref={button}
          weight={first?.until ? "secondary" : "primary"}
          busy={isBusy}
          icon={<Play size={13} aria-hidden />}
          onClick={whole.run}
        >
          Run worklet
          <span className="hidden @md:inline-flex">
            <Keys keys={first?.until ? whole.keys : "mod+enter"} />
          </span>
        </Button>
      )}
    </div>
  );
}

function ResultSide({ onReveal }: { onReveal?: Reveal | undefined }) {
  const { application, worklet } = useDraft();
  const { run, progress, isRunning, call } = useTestRun();
  const [tab, setTab] = useStored<TabName>("test-tab", "output");
  const search = call?.environment === "production" ? "?environment=production" : "";
  const runsPage = `/applications/${application}/worklets/${worklet}/runs`;
  const runPage = run && `${runsPage}/${run.id}${search}`;
  const panel = "min-h-0 flex-1 overflow-y-auto p-3 outline-offset-[-2px]";
  const root = useShownAt(isRunning);
  return (
    <Tabs.Root
      ref={root}
      value={tab}
      onValueChange={(value) => setTab(value as TabName)}
      className="@container flex min-h-0 min-w-0 flex-1 flex-col"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-border py-1 pr-10 pl-2">
        <Tabs.List aria-label="Result" className="flex gap-0.5">
          {(Object.keys(tabWords) as TabName[]).map((name) => (
            <Tabs.Tab
              key={name}
              value={name}
              className="h-7 rounded-md px-2 text-sm text-muted hover:bg-surface-2 data-active:bg-surface-3 data-active:font-medium data-active:text-text"
            >
              {tabWords[name]}
              {name === "logs" && progress.logs.length > 0 && (
                <span className="ml-1 text-xs tabular-nums">{progress.logs.length.toLocaleString()}</span>
              )}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <span className="flex-1" />
        <RunLine runPage={runPage} />
      </div>
      <Tabs.Panel value="output" className={panel}>
        <OutputTab onReveal={onReveal} />
      </Tabs.Panel>
      <Tabs.Panel value="blocks" className={panel}>
        <BlocksTab runsPage={runsPage} onReveal={onReveal} />
      </Tabs.Panel>
      <Tabs.Panel value="logs" className={panel}>
        <LogsView key={run?.id} lines={progress.logs} isLive={isRunning} />
      </Tabs.Panel>
      <Tabs.Panel value="run" className={panel}>
        <RunTab application={application} worklet={worklet} runPage={runPage} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}

/** Where the result stands below the input, a run that starts brings it into sight. */
function useShownAt(isRunning: boolean): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isRunning) element.current?.scrollIntoView({ block: "nearest" });
  }, [isRunning]);
  return element;
}
