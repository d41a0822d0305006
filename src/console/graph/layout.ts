import { Graph, layout } from "@dagrejs/dagre";
import { edgeId, type Flow, type FlowEdge } from "./flow.ts";

/** Where everything of a graph stands, from top to bottom. It is worked out anew and never stored. */

export const cardSize = { width: 248, height: 60 };
export const inputSize = { width: 92, height: 30 };
export const addSize = { width: 22, height: 22 };
/** Room for the condition of a decision on its edge. */
export const labelSize = { width: 168, height: 22 };

export type Point = { x: number; y: number };

/** What the worklet gets, as a node: no block's id has a space. */
export const inputId = "the input";

/** Where a block can be added behind an end; of a decision: its way `otherwise`, which leads nowhere yet. */
export type Open = { block: string; isOtherwise: boolean };

export type LaidEdge = {
  id: string;
  /** An edge of the graph, one of the worklet's input (`from` null), or one that leads to a place where a block can be added. */
  edge: FlowEdge | { from: null; to: string } | Open;
  source: string;
  target: string;
  points: Point[];
  /** The middle of the edge, where its label and its "+" stand. */
  middle: Point;
};

export type Layout = {
  /** Upper left corners, by id. */
  places: ReadonlyMap<string, Point>;
  edges: readonly LaidEdge[];
  opens: readonly { id: string; open: Open }[];
};

/** `decisions`: their edges carry conditions. `opens`: where nothing follows yet. */
export function layoutOf(flow: Flow, decisions: ReadonlySet<string>, opens: readonly Open[]): Layout {
  const graph = new Graph<object, Box, Line>({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 28, edgesep: 24, ranksep: 44, ranker: "tight-tree" });
  graph.setNode(inputId, { ...inputSize });
  for (const id of flow.ids) graph.setNode(id, { ...cardSize });
  const lines: (Pick<LaidEdge, "edge" | "source" | "target"> & { id: string })[] = [
    ...flow.starts.map((to) => ({ id: `${inputId} ${to}`, edge: { from: null, to }, source: inputId, target: to })),
    ...flow.edges.map((edge) => ({ id: edgeId(edge), edge, source: edge.from, target: edge.to })),
    ...opens.map((open) => ({ id: `${openId(open)} edge`, edge: open, source: open.block, target: openId(open) })),
  ];
  for (const open of opens) graph.setNode(openId(open), { ...addSize });
  for (const { id, edge, source, target } of lines) {
    const isShort = "block" in edge && !edge.isOtherwise;
    const label = decisions.has(source) ? labelSize : { width: 22, height: isShort ? 0 : 22 };
    graph.setEdge(source, target, { ...label, labelpos: "c", minlen: 1, weight: isShort ? 4 : 1 }, id);
  }
  layout(graph);
  place(graph, readsBackwards(graph, lines));
  const places = new Map(graph.nodes().map((id) => [id, cornerOf(graph.node(id))]));
  return {
    places,
    edges: lines.map((line) => ({ ...line, ...routeOf(graph, line) })),
    opens: opens.map((open) => ({ id: openId(open), open })),
  };
}

type Laid = Graph<object, Box, Line>;
type Box = { width: number; height: number; x?: number; y?: number };
type Line = {
  width?: number;
  height?: number;
  labelpos?: "c";
  minlen?: number;
  weight?: number;
  points?: Point[];
  x?: number;
  y?: number;
};

/** Whether more of what follows a block stands from right to left than in the order that the block names it. */
function readsBackwards(graph: Laid, lines: readonly { source: string; target: string }[]): boolean {
  let balance = 0;
  for (const siblings of Map.groupBy(lines, ({ source }) => source).values()) {
    const places = siblings.map(({ target }) => graph.node(target).x ?? 0);
    places.slice(1).forEach((x, at) => {
      balance += Math.sign(x - (places[at] ?? 0));
    });
  }
  return balance < 0;
}

/** Around the input, so that what stands below it keeps its place when the graph grows to one side. */
function place(graph: Laid, isMirrored: boolean): void {
  const middle = graph.node(inputId).x ?? 0;
  const move = (point: { x?: number }) => {
    if (point.x !== undefined) point.x = isMirrored ? middle - point.x : point.x - middle;
  };
  for (const id of graph.nodes()) move(graph.node(id));
  for (const edge of graph.edges()) {
    const line = graph.edge(edge);
    move(line);
    line.points?.forEach(move);
  }
}

function openId({ block, isOtherwise }: Open): string {
  return `after ${isOtherwise ? "otherwise " : ""}${block}`;
}

function cornerOf({ x = 0, y = 0, width, height }: Box): Point {
  return { x: Math.round(x - width / 2), y: Math.round(y - height / 2) };
}

/** From the middle of the lower side to the middle of the upper side, around what stands between. */
function routeOf(graph: Laid, { source, target, id }: { source: string; target: string; id: string }) {
  const { points = [], x, y } = graph.edge({ v: source, w: target, name: id });
  const [from, to] = [graph.node(source), graph.node(target)];
  const first = { x: from.x ?? 0, y: (from.y ?? 0) + from.height / 2 };
  const last = { x: to.x ?? 0, y: (to.y ?? 0) - to.height / 2 };
  const route = [first, ...points.slice(1, -1), last];
  const middle =
    x === undefined || y === undefined ? { x: (first.x + last.x) / 2, y: (first.y + last.y) / 2 } : { x, y };
  return { points: route, middle };
}

/** A line through points: straight down, aside where it must, and down again, with round corners. */
export function lineThrough([first, ...others]: readonly Point[]): string {
  if (first === undefined) return "";
  let from = first;
  const parts = others.map((to) => {
    const part = elbow(from, to);
    from = to;
    return part;
  });
  return `M${first.x},${first.y} ${parts.join(" ")}`;
}

const cornerRadius = 10;

function elbow(from: Point, to: Point): string {
  const aside = to.x - from.x;
  if (Math.abs(aside) < 1) return `L${to.x},${to.y}`;
  const half = (from.y + to.y) / 2;
  const down = Math.min(cornerRadius, Math.abs(half - from.y), Math.abs(aside) / 2);
  const side = Math.sign(aside) * down;
  const corners = [
    `L${from.x},${half - down} Q${from.x},${half} ${from.x + side},${half}`,
    `L${to.x - side},${half} Q${to.x},${half} ${to.x},${half + down}`,
  ];
  return `${corners.join(" ")} L${to.x},${to.y}`;
}
