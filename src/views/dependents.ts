import type { Dependents } from "../catalog/above.ts";
import { statementOf } from "../platform/database.ts";
import { forgetLiveView } from "./live.ts";
import { deletionOfPlaces } from "./open-runs.ts";

/** What the catalog asks about views. They need the worklets that they call and stay when one goes: its call fails then. */
export const viewDependents: Dependents = {
  async usersOf(env, worklet) {
    const calls = (draft: string) =>
      `exists (select 1 from json_each(${draft}, '$.calls') as call where call.value ->> 'worklet' = worklets.id)`;
    const sql = `select views.id from worklets join views on views.application = worklets.application
      left join view_versions as live on live.view = views.uid and live.number = views.live_version
      where worklets.uid = ? and (${calls("views.draft")} or ${calls("live.draft")}) order by views.id`;
    const { results } = await statementOf(env, sql, worklet).all<{ id: string }>();
    return results.map(({ id }) => `view ${id}`);
  },

  deletionOf: (env, held) =>
    "worklet" in held
      ? []
      : [
          deletionOfPlaces(env, "select uid from views where application = ?", held.application),
          statementOf(
            env,
            "delete from view_versions where view in (select uid from views where application = ?)",
            held.application,
          ),
          statementOf(env, "delete from views where application = ?", held.application),
        ],

  async heldBy(env, application) {
    const sql = "select id from views where application = ? order by id limit 100";
    const { results } = await statementOf(env, sql, application).all<{ id: string }>();
    return results.map(({ id }) => `view ${id}`);
  },

  applicationGone: (application) => forgetLiveView(application),
};
