import * as z from "zod";
import { Key, KeyPatch, KeyWithSecret, Me, NewKey } from "../contract/access.ts";
import { ListQuery, listOf } from "../contract/list.ts";
import { invalid } from "../http/check.ts";
import { type Route, route } from "../http/route.ts";
import { changeKey, createKey, listKeys, readOneKey, revokeKey, rotateKey } from "./keys.ts";
import { sessionRoutes } from "./session-routes.ts";

/**
 * Keys, sessions, and who the caller is. Secrets belong to an application: `catalog/routes.ts` serves them. `isApplication` comes from
 * above: a key that is limited to nothing would begin to work when somebody makes an application of that id.
 */
export const accessRoutes = (isApplication: (env: Env, id: string) => Promise<boolean>): Route[] => [
  ...sessionRoutes,
  route({
    method: "GET",
    path: "/me",
    needs: "invoke",
    tag: "Keys",
    summary: "Who the key or the session is",
    answers: { 200: Me },
    faults: [],
    serve: async ({ caller }) => ({ status: 200, body: caller satisfies Me }),
  }),
  route({
    method: "GET",
    path: "/keys",
    needs: "admin",
    tag: "Keys",
    summary: "List keys, newest first",
    query: ListQuery,
    answers: { 200: listOf(Key) },
    faults: [],
    serve: async ({ env, caller, query }) => ({ status: 200, body: await listKeys(env, caller, query) }),
  }),
  route({
    method: "POST",
    path: "/keys",
    needs: "admin",
    tag: "Keys",
    summary: "Make a key; its text is shown this once",
    body: NewKey,
    answers: { 201: KeyWithSecret },
    faults: [],
    serve: async ({ env, caller, body, now }) => {
      if (body.application !== null && !(await isApplication(env, body.application))) {
        throw invalid([
          { path: "/application", message: `There is no application ${body.application}. Create it first.` },
        ]);
      }
      const key = await createKey(env, caller, body, now);
      return { status: 201, body: key, headers: { Location: `/keys/${key.id}` } };
    },
  }),
  route({
    method: "GET",
    path: "/keys/:key",
    needs: "admin",
    tag: "Keys",
    summary: "Read a key",
    answers: { 200: Key },
    faults: ["key.not_found"],
    serve: async ({ env, caller, param }) => ({ status: 200, body: await readOneKey(env, caller, param("key")) }),
  }),
  route({
    method: "PATCH",
    path: "/keys/:key",
    needs: "admin",
    tag: "Keys",
    summary: "Rename a key or change its role",
    body: KeyPatch,
    answers: { 200: Key },
    faults: ["key.not_found", "key.own"],
    serve: async ({ env, caller, param, body }) => ({
      status: 200,
      body: await changeKey(env, caller, param("key"), body),
    }),
  }),
  route({
    method: "DELETE",
    path: "/keys/:key",
    needs: "admin",
    tag: "Keys",
    summary: "Revoke a key: refused here at once, within 10 s everywhere",
    query: z.strictObject({}),
    answers: { 204: null },
    faults: ["key.not_found", "key.own"],
    serve: async ({ env, caller, param }) => {
      await revokeKey(env, caller, param("key"));
      return { status: 204 };
    },
  }),
  route({
    method: "POST",
    path: "/keys/:key/rotate",
    needs: "admin",
    tag: "Keys",
    summary: "Give a key a new text; the old one is refused",
    answers: { 200: KeyWithSecret },
    faults: ["key.not_found"],
    serve: async ({ env, caller, param }) => ({
      status: 200,
      body: await rotateKey(env, caller, param("key")),
    }),
  }),
];
