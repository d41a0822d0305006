import { expect, it } from "vitest";
import { settle } from "../../src/schedules/settle.ts";
import { sendDue } from "../../src/schedules/ticks.ts";
import { eventually, newApplication, newWorklet } from "../support/api.ts";
import { countedDatabase } from "../support/unready.ts";
import { bindings, minute, minuteMs, newSchedule, trigger, uidOf } from "./minutes.ts";

/** Many schedules that are due in the same minute, and what an invocation asks of others for them. */

/** Cloudflare lets an invocation make 1,000 queries of D1; ours makes 2,000 requests at most in all. */
const mostQueries = 1_000;
const mostRequests = 2_000;

const numbers = (count: number) => `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;

/** Copies of a worklet and its version; each is another worklet to the platform. */
async function copiesOf(worklet: string, count: number): Promise<void> {
  const id = worklet.split("/").at(-1);
  await bindings.DB.batch([
    bindings.DB.prepare(
      `${numbers(count)} insert into worklets (uid, application, id, name, draft, draft_revision, live_version, created_at, created_by, updated_at)
       select uid || i, application, id || '-' || i, name, draft, 1, 1, created_at, created_by, updated_at from n, worklets where id = ?`,
    ).bind(id),
    bindings.DB.prepare(
      `${numbers(count)} insert into versions (worklet, number, draft, closure, compatibility_date, compatibility_flags, created_at, created_by)
       select worklet || i, number, v.draft, closure, compatibility_date, compatibility_flags, v.created_at, v.created_by
       from n, versions v join worklets w on w.uid = worklet where w.id = ?`,
    ).bind(id),
  ]);
}

/** Copies of a schedule: on the same worklet, or each on a copy of it. */
async function copiesOfSchedule(
  schedule: string,
  count: number,
  worklet: "s.worklet" | "s.worklet || i",
): Promise<string[]> {
  const uid = await uidOf(schedule);
  await bindings.DB.prepare(
    `${numbers(count)} insert into schedules (uid, worklet, id, cron, every, time_zone, worklet_input, environment, enabled, overlap,
       catch_up, paused_until, made_at, created_by, updated_at, revision, watermark, next_at, wake_at, looks, failures)
     select uid || i, ${worklet}, id || i, cron, every, time_zone, worklet_input, environment, enabled, overlap, catch_up, paused_until, made_at,
       created_by, updated_at, 1, watermark, next_at, wake_at, 0, 0 from n, schedules s where uid = ?`,
  )
    .bind(uid)
    .run();
  return Array.from({ length: count }, (_, at) => `${uid}${at + 1}`);
}

/** The bindings, and how often D1, objects and the queue were asked through them. */
function counted() {
  const { DB, count: queries } = countedDatabase();
  let calls = 0;
  const count = (target: object): object =>
    new Proxy(target, {
      get(_, name) {
        const member = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        if (name === "idFromName") return member.bind(target);
        if (name === "get") return (...args: unknown[]) => count(member.apply(target, args));
        return (...args: unknown[]) => {
          calls += 1;
          return Reflect.apply(member, target, args);
        };
      },
    });
  const env = { ...bindings, DB, RUN: count(bindings.RUN), TICKS: count(bindings.TICKS) } as unknown as Env;
  return { env, queries, requests: () => queries() + calls };
}

const rowsOf = async (uid: string) =>
  (
    await bindings.DB.prepare(
      "select what, count(*) as rows, count(distinct run) as runs from ticks where schedule like ? group by what",
    )
      .bind(`${uid}%`)
      .all<{ what: string; rows: number; runs: number }>()
  ).results;

/**
 * They are paused, so that no run has to be made: `npm run test:chaos` starts as many. Their line has one tick an hour, so no
 * other one falls due meanwhile. The runs that other tests begin come after it.
 */
it("2,000 schedules that are due in one minute all have their row, though the trigger comes twice", async () => {
  const application = await newApplication();
  const worklet = await newWorklet(application, "export const main = () => 1;");
  const paused_until = new Date(Date.now() + 86_400_000).toISOString();
  const schedule = await newSchedule(worklet, { cron: "0 * * * *", paused_until });
  const uid = await uidOf(schedule);
  await copiesOfSchedule(schedule, 1_999, "s.worklet");
  const wakeAt = bindings.DB.prepare("select wake_at from schedules where uid = ?").bind(uid).first<number>("wake_at");
  const at = (await wakeAt) ?? 0;
  const { env, requests } = counted();
  await Promise.all([sendDue(env, at), trigger(at)]);
  expect(requests()).toBeLessThan(12);
  const rows = await eventually(
    () => rowsOf(uid),
    ([all]) => all?.rows === 2_000,
    90_000,
  );
  expect(rows).toEqual([{ what: "skipped", rows: 2_000, runs: 0 }]);
}, 120_000);

it("a page of 500 schedules of 500 worklets is one invocation, and stays under 2,000 requests", async () => {
  const application = await newApplication();
  const worklet = await newWorklet(application, "export const main = () => 1;");
  const schedule = await newSchedule(worklet, { cron: "* * * * *" });
  await copiesOf(worklet, 500);
  const ids = await copiesOfSchedule(schedule, 500, "s.worklet || i");
  const { env, queries, requests } = counted();
  expect(await settle(env, ids, minute(schedule, 1))).toEqual({ left: [], broken: [] });
  expect(await rowsOf(await uidOf(schedule))).toEqual([{ what: "started", rows: 500, runs: 500 }]);
  expect(requests()).toBeGreaterThan(1_000);
  expect(queries()).toBeLessThan(mostQueries);
  expect(requests()).toBeLessThan(mostRequests);
}, 120_000);

it("drafts, which are put together from their files, are spread over as many invocations as they need", async () => {
  const application = await newApplication();
  const worklet = await newWorklet(application, "export const main = () => 1;");
  const schedule = await newSchedule(worklet, { cron: "* * * * *", environment: "draft" });
  await copiesOf(worklet, 60);
  let left = await copiesOfSchedule(schedule, 60, "s.worklet || i");
  let invocations = 0;
  while (left.length > 0 && invocations < 20) {
    const { env, queries } = counted();
    left = (await settle(env, left, minute(schedule, 1))).left;
    invocations += 1;
    expect(queries()).toBeLessThan(mostQueries);
  }
  expect(invocations).toBeGreaterThan(1);
  expect(await rowsOf(await uidOf(schedule))).toEqual([{ what: "started", rows: 60, runs: 60 }]);
}, 120_000);

it("a minute in which nothing is due costs one query", async () => {
  const { env, requests } = counted();
  await sendDue(env, minuteMs);
  expect(requests()).toBe(1);
});
