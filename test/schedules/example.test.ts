import { expect, it } from "vitest";
import { settle } from "../../src/schedules/settle.ts";
import { call, invoke } from "../support/api.ts";
import { bindings, ended } from "./minutes.ts";

/** `examples/daily-report`: the classic way of passing an input that has to be worked out first. */

declare global {
  interface ImportMeta {
    glob(pattern: string, options: { query: string; import: string; eager: true }): Record<string, string>;
  }
}

const texts = import.meta.glob("../../examples/daily-report/**/*", { query: "?raw", import: "default", eager: true });
const start = "../../examples/daily-report/";
const folder = Object.fromEntries(
  Object.entries(texts).flatMap(([path, text]) => (path.endsWith(".md") ? [] : [[path.slice(start.length), text]])),
);
const worklet = "/applications/daily-report/worklets/daily-report";

it("a worklet of two blocks makes the input of another one, each morning and by hand", async () => {
  const made = await call("POST", "/applications/import?id=daily-report", { body: folder });
  expect(made.status, JSON.stringify(made.body)).toBe(200);
  const answer = await invoke(worklet, { today: "2026-01-03" });
  expect(answer.body.worklet_output).toEqual({ day: "2026-01-02", orders: 2, total: "65.00 EUR" });

  const schedule = await call("GET", `${worklet}/schedules/every-morning`);
  expect(schedule.body).toMatchObject({ environment: "production", enabled: true, last_tick: null });
  const [next] = schedule.body.next_ticks;
  expect(next.local).toMatch(/T06:00:00\+0[12]:00$/);
  const listed = await call("GET", worklet);
  expect(listed.body.next_tick_at).toBe(next.utc);

  const row = await bindings.DB.prepare("select uid from schedules where id = 'every-morning'").first<{
    uid: string;
  }>();
  const from = Date.now();
  await settle(bindings, [row?.uid ?? ""], Date.parse(next.utc));
  const ticks = await call("GET", `${worklet}/schedules/every-morning/ticks`);
  expect(ticks.body.items).toMatchObject([{ tick: next.utc, what: "started" }]);
  const run = await ended(worklet, ticks.body.items[0].worklet_run_id);
  const dayBefore = (ms: number) => new Date(ms - 86_400_000).toISOString().slice(0, 10);
  const days = [dayBefore(from), dayBefore(Date.now())];
  expect(run).toMatchObject({ status: "SUCCEEDED", worklet_output: { orders: 0, total: "0.00 EUR" } });
  expect(days).toContain(run.worklet_output.day);
});
