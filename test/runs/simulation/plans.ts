import { Graph } from "../../../src/contract/graph.ts";
import { type Plan, planOf } from "../../../src/engine/plan.ts";

/** The graphs of the simulation: chains, branches that meet, children in a chain and side by side, a block with a retry. */

const code = (id: string, next: string[], more: object = {}) => ({
  id,
  kind: "code",
  file: "a.ts",
  function: id,
  next,
  ...more,
});
const child = (id: string, next: string[]) => ({ id, kind: "worklet", worklet: id, next });
const retry = { max_attempts: 2, backoff_ms: 3_000, factor: 1 };

const graphs = [
  [code("a", [])],
  [code("a", ["b"]), code("b", [])],
  [code("a", ["b"]), code("b", ["c"]), code("c", ["d"]), code("d", [])],
  [code("a", ["b", "c"]), code("b", ["d"]), code("c", ["d"]), code("d", [])],
  [code("a", ["b"]), code("b", ["c"], { retry }), code("c", [])],
  [code("a", ["b"]), child("b", ["c"]), code("c", [])],
  [code("a", ["b", "c"]), child("b", ["d"]), code("c", ["d"]), code("d", [])],
  [code("a", ["b", "c"]), child("b", ["d"]), child("c", ["d"]), code("d", [])],
  [child("a", ["b"]), child("b", [])],
];

export const plans = graphs.map((blocks) => planOf(Graph.parse({ blocks }))) as [Plan, ...Plan[]];
