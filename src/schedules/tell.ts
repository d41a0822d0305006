import type { Failure } from "../contract/failure.ts";
import type { ScheduleFlag } from "../contract/schedule.ts";
import { tellListener } from "../runs/listener.ts";
import { objectOf } from "../runs/objects.ts";
import { call, query } from "./allowance.ts";
import { shownFlag } from "./flags.ts";
import type { Held } from "./ledger.ts";

/** Tells the application's `on_failure` worklet that a schedule got a flag. */

/** The run's object, the application, the worklet (perhaps a draft), and the object of its run. */
export const tellCost = 2 * call + 21 * query;

/** Called twice for one flag, it is one run. Rejects when it cannot be made now. */
export async function tellFlag(env: Env, row: Held, kept: ScheduleFlag, runId: string | null): Promise<void> {
  const flag = shownFlag(kept);
  const { application, applicationUid, workletId: worklet, environment, createdBy } = row;
  const place = { application, worklet, environment };
  const report = runId === null ? null : await objectOf(env, runId).report();
  const { error: _, ...body } = JSON.parse(report?.body ?? "{}") as Record<string, unknown>;
  const input = {
    schedule: { id: row.id, ...place, flag },
    run: report ? { ...body, ...place, trigger: "schedule" } : null,
    error: report?.failure ?? failureOf(flag),
  };
  const failing = { ...place, applicationUid, createdBy, about: { schedule: row.id } };
  const time = Date.parse(flag.since);
  await tellListener(env, failing, { time, from: ["schedule", row.uid, flag.reason, time] }, input);
}

function failureOf({ message }: ScheduleFlag): Failure {
  return { kind: "platform", message, block: null, stack: "" };
}
