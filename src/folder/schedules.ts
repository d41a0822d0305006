import { workletRow } from "../catalog/rows.ts";
import { type CheckInput, inputCheckOf } from "../catalog/schema.ts";
import type { ApplicationRow } from "../catalog/table.ts";
import type { JsonSchema } from "../contract/catalog.ts";
import { Fault, type Wrong } from "../contract/fault.ts";
import type { FolderWorklet } from "../contract/folder.ts";
import { limits } from "../contract/limits.ts";
import type { NewSchedule } from "../contract/schedule.ts";
import { changeSchedule, deleteSchedule } from "../schedules/change.ts";
import { checkInputSize, type Editor } from "../schedules/input.ts";
import { createSchedule, previewSchedule } from "../schedules/schedules.ts";

/** The schedules of a folder's worklets: checked with everything else, and set when the worklets are there. */

/** The input schemas that the schedules of a worklet will meet, by environment. */
type Schemas = Record<"draft" | "production", JsonSchema | null>;

/** What is wrong with the schedules of one worklet; paths begin at the worklet. */
export function wrongSchedules({ schedules = [] }: FolderWorklet, schemas: Schemas, now: number): Wrong[] {
  const ids = schedules.map(({ id }) => id);
  const checks = new Map<JsonSchema, CheckInput>();
  const checkOf = (schema: JsonSchema | null): CheckInput => {
    if (schema === null) return () => [];
    const check = checks.get(schema) ?? inputCheckOf(schema);
    checks.set(schema, check);
    return check;
  };
  if (schedules.length > limits.schedules) {
    return [
      {
        path: "/schedules",
        message: `A worklet has at most ${limits.schedules} schedules; these are ${schedules.length}.`,
      },
    ];
  }
  return schedules.flatMap((wish, at) => {
    const input = wish.worklet_input ?? null;
    const wrongs = [
      ...wrongsOf(() => previewSchedule(wish, now)),
      ...wrongsOf(() => checkInputSize(JSON.stringify(input))),
    ];
    if (ids.indexOf(wish.id) !== at) wrongs.push({ path: "/id", message: `Two schedules have the id ${wish.id}.` });
    wrongs.push(...checkOf(schemas[wish.environment])(input));
    return wrongs.map((wrong) => ({ ...wrong, path: `/schedules/${at}${wrong.path}` }));
  });
}

function wrongsOf(work: () => unknown): Wrong[] {
  try {
    work();
    return [];
  } catch (error) {
    const fault = Fault.of(error);
    if (fault?.code !== "request.invalid") throw error;
    return fault.details.errors ?? [{ path: "", message: fault.message }];
  }
}

/** Makes the schedules of a worklet those of the list. What is the same already is left alone: its count goes on. */
export async function setSchedules(
  env: Env,
  application: ApplicationRow,
  worklet: string,
  { held, wanted }: { held: readonly NewSchedule[]; wanted: readonly NewSchedule[] },
  editor: Editor,
): Promise<void> {
  const known = new Map(held.map((each) => [each.id, JSON.stringify(each)]));
  const changed = wanted.filter((wish) => known.get(wish.id) !== JSON.stringify(wish));
  const gone = held.filter(({ id }) => !wanted.some((wish) => wish.id === id));
  if (changed.length + gone.length === 0) return;
  const place = { application, worklet: await workletRow(env, application, worklet) };
  for (const { id } of gone) if (id !== undefined) await deleteSchedule(env, place, id, editor);
  for (const { id, ...wish } of changed) {
    if (id !== undefined && known.has(id)) await changeSchedule(env, place, id, wish, editor);
    else await createSchedule(env, place, { ...wish, id }, editor);
  }
}
