import type { Dependents } from "../catalog/above.ts";
import { statementOf } from "../platform/database.ts";

/** What the catalog asks about schedules: who needs a worklet, what goes with it, and when it runs next. */

export const scheduleDependents: Dependents = {
  async usersOf(env, worklet) {
    const sql = "select id from schedules where worklet = ? order by id";
    const { results } = await statementOf(env, sql, worklet).all<{ id: string }>();
    return results.map(({ id }) => `schedule ${id}`);
  },

  // Rows of the ledger can be many and nobody finds them any more: they go when their time comes.
  deletionOf: (env, held) => [
    "worklet" in held
      ? statementOf(env, "delete from schedules where worklet = ?", held.worklet)
      : statementOf(
          env,
          "delete from schedules where worklet in (select uid from worklets where application = ?)",
          held.application,
        ),
  ],
};

/** By the worklets' internal ids: the first tick of all their schedules. One query for a page of them. */
export async function nextTicks(env: Env, worklets: readonly string[]): Promise<Map<string, number>> {
  const sql = `select worklet, min(next_at) as at from json_each(?1) as page join schedules on worklet = page.value
    where next_at is not null group by worklet`;
  const { results } = await statementOf(env, sql, JSON.stringify(worklets)).all<{ worklet: string; at: number }>();
  return new Map(results.map(({ worklet, at }) => [worklet, at]));
}
