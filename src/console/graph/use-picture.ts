import { useMemo, useRef } from "react";
import type { Block, Graph } from "../../contract/graph.ts";
import { useDraft } from "../draft/draft-context.ts";
import { useTestRun } from "../test-run/test-run-context.ts";
import type { BlockNode, CardLook } from "./block-card.tsx";
import type { Place } from "./edit.ts";
import { type Flow, flowOf, type Way } from "./flow.ts";
import type { FlowLine } from "./flow-edge.tsx";
import { addSize, cardSize, inputId, inputSize, type LaidEdge, type Layout, layoutOf, type Open } from "./layout.ts";
import { useSelection } from "./selection.ts";
import type { AddNode, InputNode } from "./small-cards.tsx";
import { listed, spokenName, summaryOf } from "./words.ts";
import { wrongsByPlace } from "./wrongs.ts";

/** The graph as the library that draws it takes it. What did not change stays the same object, so that it is not drawn anew. */

export type PictureNode = BlockNode | InputNode | AddNode;

export type Picture = { nodes: PictureNode[]; edges: FlowLine[]; flow: Flow; layout: Layout };

export function usePicture(tabStop: string, selectedEdge: string | null): Picture {
  const { draft, isReadOnly } = useDraft();
  const { graph } = draft;
  const { ids } = useSelection();
  const flow = useMemo(() => flowOf(graph), [graph]);
  const layout = useLayout(graph, flow, isReadOnly);
  const looks = useLooks(graph, flow);
  const reuse = useReuse<PictureNode>(isSameNode);
  const reuseEdge = useReuse<FlowLine>(isSameText);

  const selected = new Set(ids);
  const input: InputNode = {
    ...nodeAt(inputId, layout, inputSize),
    type: "input-card",
    selectable: false,
    data: { spoken: `Input of the worklet, before ${listed(flow.starts)}`, isTabStop: tabStop === inputId },
  };
  const cards = looks.map(
    (look): BlockNode => ({
      ...nodeAt(look.id, layout, cardSize),
      type: "block",
      data: { look, isTabStop: look.id === tabStop },
      selected: selected.has(look.id),
    }),
  );
  const adds = layout.opens.map(
    ({ id, open }): AddNode => ({
      ...nodeAt(id, layout, addSize),
      type: "add",
      selectable: false,
      data: { place: { type: "after", block: open.block }, label: openLabel(open) },
    }),
  );
  const lines = useMemo(() => {
    const byId = new Map(graph.blocks.map((block) => [block.id, block]));
    return layout.edges.map((laid) => lineOf(laid, byId, isReadOnly, laid.id === selectedEdge));
  }, [graph, layout, isReadOnly, selectedEdge]);
  return { nodes: reuse([input, ...cards, ...adds]), edges: reuseEdge(lines), flow, layout };
}

/** What the cards say. A card that says the same as before is the same object. */
function useLooks(graph: Graph, flow: Flow): CardLook[] {
  const { wrongs, isReadOnly } = useDraft();
  const { blocks: runs } = useTestRun();
  const reuse = useReuse<CardLook>(isSameText);
  const looks = useMemo(() => {
    const wrong = wrongsByPlace(wrongs);
    const all = graph.blocks.map((block, place): CardLook => {
      const run = runs[block.id];
      const wrongHere = wrong.get(place) ?? [];
      return {
        id: block.id,
        kind: block.kind,
        summary: summaryOf(block),
        spoken: spokenName(block, flow, run, wrongHere.length),
        isEach: block.kind !== "decision" && block.each !== undefined,
        wrong: wrongHere.length === 0 ? null : wrongHere.map(({ message }) => message).join("\n"),
        status: run?.status ?? null,
        latencyMs: run?.latency_ms ?? null,
        isReadOnly,
      };
    });
    // While an id is doubled (the server refuses that), the first is drawn.
    return [...new Map(all.toReversed().map((look) => [look.id, look])).values()].reverse();
  }, [graph, flow, runs, wrongs, isReadOnly]);
  return reuse(looks);
}

/** Worked out anew only when who leads to whom has changed: not while a setting is typed. */
function useLayout(graph: Graph, flow: Flow, isReadOnly: boolean): Layout {
  const decisions = graph.blocks.flatMap(({ id, kind }) => (kind === "decision" ? [id] : []));
  const opens = isReadOnly ? [] : graph.blocks.flatMap((block) => opensOf(block, flow));
  const structure = JSON.stringify([flow.ids, flow.edges, flow.starts, decisions, opens]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the structure is all of them as a text.
  return useMemo(() => layoutOf(flow, new Set(decisions), opens), [structure]);
}

function opensOf(block: Block, flow: Flow): Open[] {
  if (block.kind !== "decision") return flow.next.has(block.id) ? [] : [{ block: block.id, isOtherwise: false }];
  return block.otherwise?.length ? [] : [{ block: block.id, isOtherwise: true }];
}

function openLabel({ block, isOtherwise }: Open): string {
  return isOtherwise ? `Add a block for otherwise after ${block}` : `Add a block after ${block}`;
}

function nodeAt(id: string, layout: Layout, size: { width: number; height: number }) {
  return { id, position: layout.places.get(id) ?? { x: 0, y: 0 }, ...size, measured: size };
}

function lineOf(laid: LaidEdge, blocks: ReadonlyMap<string, Block>, isReadOnly: boolean, selected: boolean): FlowLine {
  const { id, edge, source, target, points, middle } = laid;
  const line = { id, source, target, type: "flow" as const, selected };
  const drawn = { points, middle, condition: null, isOpen: false, isOtherwise: false };
  if ("block" in edge) {
    const { isOtherwise } = edge;
    const data = {
      ...drawn,
      condition: isOtherwise ? "otherwise" : null,
      isOpen: true,
      isOtherwise,
      place: null,
      addLabel: "",
    };
    return { ...line, selectable: false, data };
  }
  if (edge.from === null) {
    const place: Place = { type: "edge", from: null, to: edge.to, way: { type: "next" } };
    const data = { ...drawn, place: isReadOnly ? null : place, addLabel: `Add a block before ${edge.to}` };
    return { ...line, selectable: false, data };
  }
  const from = blocks.get(edge.from);
  const addLabel = `Add a block between ${edge.from} and ${edge.to}`;
  const data = {
    ...drawn,
    condition: from === undefined ? null : conditionOf(from, edge.way),
    isOtherwise: edge.way.type === "otherwise",
    place: isReadOnly ? null : { type: "edge" as const, ...edge },
    addLabel,
  };
  return { ...line, selectable: !isReadOnly, data };
}

/** The words on an edge of a decision. */
export function conditionOf(block: Block, way: Way): string | null {
  if (block.kind !== "decision") return null;
  if (way.type !== "branch") return "otherwise";
  return block.branches[way.branch]?.when.replace(/^\s*\{\{([\s\S]*)\}\}\s*$/, "$1").trim() ?? null;
}

/** Hands out the objects of before where they say the same. */
function useReuse<T extends { id: string }>(isSame: (one: T, other: T) => boolean): (list: T[]) => T[] {
  const held = useRef<{ given: T[]; list: T[] }>({ given: [], list: [] });
  return (given) => {
    if (given === held.current.given) return held.current.list;
    const known = new Map(held.current.list.map((value) => [value.id, value]));
    const next = given.map((value) => {
      const before = known.get(value.id);
      return before !== undefined && isSame(before, value) ? before : value;
    });
    const { list } = held.current;
    const isUnchanged = next.length === list.length && next.every((value, at) => value === list[at]);
    held.current = { given, list: isUnchanged ? list : next };
    return held.current.list;
  };
}

function isSameText(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isSameNode(one: PictureNode, other: PictureNode): boolean {
  if (one.position.x !== other.position.x || one.position.y !== other.position.y) return false;
  if (one.type !== "block" || other.type !== "block") return isSameText(one.data, other.data);
  const isLike = one.data.look === other.data.look && one.data.isTabStop === other.data.isTabStop;
  return isLike && one.selected === other.selected;
}
