import { asc, eq } from "drizzle-orm";
import * as z from "zod";
import { secretNames } from "../../access/secrets.ts";
import { type Route, route } from "../../http/route.ts";
import { modelNames } from "../../models/models.ts";
import { databaseOf } from "../../platform/database.ts";
import { applicationApi, type Live } from "../contracts/openapi.ts";
import { typesOf } from "../contracts/types.ts";
import { liveVersions } from "../rows.ts";
import { type ApplicationRow, worklets } from "../table.ts";
import { application } from "./shared.ts";

/** What an application promises, for other tools: its OpenAPI document and its types. */
export const contractRoutes: Route[] = [
  route({
    method: "GET",
    path: "/applications/:application/openapi.json",
    needs: "operator",
    tag: "Applications",
    summary: "The application's own OpenAPI document: one operation for each worklet",
    answers: { 200: z.looseObject({}) },
    faults: [],
    serve: async (call) => {
      const row = await application(call);
      return { status: 200, body: applicationApi(row, await liveWorklets(call.env, row), call.url.origin) };
    },
  }),
  route({
    method: "GET",
    path: "/applications/:application/types.d.ts",
    needs: "operator",
    tag: "Applications",
    summary: "Types of `context` and of the application's worklets, secrets and models, for an editor",
    answers: { 200: { raw: "text/plain" } },
    faults: [],
    serve: async (call) => {
      const row = await application(call);
      const [live, secrets, models] = await Promise.all([
        liveWorklets(call.env, row),
        secretNames(call.env, row.uid),
        modelNames(call.env, row.uid),
      ]);
      const text = typesOf({ id: row.id, worklets: live, secrets, models });
      return { status: 200, text, type: "text/plain; charset=utf-8" };
    },
  }),
];

async function liveWorklets(env: Env, { uid }: ApplicationRow): Promise<Live[]> {
  const rows = await databaseOf(env)
    .select()
    .from(worklets)
    .where(eq(worklets.application, uid))
    .orderBy(asc(worklets.id));
  const live = await liveVersions(env, uid);
  return rows.flatMap(({ uid: worklet, id, name, liveVersion }) => {
    const version = live.get(worklet);
    return version ? [{ id, name, version: liveVersion, draft: version.draft }] : [];
  });
}
