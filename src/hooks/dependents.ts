import type { Dependents } from "../catalog/above.ts";
import { statementOf } from "../platform/database.ts";

/** What the catalog asks about hooks: who needs a worklet, and what goes with it. */
export const hookDependents: Dependents = {
  async usersOf(env, worklet) {
    const sql = "select id from hooks where worklet = ? order by id";
    const { results } = await statementOf(env, sql, worklet).all<{ id: string }>();
    return results.map(({ id }) => `hook ${id}`);
  },

  deletionOf: (env, held) => [
    "worklet" in held
      ? statementOf(env, "delete from hooks where worklet = ?", held.worklet)
      : statementOf(env, "delete from hooks where application = ?", held.application),
  ],
};
