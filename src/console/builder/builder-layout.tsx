import { ChevronDown, ChevronUp } from "lucide-react";
import { lazy, type ReactNode } from "react";
import { ResizeHandle } from "../draft/resize-handle.tsx";
import { Tabs } from "../draft/tabs.tsx";
import { useIsNarrow, useWindowSize } from "../draft/window-size.ts";
import { IconButton } from "../parts/button.tsx";
import { useStored } from "../parts/storage.ts";
import { Pane } from "../shell/pane.tsx";
import { useBuilder } from "./builder-context.ts";
import { DataExplorer } from "./live/data-explorer.tsx";
import { FailingPane } from "./live/failing-pane.tsx";
import { useProblems } from "./live/use-problems.ts";
import { Palette } from "./palette/palette.tsx";
import { type LeftTab, type NarrowTab, usePanels } from "./panels.tsx";
import { Tree } from "./tree/tree.tsx";

const Canvas = lazy(async () => ({ default: (await import("./canvas/canvas.tsx")).Canvas }));
const Preview = lazy(async () => ({ default: (await import("./live/preview.tsx")).Preview }));
const Inspector = lazy(async () => ({ default: (await import("./inspector/inspector.tsx")).Inspector }));

/** The builder's panes: what there is at the left, the page, its settings at the right, below it what is wrong. On a narrow window, one at a time. */
export function BuilderLayout({ header }: { header: ReactNode }) {
  const isNarrow = useIsNarrow();
  return (
    <div className="flex h-full min-h-0 flex-col">
      {header}
      <div className="min-h-0 flex-1">{isNarrow ? <NarrowPanes /> : <WidePanes />}</div>
    </div>
  );
}

function NarrowPanes() {
  const { mode, mayEdit } = useBuilder();
  const { narrowTab, setNarrowTab } = usePanels();
  if (mode === "preview") return <PagePane />;
  return (
    <div className="h-full [&_[role=tablist]]:overflow-x-auto">
      <Tabs<NarrowTab>
        label="Parts of the builder"
        value={narrowTab}
        onChange={setNarrowTab}
        tabs={[
          { value: "page", label: "Page", panel: <PagePane /> },
          ...(mayEdit ? [{ value: "components" as const, label: "Add", panel: <Pane shown={<Palette />} /> }] : []),
          { value: "tree", label: "Tree", panel: <Pane shown={<Tree />} /> },
          { value: "settings", label: "Settings", panel: <InspectorPane /> },
          { value: "data", label: "Data", panel: <Pane shown={<DataExplorer />} /> },
          { value: "problems", label: <ProblemsLabel />, panel: <Pane shown={<FailingPane />} /> },
        ]}
      />
    </div>
  );
}

function WidePanes() {
  const { mode } = useBuilder();
  const { isLeftOpen, isRightOpen } = usePanels();
  const { width } = useWindowSize();
  if (mode === "preview") return <PagePane />;
  const most = Math.max(260, Math.floor((width - 420) / 2));
  return (
    <div className="flex h-full min-h-0">
      {isLeftOpen && <LeftSide most={most} />}
      <div className="flex min-w-0 flex-1 flex-col">
        <section aria-label="Page" className="relative min-h-0 flex-1">
          <PagePane />
        </section>
        <Bottom />
      </div>
      {isRightOpen && <RightSide most={most} />}
    </div>
  );
}

function LeftSide({ most }: { most: number }) {
  const [size, setSize] = useStored("builder.left", 264);
  const { leftTab, setLeftTab } = usePanels();
  const { mayEdit } = useBuilder();
  const tab = mayEdit || leftTab !== "components" ? leftTab : "tree";
  const now = Math.min(size, most);
  return (
    <>
      <section id="builder-left" aria-label="Parts" style={{ width: now }} className="min-w-0 shrink-0 bg-surface">
        <Tabs<LeftTab>
          label="Parts of the view"
          value={tab}
          onChange={setLeftTab}
          tabs={[
            ...(mayEdit
              ? [{ value: "components" as const, label: "Components", panel: <Pane shown={<Palette />} /> }]
              : []),
            { value: "tree", label: "Tree", panel: <Pane shown={<Tree />} /> },
            { value: "data", label: "Data", panel: <Pane shown={<DataExplorer />} /> },
          ]}
        />
      </section>
      <ResizeHandle
        label="Width of the left panel"
        controls="builder-left"
        side="left"
        size={now}
        least={200}
        most={most}
        onResize={setSize}
      />
    </>
  );
}

function RightSide({ most }: { most: number }) {
  const [size, setSize] = useStored("builder.right", 340);
  const now = Math.min(size, most);
  return (
    <>
      <ResizeHandle
        label="Width of the settings"
        controls="builder-inspector"
        side="right"
        size={now}
        least={260}
        most={most}
        onResize={setSize}
      />
      <div style={{ width: now }} className="min-w-0 shrink-0">
        <InspectorPane />
      </div>
    </>
  );
}

/** What is wrong, below the page; a line as long as it is closed. */
function Bottom() {
  const [size, setSize] = useStored("builder.bottom", 160);
  const [isOpen, setOpen] = useStored("builder.bottom-open", false);
  const { height } = useWindowSize();
  const most = Math.max(100, height - 360);
  const now = Math.min(size, most);
  return (
    <>
      {isOpen && (
        <ResizeHandle
          label="Height of the problems"
          controls="builder-bottom"
          side="below"
          size={now}
          least={80}
          most={most}
          onResize={setSize}
        />
      )}
      <section
        id="builder-bottom"
        aria-label="Problems"
        style={isOpen ? { height: now } : undefined}
        className="relative flex shrink-0 flex-col border-border bg-surface not-first:border-t"
      >
        <h2 className="px-3 py-1.5 text-sm font-medium">
          <ProblemsLabel />
        </h2>
        <IconButton
          label={isOpen ? "Hide the problems" : "Show the problems"}
          aria-expanded={isOpen}
          icon={isOpen ? <ChevronDown size={15} /> : <ChevronUp size={15} />}
          onClick={() => setOpen(!isOpen)}
          className="absolute top-0.5 right-1 z-10"
        />
        {isOpen && (
          <div className="min-h-0 flex-1">
            <Pane shown={<FailingPane />} />
          </div>
        )}
      </section>
    </>
  );
}

function ProblemsLabel() {
  const count = useProblems().length;
  return (
    <span className="whitespace-nowrap">
      Problems{" "}
      {count > 0 && <span className="rounded bg-danger-soft px-1.5 text-xs text-danger tabular-nums">{count}</span>}
    </span>
  );
}

function PagePane() {
  const { mode } = useBuilder();
  return <Pane shown={mode === "edit" ? <Canvas /> : <Preview />} />;
}

function InspectorPane() {
  return (
    <section id="builder-inspector" aria-label="Settings" className="h-full overflow-hidden bg-surface">
      <Pane shown={<Inspector />} />
    </section>
  );
}
