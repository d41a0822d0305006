import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Platform } from "../support/platform.ts";
import { tell } from "./worklets.ts";

/** The minute trigger as `npm start` calls it, in real time: one schedule, and very many. */

/** `npm run test:long` makes it 20,000. */
const count = Number(process.env.SCHEDULES ?? 1_000);

const minuteMs = 60_000;
const address = "/applications/clock/worklets";
const platform = new Platform();
/** Thousands of runs that begin together can keep two cores busy for longer than the watchdog waits: it is not what is tested. */
const patient = { WATCHDOG_MS: "120000" };

beforeAll(async () => {
  await platform.start(patient);
  await must("POST", "/applications", { name: "Clock", id: "clock" });
  await must("POST", address, {
    id: "tick",
    name: "Tick",
    files: { "tick.ts": "export const tick = (input: unknown) => input;" },
    graph: { blocks: [{ id: "tick", kind: "code", file: "tick.ts", function: "tick" }] },
  });
}, 120_000);

afterAll(() => platform.stop(), 30_000);

test("npm start fires a schedule of every minute at the next minute", async () => {
  const schedule = `${address}/tick/schedules/minutely`;
  await must("POST", `${address}/tick/schedules`, { id: "minutely", cron: "* * * * *", worklet_input: "tock" });
  const due = Math.floor(Date.now() / minuteMs + 1) * minuteMs;
  const rows = async () => (await platform.call("GET", `${schedule}/ticks`))?.body.items as Record<string, unknown>[];
  while ((await rows()).length === 0 && Date.now() < due + 15_000) await sleep(200);
  const [row] = await rows();
  expect(row).toMatchObject({ tick: new Date(due).toISOString(), what: "started" });
  const run = await platform.call("GET", `${address}/tick/${row?.worklet_run_id}?wait=10`);
  expect(run?.body).toMatchObject({ status: "SUCCEEDED", worklet_output: "tock" });
  tell(`npm start started a tick ${row?.late_ms} ms after its minute`);
  await must("PATCH", schedule, { enabled: false });
}, 90_000);

test(
  `${count} schedules that are due in the same minute are all started, each once`,
  async () => {
    // The platform is ended and started before it.
    const due = Math.ceil((Date.now() + 30_000) / minuteMs) * minuteMs;
    const { body } = await must("POST", `${address}/tick/schedules`, { id: "one", cron: lineOf(due) });
    expect((body.next_ticks as { utc: string }[])[0]?.utc).toBe(new Date(due).toISOString());
    const before = await runsWith("SUCCEEDED");
    await platform.end();
    const columns = `cron, every, time_zone, worklet_input, environment, enabled, overlap, catch_up, made_at, created_by, updated_at,
    revision, watermark, next_at, wake_at, looks, failures`;
    await platform.sql(
      `with recursive n(i) as (select 2 union all select i + 1 from n where i < ${count})
     insert into schedules (uid, worklet, id, ${columns}) select uid || i, worklet, id || i, ${columns} from n, schedules where id = 'one'`,
    );
    await platform.start(patient);
    const from = Math.max(due, Date.now());
    await sleep(Math.max(0, due - Date.now()));
    let over = 0;
    while (over < count && Date.now() < from + 15 * minuteMs) {
      await sleep(2_000);
      over = (await runsWith("SUCCEEDED")) - before;
    }
    const tookMs = Date.now() - from;
    await platform.end();
    const [ledger] = await platform.sql(
      `select count(*) as rows, count(distinct run) as runs, sum(what = 'started') as started, max(late_ms) as latest
     from ticks where schedule in (select uid from schedules where id like 'one%')`,
    );
    tell(
      `${count} schedules due in one minute: the last run was started ${Math.round(Number(ledger?.latest) / 1_000)} s after it, ` +
        `all were over after ${Math.round(tookMs / 1_000)} s`,
    );
    expect(ledger).toMatchObject({ rows: count, runs: count, started: count });
    expect(over).toBe(count);
  },
  20 * minuteMs,
);

/** The line that is due at this minute of the day. */
function lineOf(at: number): string {
  const date = new Date(at);
  return `${date.getUTCMinutes()} ${date.getUTCHours()} * * *`;
}

/** How many runs of schedules have this status. */
async function runsWith(status: string): Promise<number> {
  let found = 0;
  for (let cursor = ""; ; ) {
    const path = `/applications/clock/runs?trigger=schedule&status=${status}&limit=100${cursor}`;
    const answer = await platform.call("GET", path);
    if (answer?.status !== 200) return 0;
    found += (answer.body.items as unknown[]).length;
    if (answer.body.next_cursor === null) return found;
    cursor = `&cursor=${answer.body.next_cursor}`;
  }
}

async function must(method: string, path: string, body?: unknown) {
  const answer = await platform.call(method, path, body);
  if (answer === null || answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}
