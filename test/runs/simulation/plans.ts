import { Draft } from "../../../src/contract/catalog.ts";
import { type Plan, planOf } from "../../../src/engine/plan.ts";

/**
 * The graphs of the simulation: chains, branches that meet, children in a chain, side by side and beside chains, blocks with a
 * retry, children that are given up.
 */

const code = (id: string, next: string[], more: object = {}) => ({
  id,
  kind: "code",
  file: "a.ts",
  function: id,
  next,
  ...more,
});
const child = (id: string, next: string[], more: object = {}) => ({
  id,
  kind: "worklet",
  worklet: id,
  next,
  ...more,
});
const retry = { max_attempts: 2, backoff_ms: 3_000, factor: 1 };
const patient = { max_attempts: 3, backoff_ms: 20_000, factor: 10 };

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
  [code("a", ["b", "c", "d"]), child("b", []), child("c", []), child("d", [])],
  [code("a", ["b", "c"]), child("b", ["e"]), code("c", ["d"]), code("d", ["e"]), code("e", [])],
  [code("a", ["b", "c"]), child("b", []), code("c", ["d"], { retry: patient }), code("d", [])],
  [code("a", ["b"], { retry: patient }), code("b", [], { retry })],
  [code("a", ["b", "c"]), child("b", [], { timeout_ms: 5_000, retry }), child("c", [])],
  [child("a", ["b", "c"], { timeout_ms: 30_000, retry: patient }), child("b", []), code("c", [])],
];

export type Shape = { draft: Draft; plan: Plan };

export const shapes = graphs.map((blocks): Shape => {
  const draft = Draft.parse({ graph: { blocks }, settings: {} });
  return { draft, plan: planOf(draft.graph) };
}) as [Shape, ...Shape[]];
