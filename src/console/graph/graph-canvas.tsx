import "@xyflow/react/dist/base.css";
import {
  Background,
  BackgroundVariant,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react";
import { useRef, useState } from "react";
import { useDraft } from "../draft/draft-context.ts";
import { BlockCard } from "./block-card.tsx";
import { CanvasContext } from "./canvas-context.ts";
import { CanvasControls } from "./canvas-controls.tsx";
import { CanvasMenu, type OpenMenu } from "./canvas-menus.tsx";
import { connectionRefusal } from "./edit.ts";
import { FlowEdgeLine, type FlowLine } from "./flow-edge.tsx";
import { focusPanel } from "./focus.ts";
import { useSelection } from "./selection.ts";
import { AddCard, InputCard } from "./small-cards.tsx";
import { useCanvasState } from "./use-canvas-state.ts";
import { useGraphActions } from "./use-graph-actions.ts";
import { useGraphKeys } from "./use-graph-keys.ts";
import { type PictureNode, usePicture } from "./use-picture.ts";
import { useFirstView } from "./use-view.ts";

/** The graph of the worklet that is open in the editor. */
export function GraphCanvas() {
  return (
    <ReactFlowProvider>
      <GraphView />
    </ReactFlowProvider>
  );
}

const nodeTypes = { block: BlockCard, "input-card": InputCard, add: AddCard };
const edgeTypes = { flow: FlowEdgeLine };
const fitOptions = { padding: 0.15, maxZoom: 1, duration: 200 };
const colours = {
  "--xy-connectionline-stroke": "var(--accent)",
  "--xy-attribution-background-color": "transparent",
} as React.CSSProperties;
const severalKeys = ["Shift", "Meta", "Control"];

/** One function for all drawings: with another one every node would be drawn anew. */
const openSettings = (_: unknown, node: PictureNode) => {
  if (node.type === "block") focusPanel(node.id);
};

function GraphView() {
  const { draft, isReadOnly } = useDraft();
  const selection = useSelection();
  const place = useRef<HTMLDivElement>(null);
  const [selectedEdge, setSelectedEdge] = useState<string | null>(null);
  const { canvas, current, menu, open, reveal, expectReveal, focusAfterMenu } = useCanvasState();
  const picture = usePicture(current, selectedEdge);
  const actions = useGraphActions(reveal, expectReveal);
  const { fitView } = useReactFlow();
  const fit = () => void fitView(fitOptions);
  useGraphKeys({ canvas: place, picture, actions, current, selectedEdge, open, reveal, fit });
  const showFirst = useFirstView(picture.nodes, selection.only);

  const select = (changes: NodeChange<PictureNode>[]) => {
    const ids = selectedAfter(selection.ids, changes);
    if (ids !== null) selection.select(ids);
  };
  const selectEdge = (changes: EdgeChange<FlowLine>[]) => {
    for (const change of changes) {
      if (change.type !== "select") continue;
      setSelectedEdge((before) => (change.selected ? change.id : before === change.id ? null : before));
    }
  };
  const isValid = ({ source, target }: Connection | FlowLine) =>
    picture.flow.ids.includes(target) && connectionRefusal(picture.flow, source, target) === null;

  return (
    <CanvasContext value={canvas}>
      <div
        ref={place}
        className="relative size-full min-h-0 bg-page [&_.react-flow\_\_attribution_a]:text-muted! [&_.react-flow\_\_nodesselection]:hidden"
      >
        <ReactFlow<PictureNode, FlowLine>
          aria-label="Graph of the worklet"
          nodes={picture.nodes}
          edges={picture.edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={select}
          onEdgesChange={selectEdge}
          onNodeDoubleClick={openSettings}
          onConnect={({ source, target }) => actions.connect(source, target)}
          onConnectEnd={(event, end) => {
            const menuThere = menuAtEnd(event, end);
            if (menuThere !== null) open(menuThere);
          }}
          isValidConnection={isValid}
          nodesDraggable={false}
          nodesConnectable={!isReadOnly}
          nodesFocusable={false}
          edgesFocusable={false}
          deleteKeyCode={null}
          multiSelectionKeyCode={severalKeys}
          disableKeyboardA11y
          panOnScroll
          zoomOnDoubleClick={false}
          minZoom={0.05}
          maxZoom={1.75}
          onInit={showFirst}
          style={colours}
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1} color="var(--border-strong)" />
        </ReactFlow>
        <CanvasControls fit={fit} />
        {menu && (
          <CanvasMenu
            key={JSON.stringify([menu.type, "id" in menu && menu.id])}
            menu={menu}
            open={open}
            graph={draft.graph}
            flow={picture.flow}
            actions={actions}
            isReadOnly={isReadOnly}
            focusAfter={focusAfterMenu}
          />
        )}
      </div>
    </CanvasContext>
  );
}

/** An edge that was drawn into the open asks which block it is to lead to. */
function menuAtEnd(
  event: MouseEvent | TouchEvent,
  { toNode, fromNode, fromHandle }: FinalConnectionState,
): OpenMenu | null {
  const at = "changedTouches" in event ? event.changedTouches[0] : event;
  if (toNode !== null || fromNode === null || fromHandle?.type !== "source" || at === undefined) return null;
  const anchor = { x: at.clientX, y: at.clientY };
  return { type: "kinds", place: { type: "beside", block: fromNode.id }, anchor };
}

/** The selection after what the library says was selected and what was not any more; null: as it was. */
function selectedAfter(ids: readonly string[], changes: NodeChange<PictureNode>[]): string[] | null {
  const after = new Set(ids);
  for (const change of changes) {
    if (change.type !== "select") continue;
    if (change.selected) after.add(change.id);
    else after.delete(change.id);
  }
  return after.size === ids.length && ids.every((id) => after.has(id)) ? null : [...after];
}
