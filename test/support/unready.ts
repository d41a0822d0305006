import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { server } from "../../src/app.ts";
import type { RunPowers } from "../../src/runs/sync/sync-run.ts";
import { host, rootKey } from "./api.ts";

/** The platform with other bindings than it was given: without a secret, or with a database that is watched. */
export async function ask(changes: object, path: string, request: RequestInit = {}) {
  const context = createExecutionContext();
  const powers: RunPowers = {
    callGuest: () => Promise.reject(new Error("No guest here.")),
    child: () => Promise.reject(new Error("No child here.")),
  };
  const headers = { Authorization: `Api-Key ${rootKey}`, ...(request.headers as Record<string, string>) };
  const asked = new Request(host + path, { ...request, headers });
  const response = await server.fetch(asked, { env: { ...env, ...changes } as Env, powers }, context);
  const text = await response.text();
  await waitOnExecutionContext(context);
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

/** A database that counts the statements which are made of it. */
export function countedDatabase(): { DB: D1Database; count(): number } {
  let count = 0;
  const real = (env as Env).DB;
  const DB = new Proxy(real, {
    get(target, name) {
      if (name === "prepare") count += 1;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  return { DB, count: () => count };
}
