import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { call, newApplication, newKey } from "../support/api.ts";

/** The tables go one after another, so these tests have a file, and with it a database, of their own. */

it("answers 503 and names `npm run migrate` when tables are missing, whoever asks", async () => {
  const application = await newApplication();
  const key = await newKey("operator");
  const { DB } = env as Env;
  for (const [table, path] of [
    ["pulses", "/health"],
    ["worklets", `/applications/${application}/worklets`],
    ["applications", "/applications"],
  ] as const) {
    await DB.prepare(`drop table ${table}`).run();
    const answer = await call("GET", path, { key: path === "/health" ? null : key });
    expect(answer).toMatchObject({ status: 503, body: { code: "platform.not_ready" } });
    expect(answer.body.detail).toContain("npm run migrate");
    expect(answer.headers.get("Retry-After")).toBe("5");
    expect(JSON.stringify(answer.body)).not.toMatch(/select|sqlite|no such/i);
  }
});

it("tells a mistyped key from a good one without looking into the database", async () => {
  const { DB } = env as Env;
  const key = await newKey("operator");
  await DB.prepare("drop table keys").run();
  const mistyped = `${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`;
  expect(await call("GET", "/me", { key: mistyped })).toMatchObject({ status: 401, body: { code: "access.denied" } });
  expect(await call("GET", "/me", { key })).toMatchObject({ status: 503, body: { code: "platform.not_ready" } });
});
