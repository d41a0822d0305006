import type { Block, Graph } from "../../contract/graph.ts";
import type { BlockRun } from "../test-run/test-run-context.ts";
import { evaluated, type Scope } from "./evaluated.ts";
import { ancestorsOf, type Flow, type FlowEdge, isSameWay, orderOf } from "./flow.ts";

export type { Scope } from "./evaluated.ts";

/** What the expressions of a block see: the values that the last test run had there, by the rules of the engine. */

/** The scope of each place where a block has expressions. */
export type Scopes = {
  /** The member `input`: there `input` is what the block receives. */
  mapping: Scope;
  /** `each.items`. */
  items: Scope;
  /** Everything else: there `input` is what the member `input` made of it. */
  own: Scope;
};

export type Ran = {
  /** null: nothing has run yet. */
  runId: string | null;
  blocks: Readonly<Record<string, BlockRun>>;
  workletInput: unknown;
};

export type Setting = {
  application: string;
  worklet: string;
  /** An input as the worklet's schema has it: for names, while nothing has run. */
  sample: unknown;
  /** Names of the secrets; null where expressions cannot name them. */
  secrets: readonly string[];
};

const notRun = "Run the worklet to see the value.";

export function scopesOf(block: Block, graph: Graph, flow: Flow, ran: Ran, setting: Setting): Scopes {
  const received = receivedBy(block, graph, flow, ran, setting);
  const base = baseOf(block, graph, flow, ran, setting);
  const mapping = withValue(base, "input", received);
  const items = mapping;
  const each = block.kind === "decision" ? undefined : block.each;
  const inner = each === undefined ? mapping : withItem(mapping, each.items);
  return { mapping: inner, items, own: withSecrets(ownScope(block, inner), block, setting.secrets) };
}

type Known = { value: unknown; why?: string };

function withValue(scope: Scope, name: string, { value, why }: Known): Scope {
  return {
    values: { ...scope.values, [name]: value },
    missing: why === undefined ? scope.missing : { ...scope.missing, [name]: why },
  };
}

function withItem(scope: Scope, items: string): Scope {
  const list = evaluated(items, "value", scope);
  const isKnown = list.type === "value" && Array.isArray(list.value) && list.value.length > 0;
  const why = isKnown ? {} : { why: "There is no item: `items` gives no list yet." };
  const item = isKnown ? (list.value as unknown[])[0] : undefined;
  return withValue(withValue(scope, "item", { value: item, ...why }), "index", { value: 0 });
}

function ownScope(block: Block, scope: Scope): Scope {
  if (block.input === undefined) {
    const isEach = block.kind !== "decision" && block.each !== undefined;
    if (!isEach) return scope;
    const why = scope.missing.item;
    return withValue(scope, "input", { value: scope.values.item, ...(why !== undefined && { why }) });
  }
  const mapped = evaluated(block.input, "value", scope);
  const { input: _, ...missing } = scope.missing;
  if (mapped.type === "value" || mapped.type === "constant")
    return { values: { ...scope.values, input: mapped.value }, missing };
  const why = mapped.type === "unknown" ? mapped.why : "The block's `input` has a problem.";
  return withValue(scope, "input", { value: undefined, why });
}

function withSecrets(scope: Scope, block: Block, secrets: readonly string[]): Scope {
  if (block.kind !== "http" && block.kind !== "slack") return scope;
  return withValue(scope, "secrets", { value: Object.fromEntries(secrets.map((name) => [name, "***"])) });
}

/** Everything but `input`: blocks before, env, the worklet's input, the run. */
function baseOf(block: Block, graph: Graph, flow: Flow, ran: Ran, setting: Setting): Scope {
  const before = ancestorsOf(
    flow,
    (flow.previous.get(block.id) ?? []).map(({ from }) => from),
  );
  const missing: Record<string, string> = {};
  const blocks: Record<string, unknown> = {};
  for (const id of orderOf(flow)) {
    if (!before.has(id)) continue;
    const { value, why } = outputOf(id, ran);
    blocks[id] = value;
    if (why !== undefined) missing[`blocks.${id}`] = why;
  }
  if (ran.runId === null) Object.assign(missing, { worklet_input: notRun, env: notRun, run: notRun });
  const values = {
    blocks,
    env: envBefore(block, graph, flow, ran),
    worklet_input: ran.runId === null ? setting.sample : ran.workletInput,
    run: {
      id: ran.runId ?? "",
      attempt: 1,
      trigger: "console",
      environment: "draft",
      application: setting.application,
      worklet: setting.worklet,
      parent_run_id: null,
    },
  };
  return { values, missing };
}

/** An object of the envs after the blocks before, the later one winning: the engine's own merge looks at each key's writer. */
function envBefore(block: Block, graph: Graph, flow: Flow, ran: Ran): unknown {
  const sources = graph.blocks.filter(({ id }) => flow.previous.get(block.id)?.some(({ from }) => from === id));
  return Object.assign({}, ...sources.map(({ id }) => ran.blocks[id]?.trace?.env ?? {}));
}

function outputOf(id: string, ran: Ran): Known {
  if (ran.runId === null) return { value: undefined, why: notRun };
  const run = ran.blocks[id];
  if (run === undefined) return { value: undefined, why: `${id} did not run in the last test run.` };
  if (run.status === "SKIPPED") return { value: null };
  if (run.status === "RUNNING") return { value: undefined, why: `${id} is still running.` };
  if (run.status !== "SUCCEEDED") return { value: undefined, why: `${id} has no output: it did not succeed.` };
  if (run.trace === undefined) return { value: undefined, why: `The output of ${id} is being read.` };
  if (run.trace.truncated.includes("output"))
    return { value: undefined, why: `The output of ${id} was too large to keep, so it cannot be shown here.` };
  return { value: run.trace.output };
}

/** The worklet's input at a start, the output of the one block that led here, or an object of several by id. */
function receivedBy(block: Block, graph: Graph, flow: Flow, ran: Ran, setting: Setting): Known {
  const before = flow.previous.get(block.id) ?? [];
  if (before.length === 0)
    return ran.runId === null ? { value: setting.sample, why: notRun } : { value: ran.workletInput };
  const live = graph.blocks.flatMap((from) => {
    const edges = before.filter((edge) => edge.from === from.id);
    return edges.some((edge) => isLive(from, edge, ran)) ? [{ id: from.id, output: outputOf(from.id, ran) }] : [];
  });
  const [only, ...others] = live;
  if (only === undefined) {
    const ids = [...new Set(before.map(({ from }) => from))];
    const shown =
      ids.length === 1 ? outputOf(ids[0] ?? "", ran) : { value: Object.fromEntries(ids.map((id) => [id, null])) };
    return { value: shown.value, why: shown.why ?? "The last test run did not come this way." };
  }
  if (others.length === 0) return only.output;
  const why = live.find(({ output }) => output.why !== undefined)?.output.why;
  const value = Object.fromEntries(live.map(({ id, output }) => [id, output.value]));
  return { value, ...(why !== undefined && { why }) };
}

/** Whether the run came along an edge: the block ran, and a decision chose this way, as it can be worked out from its input. */
function isLive(from: Block, edge: FlowEdge, ran: Ran): boolean {
  const run = ran.blocks[from.id];
  if (run === undefined || run.status === "SKIPPED") return false;
  if (from.kind !== "decision" || run.trace === undefined) return true;
  const values = {
    input: run.trace.input,
    env: run.trace.env,
    worklet_input: ran.workletInput,
    blocks: outputsIn(ran),
  };
  const chosen = from.branches.findIndex(({ when }) => {
    const result = evaluated(when, "condition", { values, missing: {} });
    return (result.type === "value" || result.type === "constant") && Boolean(result.value);
  });
  return isSameWay(edge.way, chosen < 0 ? { type: "otherwise" } : { type: "branch", branch: chosen });
}

function outputsIn(ran: Ran): Record<string, unknown> {
  return Object.fromEntries(Object.entries(ran.blocks).map(([id, { trace }]) => [id, trace?.output ?? null]));
}
