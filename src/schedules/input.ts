import { type Definition, definitionOf } from "../catalog/definitions.ts";
import type { Caller } from "../contract/access.ts";
import { limits } from "../contract/limits.ts";
import { invalid } from "../http/check.ts";
import { checkInput } from "../runs/invoke.ts";
import type { Place } from "./rows.ts";
import type { ScheduleRow } from "./table.ts";

/** What a schedule gives its runs, checked while somebody is there to hear of it. */

/** Whoever changes a schedule. */
export type Editor = { caller: Caller; now: number };

export function definitionFor(
  env: Env,
  { application, worklet }: Place,
  environment: ScheduleRow["environment"],
  now: number,
): Promise<Definition> {
  const address = { application: application.id, worklet: worklet.id, environment, version: null };
  return definitionOf(env, address, now, null);
}

/** Faults: `request.invalid` for one that is too large, `worklet.input_invalid` as if the worklet were invoked with it. */
export async function checkScheduleInput(
  env: Env,
  place: Place,
  { workletInput, environment }: Pick<ScheduleRow, "workletInput" | "environment">,
  { now }: Editor,
): Promise<void> {
  checkInputSize(workletInput);
  checkInput(await definitionFor(env, place, environment, now), JSON.parse(workletInput));
}

/** Of JSON text. Fault: `request.invalid`. */
export function checkInputSize(workletInput: string): void {
  if (Buffer.byteLength(workletInput) <= limits.scheduleInputBytes) return;
  const message = "A schedule's input is at most 256 KB. Let the first block of the worklet fetch what is larger.";
  throw invalid([{ path: "/worklet_input", message }]);
}
