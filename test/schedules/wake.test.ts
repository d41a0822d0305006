import * as fc from "fast-check";
import { expect, it } from "vitest";
import { dueTicks, lookAfter, ruleFor, stepOf, timesOf } from "../../src/schedules/due.ts";
import { loadDue } from "../../src/schedules/ledger.ts";
import { ticksBetween } from "../../src/schedules/rule.ts";
import { settle } from "../../src/schedules/settle.ts";
import { call, newApplication, newWorklet } from "../support/api.ts";
import { bindings, minute, minuteMs, newSchedule, uidOf } from "./minutes.ts";

/** The due index: whatever is done to a schedule, it is looked at when its next tick is due, and not before. */

const made = Date.UTC(2026, 2, 28, 10, 30, 20);
const lines = ["* * * * *", "*/15 * * * *", "0 6 * * 1-5", "30 2 * * *", "0 0 1 * *", "0 0 29 2 *"] as const;
const zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"] as const;

const Operation = fc.oneof(
  fc.record({ type: fc.constant("pass" as const), ms: fc.integer({ min: 1_000, max: 15 * 60_000 }) }),
  fc.record({ type: fc.constant("enable" as const), enabled: fc.boolean() }),
  fc.record({ type: fc.constant("pause" as const), ms: fc.option(fc.integer({ min: -60_000, max: 900 * 60_000 })) }),
  fc.record({ type: fc.constant("line" as const), cron: fc.constantFrom(...lines) }),
  fc.record({ type: fc.constant("zone" as const), timeZone: fc.constantFrom(...zones) }),
);

/** As the platform does it: what is due is settled before anything is changed. */
function apply(life: Life, operation: typeof Operation extends fc.Arbitrary<infer O> ? O : never): Life {
  const settled = settleAll(life);
  const { row, now } = settled;
  // Long enough for a few ticks of any line, and not for thousands.
  const longer = row.cron.startsWith("*") ? 1 : 200;
  if (operation.type === "pass") return settleAll({ ...settled, now: now + operation.ms * longer });
  const changed = {
    ...row,
    ...(operation.type === "enable" && { enabled: operation.enabled }),
    ...(operation.type === "pause" && { pausedUntil: operation.ms === null ? null : now + operation.ms }),
    ...(operation.type === "line" && { cron: operation.cron }),
    ...(operation.type === "zone" && { timeZone: operation.timeZone }),
  };
  const isNewRule = operation.type !== "pause";
  const next = { ...changed, watermark: isNewRule ? Math.max(now, row.watermark) : row.watermark };
  return { ...settled, row: { ...next, ...timesOf(next) } };
}

type Row = ReturnType<typeof newRow>;
type Life = { row: Row; now: number; rows: { tick: number; reason: string }[] };

function newRow() {
  const row = {
    ...{ cron: "* * * * *" as string, every: null, timeZone: "UTC" as string, madeAt: made, enabled: true },
    ...{ overlap: "allow" as const, catchUp: "latest" as const, pausedUntil: null as number | null },
    ...{ watermark: made, lookAt: null as number | null, looks: 0 },
  };
  return { ...row, ...timesOf(row) };
}

const never = 10 * 365 * 86_400_000;

function settleAll(life: Life): Life {
  let { row } = life;
  const { rows, now } = life;
  while (row.wakeAt !== null && row.wakeAt <= now) {
    const due = dueTicks(row, now, never, 50);
    const step = stepOf(row, due, { isOpen: false, made: new Map() }, now);
    rows.push(...step.skipped.map(({ tick, reason }) => ({ tick, reason })));
    if (step.start) rows.push({ tick: step.start.tick, reason: "started" });
    const settled = {
      ...row,
      watermark: rows.at(-1)?.tick ?? row.watermark,
      ...lookAfter(row, { isOpen: false, isStarted: false }, now),
    };
    row = { ...settled, ...timesOf(settled) };
  }
  return { ...life, row };
}

it("ten thousand schedules that are paused, resumed and changed have their next look where a fresh calculation puts it", () => {
  fc.assert(
    fc.property(fc.array(Operation, { minLength: 1, maxLength: 8 }), (operations) => {
      let life: Life = { row: newRow(), now: made, rows: [] };
      for (const operation of operations) {
        const { row: before, now: from } = life;
        const known = life.rows.length;
        life = apply(life, operation);
        const { row, now } = life;
        const fresh = row.enabled ? ruleFor(row).next(Math.max(now, row.watermark)) : null;
        expect(row.wakeAt).toBe(fresh);
        if (row.nextAt !== null) expect(row.nextAt).toBeGreaterThanOrEqual(Math.max(now, row.pausedUntil ?? 0));
        // While time passed, each tick of the rule that held has exactly one row.
        const due =
          operation.type === "pass" && before.enabled ? ticksBetween(ruleFor(before), from, now, 100_000) : [];
        expect(life.rows.slice(known).map(({ tick }) => tick)).toEqual(due);
      }
    }),
    { numRuns: 10_000 },
  );
});

it("the columns in the database are those of a fresh calculation, after operations through the API", async () => {
  const application = await newApplication();
  const worklet = await newWorklet(application, "export const main = () => 1;");
  const schedules = await Promise.all(
    Array.from({ length: 12 }, (_, at) => newSchedule(worklet, { id: `s-${at}`, cron: lines[at % lines.length] })),
  );
  const chance = fc.sample(fc.array(fc.nat({ max: 6 }), { minLength: 4, maxLength: 4 }), { numRuns: 12, seed: 4 });
  for (const [at, schedule] of schedules.entries()) {
    const uid = await uidOf(schedule);
    for (const pick of chance[at] ?? []) {
      if (pick === 6) await settle(bindings, [uid], minute(schedule, pick));
      else {
        const wishes = [
          { enabled: false },
          { enabled: true },
          { paused_until: new Date(Date.now() + 3_600_000).toISOString() },
          { paused_until: null },
          { cron: "5 4 * * *" },
          { every: { unit: "minute", count: 7 } },
        ];
        expect((await call("PATCH", schedule, { body: wishes[pick] })).status).toBe(200);
      }
    }
    const [row] = await loadDue(bindings, [uid], Number.MAX_SAFE_INTEGER);
    const stored = await bindings.DB.prepare("select next_at, wake_at from schedules where uid = ?").bind(uid).first();
    if (!row) expect(stored).toEqual({ next_at: null, wake_at: null });
    else expect(stored).toEqual({ next_at: timesOf(row).nextAt, wake_at: timesOf(row).wakeAt });
  }
});

it("asks how a run ended after a minute, then less and less often, at least once an hour", () => {
  let row = lookAfter({ lookAt: null, looks: 0 }, { isOpen: false, isStarted: true }, 0);
  const waits: number[] = [];
  for (let now = 0; waits.length < 9; ) {
    waits.push(((row.lookAt ?? 0) - now) / minuteMs);
    now = row.lookAt ?? 0;
    row = lookAfter(row, { isOpen: true, isStarted: false }, now);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  expect(lookAfter(row, { isOpen: false, isStarted: false }, 1e9)).toEqual({ lookAt: null, looks: 0 });
});

it("a tick that was found in time runs however long its page waits behind others, one that was found late was missed", () => {
  const none = { overlap: "skip", catchUp: "none", pausedUntil: null } as const;
  const tick = Date.UTC(2026, 4, 1, 12);
  const stepAt = (foundAt: number) =>
    stepOf(none, { ticks: [tick], isAll: true }, { isOpen: false, made: new Map() }, foundAt);
  expect(stepAt(tick + 1_000)).toEqual({ skipped: [], start: { tick, startedAt: null } });
  expect(stepAt(tick + 121_000)).toEqual({ skipped: [{ tick, reason: "catch_up" }], start: null });
});
