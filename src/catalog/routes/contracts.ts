import * as z from "zod";
import { secretNames } from "../../access/secrets.ts";
import { type Route, route } from "../../http/route.ts";
import { modelNames } from "../../models/models.ts";
import { applicationApi, type Live } from "../contracts/openapi.ts";
import { typesOf } from "../contracts/types.ts";
import { liveWorklets } from "../rows.ts";
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
      return { status: 200, body: applicationApi(row, await liveOf(call.env, row.uid), call.url.origin) };
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
        liveOf(call.env, row.uid),
        secretNames(call.env, row.uid),
        modelNames(call.env, row.uid),
      ]);
      const text = typesOf({ id: row.id, worklets: live, secrets, models });
      return { status: 200, text, type: "text/plain; charset=utf-8" };
    },
  }),
];

async function liveOf(env: Env, application: string): Promise<Live[]> {
  const live = await liveWorklets(env, application);
  return live.map(({ id, name, version }) => ({ id, name, version: version.number, draft: version.draft }));
}
