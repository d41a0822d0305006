import { log } from "../platform/log.ts";
import { settingsOf } from "../platform/settings.ts";
import { objectOf } from "../runs/objects.ts";
import { Allowance, call, query } from "./allowance.ts";
import { type Due, dueTicks, inTimeMs, lookAfter, mostTicks, stepOf, timesOf } from "./due.ts";
import { type End, flagAfter } from "./flags.ts";
import { type Change, type Held, keepChanges, loadDue, madeRuns, type Open, openRuns } from "./ledger.ts";
import { Definitions, runIdOf, type Started, startTick } from "./start.ts";
import type { TickRow } from "./table.ts";
import { tellCost, tellFlag } from "./tell.ts";

/**
 * Brings schedules up to date: each due tick gets its row of the ledger, those that shall run get their run, and runs that are
 * over are noted. It may be done twice, at once or half: ids of runs follow from the tick, and a schedule is written by
 * comparing and setting its revision.
 */

/** `left`: there is more to do; `broken`: something of ours failed, and they have to be tried again. */
export type Settled = { left: string[]; broken: string[] };

/** Settles until nothing is due, nothing can be done, or the allowance is used up. `foundAt`: when they were seen to be due. */
export async function settle(env: Env, uids: readonly string[], now: number, foundAt = now): Promise<Settled> {
  const allowance = new Allowance();
  const means = { env, now, foundAt, beganAt: Date.now(), allowance, definitions: new Definitions(env) };
  const broken: string[] = [];
  let left = [...uids];
  while (left.length > 0 && allowance.take(passCost)) {
    const pass = await settlePass(means, left);
    broken.push(...pass.broken);
    left = pass.left;
    if (!pass.isMoving) break;
  }
  return { left, broken };
}

/** The page, its open runs, runs that exist already, and one transaction. */
const passCost = 40 * query;
/** An object is asked whether its run is over, of the newest open runs of a schedule. */
const mostAsked = 3;
/** The list knows a run that was made so long ago. */
const listedMs = 60_000;
const atOnce = 20;
const mostMessage = 500;

type Work = { row: Held; due: Due; open: Open[]; made: ReadonlyMap<number, number> };

type Means = {
  env: Env;
  now: number;
  foundAt: number;
  beganAt: number;
  allowance: Allowance;
  definitions: Definitions;
};

async function settlePass(means: Means, uids: readonly string[]) {
  const { env, now, allowance } = means;
  const rows = await loadDue(env, uids, now);
  const broken: string[] = [];
  const left: string[] = [];
  const work = await workOf(env, rows, now, allowance, { broken, left });
  const changes: Change[] = [];
  await eachOf(work, async (each) => {
    try {
      const change = await settleOne(means, each);
      if (change) changes.push(change);
      else left.push(each.row.uid);
    } catch (error) {
      const { id, workletId } = each.row;
      log.error("schedule.not_settled", error, { schedule: id, worklet: workletId });
      broken.push(each.row.uid);
    }
  });
  const kept = await keepChanges(env, changes);
  for (const change of changes) {
    const isDone = kept.has(change.uid) && (change.wakeAt === null || change.wakeAt > now);
    if (!isDone) left.push(change.uid);
  }
  return { left, broken, isMoving: changes.length > 0 };
}

/** What is due of each, as far as the allowance goes, with what is known of the runs that were started before. */
async function workOf(env: Env, rows: Held[], now: number, allowance: Allowance, { broken, left }: Settled) {
  const { retentionMs } = settingsOf(env);
  const dues: { row: Held; due: Due }[] = [];
  for (const row of rows) {
    const room = allowance.takeRows(mostTicks);
    try {
      if (room === 0) left.push(row.uid);
      else {
        const due = dueTicks(row, now, retentionMs, room);
        dues.push({ row, due });
        allowance.giveBackRows(Math.max(0, room - due.ticks.length));
      }
    } catch (error) {
      log.error("schedule.rule_failed", error, { schedule: row.id, worklet: row.workletId });
      broken.push(row.uid);
    }
  }
  if (dues.length === 0) return [];
  const isOld = (tick: number) => now - tick > listedMs;
  const ids = dues.map(({ row, due }) =>
    due.ticks.filter(isOld).map((tick) => [tick, runIdOf(env, row, tick)] as const),
  );
  const [open, made] = await Promise.all([
    openRuns(
      env,
      dues.map(({ row }) => row.uid),
    ),
    madeRuns(
      env,
      ids.flatMap((each) => each.map(([, id]) => id)),
    ),
  ]);
  return dues.map(({ row, due }, at): Work => {
    const known = (ids[at] ?? []).flatMap(([tick, id]) => (made.has(id) ? [[tick, made.get(id) ?? 0] as const] : []));
    return { row, due, open: open.get(row.uid) ?? [], made: new Map(known) };
  });
}

/** null: it does not fit into the allowance any more. */
async function settleOne(means: Means, { row, due, open, made }: Work): Promise<Change | null> {
  const { env, now, foundAt, allowance, definitions } = means;
  const told = await toldFlag(means, row);
  if (told === undefined) return null;
  const unsure = due.ticks.length > 0 && row.overlap === "skip" ? open.filter(isListedOpen).slice(-mostAsked) : [];
  if (!allowance.take(unsure.length * call + (due.ticks.length > 0 ? definitions.costOf(row) + call : 0))) return null;
  if (row.workletInput === null && !allowance.take(query)) return null;
  const { ends, isOpen } = await endsOf(env, open, unsure);
  const step = stepOf(row, due, { isOpen, made }, foundAt);
  const bare = { schedule: row.uid, reason: null, message: null, lateMs: null, run: null, outcome: null };
  const rows: TickRow[] = step.skipped.map((skipped) => ({ ...bare, ...skipped, what: "skipped" }));
  let isStarted = false;
  let wasInTime = false;
  if (step.start) {
    const { tick, startedAt } = step.start;
    const started: Started =
      startedAt === null ? await startTick(env, row, tick, definitions) : { run: runIdOf(env, row, tick) };
    // The last of a page starts a while after the first.
    const lateMs = Math.max(0, (startedAt ?? now + Date.now() - means.beganAt) - tick);
    isStarted = "run" in started;
    wasInTime = isStarted && Math.min(lateMs, foundAt - tick) <= inTimeMs;
    if ("run" in started) rows.push({ ...bare, tick, what: "started", lateMs, run: started.run });
    else rows.push({ ...bare, tick, what: "failed_to_start", message: started.refusal.slice(0, mostMessage) });
  }
  const { failures, flag } = flagAfter({ ...row, flag: told }, ends, rows, wasInTime);
  const look = lookAfter(row, { isOpen, isStarted }, now);
  const settled = {
    watermark: rows.at(-1)?.tick ?? due.after,
    ...look,
    // Whoever wins the compare-and-set tells of a new flag, in the pass that follows at once.
    lookAt: flag?.untold ? now : look.lookAt,
    failures,
    flag,
  };
  return { uid: row.uid, revision: row.revision, ...settled, ...timesOf({ ...row, ...settled }), rows, ends };
}

/** The flag when `on_failure` has heard of it; undefined: that does not fit into the allowance any more. */
async function toldFlag({ env, allowance }: Means, row: Held): Promise<Held["flag"] | undefined> {
  if (!row.flag?.untold) return row.flag;
  if (!allowance.take(tellCost)) return undefined;
  const { untold, ...flag } = row.flag;
  await tellFlag(env, row, flag, untold.run);
  return flag;
}

/** The list says first which runs are over; of those that a tick waits for, the object does. */
async function endsOf(env: Env, open: readonly Open[], unsure: readonly Open[]) {
  const statuses = new Map(open.map(({ run, status }) => [run, status]));
  let gone = 0;
  for (const { run } of unsure) {
    const report = await objectOf(env, run).report();
    if (report) statuses.set(run, report.status);
    else gone += 1;
  }
  const ends = open.flatMap(({ tick, run }): End[] => {
    const status = statuses.get(run) ?? null;
    return status === null || status === "QUEUED" || status === "RUNNING" ? [] : [{ tick, run, outcome: status }];
  });
  return { ends, isOpen: ends.length + gone < open.length };
}

function isListedOpen({ status }: Open): boolean {
  return status === null || status === "QUEUED" || status === "RUNNING";
}

async function eachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
