import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { server } from "../../src/app.ts";
import { call, host, newApplication, newKey, newWorklet } from "../support/api.ts";

/** What a first call asks of the database: each way there and back is waited for. */

/** The real database, which notes each request that is sent to it. */
function noted(sent: string[]): Env {
  const statements = new Proxy(env.DB, {
    get(database, name: keyof D1Database) {
      if (name === "batch") {
        return (batch: D1PreparedStatement[]) => {
          sent.push(`batch of ${batch.length}`);
          return database.batch(batch.map((each) => (each as unknown as { real: D1PreparedStatement }).real));
        };
      }
      // When the key was last used is written after the answer.
      return (sql: string) => statement(database.prepare(sql), sql.startsWith("update") ? [] : sent);
    },
  });
  return { ...env, DB: statements };
}

function statement(real: D1PreparedStatement, sent: string[]): D1PreparedStatement {
  const run = (name: "all" | "raw" | "run" | "first") => () => {
    sent.push(name);
    return (real[name] as () => unknown)();
  };
  const bind = (...values: unknown[]) => statement(real.bind(...values), sent);
  return {
    real,
    bind,
    all: run("all"),
    raw: run("raw"),
    run: run("run"),
    first: run("first"),
  } as unknown as D1PreparedStatement;
}

it("key and live version of a first call come from one way to the database and back", async () => {
  const application = await newApplication("cold");
  const worklet = await newWorklet(application, "export const main = (input) => input;", {
    input_schema: { type: "string" },
  });
  const key = await newKey("invoke", application);
  const sent: string[] = [];
  const ask = async (body: object) => {
    const context = createExecutionContext();
    const request = new Request(`${host}${worklet}/invoke`, {
      method: "POST",
      headers: { Authorization: `Api-Key ${key}` },
      body: JSON.stringify(body),
    });
    const response = await server.fetch(request, { env: noted(sent) } as never, context);
    const read = [...sent.splice(0)];
    await waitOnExecutionContext(context);
    sent.splice(0);
    return { status: response.status, read };
  };
  // The input is refused, so that nothing after the version is read.
  expect(await ask({ worklet_input: 5 })).toEqual({ status: 422, read: ["batch of 2"] });
  expect(await ask({ worklet_input: 5 })).toEqual({ status: 422, read: [] });
});

it("a key that may not use the application learns nothing of its worklets, and neither does a worklet that is not there", async () => {
  const application = await newApplication("cold");
  const worklet = await newWorklet(application, "export const main = (input) => input;");
  const elsewhere = await newKey("invoke", await newApplication("other"));
  expect((await call("POST", `${worklet}/invoke`, { key: elsewhere, body: {} })).body.code).toBe(
    "application.not_found",
  );
  const key = await newKey("invoke", application);
  const nowhere = await call("POST", `/applications/${application}/worklets/nowhere/invoke`, { key, body: {} });
  expect(nowhere).toMatchObject({ status: 404, body: { code: "worklet.not_found" } });
});
