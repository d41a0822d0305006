import { Fault } from "../../contract/fault.ts";
import { ready, type StepState } from "../../engine/flow.ts";
import type { BlockRecord } from "../../engine/journal.ts";
import { placesOf } from "../../engine/past.ts";
import type { Plan, Step } from "../../engine/plan.ts";
import { invalid } from "../../http/check.ts";
import type { Done, Original } from "./original.ts";

/** Where a run that repeats another one begins, when it shall not begin at the start. Pure. */

/**
 * The records to take over so that the run begins at `from`: those of the blocks that are neither `from` nor behind it. The
 * engine's own rules of data flow say which of them count, so a graph that was changed is repeated as far as it still leads
 * to `from`; whatever beside it has no record runs anew. Faults: `request.invalid`, `run.values_too_large`.
 */
export function doneBefore(plan: Plan, { done, until }: Pick<Original, "done" | "until">, from: string): Done {
  const first = plan.places.get(from);
  if (first === undefined) throw refused(`The graph has no block ${from}.`);
  if (until !== null && from !== until && !ancestorsOf(plan, until).has(from)) {
    throw refused(
      `That run ends at the block ${until}, before it comes to ${from}. Name ${until} or a block before it.`,
    );
  }
  const known = handed(done, from);
  const states: StepState[] = plan.steps.map(() => ({ status: "WAITING" }));
  const blocks: BlockRecord[] = [];
  for (const place of plan.order) {
    const step = plan.steps[place];
    if (!step) continue;
    const due = ready(plan, states, [place]);
    if (due.skip.length > 0) states[place] = { status: "SKIPPED" };
    if (due.run.length === 0 || step.id === from || step.ancestors.has(from)) continue;
    const record = known.blocks.findLast(({ block }) => block === step.id);
    if (!record || !fits(plan, step, record)) continue;
    states[place] = { status: "SUCCEEDED", chosen: placesOf(plan, record.chosen) };
    blocks.push(record);
  }
  if (ready(plan, states, [first]).run.length > 0) return { blocks };
  const missing = [...(plan.steps[first]?.ancestors ?? [])].filter(
    (id) => states[plan.places.get(id) ?? first]?.status === "WAITING",
  );
  if (missing.length === 0) throw refused(`That run did not come to ${from}: its decisions lead elsewhere.`);
  throw refused(`That run did not finish what comes before ${from}, or the graph has changed: ${missing.join(", ")}.`);
}

/** Whether the record of a block says something about this step: its kind, and what a decision chose, are still there. */
function fits(plan: Plan, { block, next }: Step, { kind, chosen }: BlockRecord): boolean {
  if (kind !== block.kind) return false;
  return (chosen ?? []).every((id) => next.includes(plan.places.get(id) ?? -1));
}

/** What runs before this block. */
function ancestorsOf(plan: Plan, block: string): ReadonlySet<string> {
  return plan.steps[plan.places.get(block) ?? -1]?.ancestors ?? new Set();
}

function handed(done: Original["done"], from: string): Done {
  if (done && "blocks" in done) return done;
  if (done?.why === "tooLarge") {
    const detail = `What the blocks before ${from} gave is too much to hand to another run. Leave from out to run all of them.`;
    throw new Fault("run.values_too_large", detail);
  }
  throw refused("What the blocks of that run gave is not kept. Leave from out to run all of them.");
}

function refused(message: string) {
  return invalid([{ path: "/from", message }]);
}
