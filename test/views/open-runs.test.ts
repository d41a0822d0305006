import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { viewLimits } from "../../src/contract/view-limits.ts";
import { settingsOf } from "../../src/platform/settings.ts";
import { takePlace } from "../../src/views/open-runs.ts";
import { readViewToken } from "../../src/views/token.ts";
import { call, fresh, newKey } from "../support/api.ts";
import { cancel, make, newCaller, newId, open, type Page, read } from "./visits.ts";

/** How many background runs one visitor of a view has under way. */

const database = (env as Env).DB;
const most = viewLimits.strangersRuns;
const slow = "export const main = (ms: number) => new Promise((done) => setTimeout(() => done(ms), ms));";
const waiting = {
  worklet: { settings: { run_as_background_task: true } },
  call: { values: { ms: {} }, input: "{{ values.ms }}" },
};

let view: Awaited<ReturnType<typeof newCaller>>;
beforeAll(async () => {
  view = await newCaller(slow, waiting);
});

const start = (page: Page, id = newId(), more: object = {}) => make(page, { id, values: { ms: 60_000 }, ...more });
const idsOf = (count: number) => Array.from({ length: count }, newId);
const placesOf = async (visitor: string) => {
  const { results } = await database.prepare("select run from view_runs where visitor = ?").bind(visitor).all();
  return results.map(({ run }) => run);
};
const whoIs = ({ token }: Page) => {
  const said = readViewToken(settingsOf(env as Env), token);
  return `${said?.view} ${said?.visitor}`;
};
const endAll = (page: Page, ids: string[]) => Promise.all(ids.map((id) => cancel(page, id)));

describe("a stranger", () => {
  it("has ten background runs under way, however many are started at once, and other visitors have theirs", async () => {
    const page = await open(view);
    const ids = idsOf(most + 5);
    const answers = await Promise.all(ids.map((id) => start(page, id)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(most);
    const refused = answers.find(({ status }) => status !== 202);
    expect(refused).toMatchObject({ status: 429, body: { code: "view.too_many_calls" } });
    expect(refused?.body.detail).toBe(
      "You have 10 runs of this view under way. Wait for one of them to end, or cancel one.",
    );
    expect(Number(refused?.headers.get("Retry-After"))).toBeGreaterThan(0);
    const other = await open(view);
    const id = newId();
    expect((await start(other, id)).status).toBe(202);
    await Promise.all([endAll(page, ids), endAll(other, [id])]);
  });

  it("who has ten may ask for them again, replace one, and start another one as soon as one is over", async () => {
    const page = await open(view);
    const ids = idsOf(most);
    for (const id of ids) expect((await start(page, id)).status).toBe(202);
    expect((await start(page, ids[0])).status).toBe(202);
    const refused = newId();
    expect((await start(page, refused)).status).toBe(429);
    expect((await read(page, refused)).body.code).toBe("run.not_found");
    const next = newId();
    expect((await start(page, next, { supersedes: ids[0] })).status).toBe(202);
    expect((await read(page, ids[0] ?? "")).body.status).toBe("CANCELED");
    expect((await start(page)).status).toBe(429);
    await cancel(page, ids[1] ?? "");
    expect((await start(page, refused)).status).toBe(202);
    await endAll(page, [...ids, next, refused]);
  });

  it("is not refused for runs that are over", async () => {
    const page = await open(view);
    for (const id of idsOf(2 * most + 2)) {
      expect((await make(page, { id, values: { ms: 1 } })).status).toBe(202);
      expect((await read(page, id, "?wait=20")).body.status).toBe("SUCCEEDED");
    }
  });

  it("is not held up by runs that never started, and what others have left behind goes with time", async () => {
    const page = await open(view);
    const who = whoIs(page);
    const insert = (visitor: string, age: number) =>
      database
        .prepare("insert into view_runs (run, visitor, created_at) values (?, ?, ?)")
        .bind(`run_${newId()}`, visitor, Date.now() - age)
        .run();
    for (let count = 0; count < most; count += 1) await insert(who, count === 0 ? 1_000 : 61_000);
    const gone = fresh("gone");
    await insert(gone, settingsOf(env as Env).retentionMs + 1_000);
    const ids = idsOf(most);
    const answers = [];
    for (const id of ids) answers.push((await start(page, id)).status);
    expect(answers).toEqual([...Array(most - 1).fill(202), 429]);
    expect(await placesOf(gone)).toEqual([]);
    await endAll(page, ids);
  });

  it("who has ten may ask again for a run that is over", async () => {
    const page = await open(view);
    const early = newId();
    const again = () => make(page, { id: early, values: { ms: 1 } });
    expect((await again()).status).toBe(202);
    expect((await read(page, early, "?wait=20")).body.status).toBe("SUCCEEDED");
    const ids = idsOf(most);
    for (const id of ids) expect((await start(page, id)).status).toBe(202);
    expect((await start(page)).status).toBe(429);
    expect(await again()).toMatchObject({ status: 200, body: { status: "SUCCEEDED" } });
    await endAll(page, ids);
  });

  it("keeps the place of a run that is asked for again before it has started", async () => {
    const asker = {
      application: { id: "a", uid: fresh("a") },
      view: { uid: fresh("v"), id: "v" },
      visitor: "somebody",
      environment: "production",
      isStranger: true,
      createdBy: "view v",
    } as const;
    const now = Date.now();
    const [slowOne = "", ...others] = idsOf(most + 1).map((id) => `run_${id}`);
    const take = (run: string, at: number) => takePlace(env as Env, asker, { run, former: null }, at);
    await take(slowOne, now - 120_000);
    for (const run of others.slice(1)) await take(run, now);
    await take(slowOne, now);
    await expect(take(others[0] ?? "", now)).rejects.toMatchObject({ code: "view.too_many_calls" });
    expect(await placesOf(`${asker.view.uid} ${asker.visitor}`)).toContain(slowOne);
  });

  it("leaves no place behind in a view or an application that is deleted, and keeps those in others", async () => {
    const [one, other] = [await newCaller(slow, waiting), await newCaller(slow, waiting)];
    const [first, second, third] = [await open(one), await open(one), await open(other)];
    const pages = [first, second, third];
    const started = await Promise.all(pages.map((page) => make(page, { values: { ms: 1 } })));
    expect(started.map(({ status }) => status)).toEqual([202, 202, 202]);
    const counts = () => Promise.all(pages.map(async (page) => (await placesOf(whoIs(page))).length));
    expect(await counts()).toEqual([1, 1, 1]);
    expect((await call("DELETE", one.view)).status).toBe(204);
    expect(await counts()).toEqual([0, 0, 1]);
    expect((await call("DELETE", `/applications/${other.application}?force=true`)).status).toBe(204);
    expect(await counts()).toEqual([0, 0, 0]);
  });

  it("has no such limit where calls are waited for", async () => {
    const quick = await open(await newCaller(slow, { call: waiting.call }));
    const answers = await Promise.all(idsOf(most + 2).map((id) => make(quick, { id, values: { ms: 300 } })));
    expect(answers.map(({ status }) => status)).toEqual(Array(most + 2).fill(200));
  });
});

it("who is signed in has no such limit", async () => {
  const { address } = await newCaller(slow, { ...waiting, view: { access: "private" } });
  const key = await newKey("operator");
  const { body } = await call("GET", address, { key });
  const headers = { Authorization: `View ${body.token}, Api-Key ${key}` };
  const ask = (path: string, body = {}) => call("POST", `${address}/calls/find${path}`, { key: null, headers, body });
  const ids = idsOf(most + 2);
  const answers = await Promise.all(ids.map((call_id) => ask("", { call_id, values: { ms: 60_000 } })));
  expect(answers.map(({ status }) => status)).toEqual(Array(most + 2).fill(202));
  await Promise.all(ids.map((id) => ask(`/${id}/cancel`)));
});
