import { ChevronDown, ChevronUp } from "lucide-react";
import { lazy, type ReactNode, useCallback, useEffect, useState } from "react";
import { onPanelWanted } from "../graph/focus.ts";
import { useSelection } from "../graph/selection.ts";
import { IconButton } from "../parts/button.tsx";
import { useStored } from "../parts/storage.ts";
import { Pane } from "../shell/pane.tsx";
import { useTestRun } from "../test-run/test-run-context.ts";
import { FilesPanel } from "./files-panel.tsx";
import { OpenedFileProvider, useOpenedFile } from "./opened-file.tsx";
import { ResizeHandle } from "./resize-handle.tsx";
import { Tabs } from "./tabs.tsx";
import { useIsNarrow, useWindowSize } from "./window-size.ts";

const GraphCanvas = lazy(async () => ({ default: (await import("../graph/graph-canvas.tsx")).GraphCanvas }));
const TestPanel = lazy(async () => ({ default: (await import("../test-run/test-panel.tsx")).TestPanel }));
const BlockPanel = lazy(async () => ({ default: (await import("../graph/block-panel.tsx")).BlockPanel }));

type SideTab = "block" | "files";
type NarrowTab = SideTab | "graph" | "test";

/** The editor's panes: the graph, beside it the block and the files, below it the test. On a narrow window, one at a time. */
export function EditorLayout({ header }: { header: ReactNode }) {
  const isNarrow = useIsNarrow();
  const [side, setSide] = useState<SideTab>("block");
  const [narrow, setNarrow] = useState<NarrowTab>("graph");
  const { only } = useSelection();
  const showFiles = useCallback(() => {
    setSide("files");
    setNarrow("files");
  }, []);
  // What is selected in the graph is what the person wants to see.
  useEffect(() => {
    if (only !== null) setSide("block");
  }, [only]);
  useEffect(
    () =>
      onPanelWanted(() => {
        setSide("block");
        setNarrow("block");
      }),
    [],
  );
  useRunStarted(useCallback(() => setNarrow("test"), []));
  return (
    <OpenedFileProvider onOpen={showFiles}>
      <div className="flex h-full min-h-0 flex-col">
        {header}
        <div className="min-h-0 flex-1">
          {isNarrow ? <NarrowPanes tab={narrow} onTab={setNarrow} /> : <WidePanes side={side} onSide={setSide} />}
        </div>
      </div>
    </OpenedFileProvider>
  );
}

function NarrowPanes({ tab, onTab }: { tab: NarrowTab; onTab(tab: NarrowTab): void }) {
  return (
    <Tabs
      label="Parts of the editor"
      value={tab}
      onChange={onTab}
      tabs={[
        { value: "graph", label: "Graph", panel: <Pane shown={<GraphCanvas />} /> },
        { value: "block", label: "Block", panel: <Pane shown={<BlockPanel />} /> },
        { value: "files", label: "Files", panel: <Pane shown={<FilesPanel />} /> },
        { value: "test", label: "Test", panel: <Pane shown={<TestPane />} /> },
      ]}
    />
  );
}

function WidePanes({ side, onSide }: { side: SideTab; onSide(tab: SideTab): void }) {
  const [sideSize, setSideSize] = useStored("editor.side", 440);
  const [testSize, setTestSize] = useStored("editor.test", 300);
  const [isTestOpen, setTestOpen] = useStored("editor.test-open", true);
  const { width, height } = useWindowSize();
  useRunStarted(useCallback(() => setTestOpen(true), [setTestOpen]));
  const mostSide = Math.max(320, width - 560);
  const mostTest = Math.max(120, height - 320);
  const sideNow = Math.min(sideSize, mostSide);
  const testNow = Math.min(testSize, mostTest);
  return (
    <div className="flex h-full min-h-0">
      <div className="flex min-w-0 flex-1 flex-col">
        <section aria-label="Graph" className="relative min-h-0 flex-1">
          <Pane shown={<GraphCanvas />} />
        </section>
        {isTestOpen && (
          <ResizeHandle
            label="Height of the test panel"
            controls="editor-test"
            side="below"
            size={testNow}
            least={120}
            most={mostTest}
            onResize={setTestSize}
          />
        )}
        <div
          id="editor-test"
          style={isTestOpen ? { height: testNow } : undefined}
          className="relative flex shrink-0 flex-col border-border bg-surface not-first:border-t"
        >
          <IconButton
            label={isTestOpen ? "Hide the test panel" : "Show the test panel"}
            aria-expanded={isTestOpen}
            icon={isTestOpen ? <ChevronDown size={15} /> : <ChevronUp size={15} />}
            onClick={() => setTestOpen(!isTestOpen)}
            className="absolute top-1 right-1 z-10"
          />
          {isTestOpen ? <Pane shown={<TestPane />} /> : <h2 className="px-3 py-2 text-sm font-medium">Test</h2>}
        </div>
      </div>
      <ResizeHandle
        label="Width of the side panel"
        controls="editor-side"
        side="right"
        size={sideNow}
        least={320}
        most={mostSide}
        onResize={setSideSize}
      />
      <section
        id="editor-side"
        aria-label="Block and files"
        style={{ width: sideNow }}
        className="min-w-0 shrink-0 bg-surface"
      >
        <Tabs
          label="Block and files"
          value={side}
          onChange={onSide}
          tabs={[
            { value: "block", label: "Block", panel: <Pane shown={<BlockPanel />} /> },
            { value: "files", label: "Files", panel: <Pane shown={<FilesPanel />} /> },
          ]}
        />
      </section>
    </div>
  );
}

/** Keys run the worklet from anywhere: what comes of it is shown then. */
function useRunStarted(show: () => void): void {
  const { isRunning } = useTestRun();
  useEffect(() => {
    if (isRunning) show();
  }, [isRunning, show]);
}

/** The run's errors lead to their place in the code. */
function TestPane() {
  const { open } = useOpenedFile();
  return <TestPanel onReveal={(path, line, column) => open(path, { line, column })} />;
}
