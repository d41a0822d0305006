import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { FinalStatus } from "../contract/run.ts";
import type { Every, NewSchedule, ScheduleFlag, Tick } from "../contract/schedule.ts";

/** `untold`: `on_failure` has still to hear of it, and of this run. */
export type KeptFlag = ScheduleFlag & { untold?: { run: string | null } };

/** Schedules and what became of their ticks. Instants are epoch milliseconds; slugs can be given anew, `uid` never is. */
export const schedules = sqliteTable(
  "schedules",
  {
    uid: text().primaryKey(),
    /** Its internal id. */
    worklet: text().notNull(),
    id: text().notNull(),
    cron: text(),
    every: text({ mode: "json" }).$type<Every>(),
    timeZone: text("time_zone").notNull(),
    /** JSON text. */
    workletInput: text("worklet_input").notNull(),
    environment: text().$type<NewSchedule["environment"]>().notNull(),
    enabled: integer({ mode: "boolean" }).notNull(),
    overlap: text().$type<NewSchedule["overlap"]>().notNull(),
    catchUp: text("catch_up").$type<NewSchedule["catch_up"]>().notNull(),
    pausedUntil: integer("paused_until"),
    /** Where the counts of `every` begin. */
    madeAt: integer("made_at").notNull(),
    createdBy: text("created_by").notNull(),
    updatedAt: integer("updated_at").notNull(),
    /** Counts every change, those of settling included: all of them compare and set it. */
    revision: integer().notNull(),
    /** Every tick up to here is in the ledger, or was never to run. */
    watermark: integer().notNull(),
    /** The first tick after the watermark that is not paused; null: none is to come. */
    nextAt: integer("next_at"),
    /** When somebody must look: at the next tick, or earlier because of `lookAt`; null: never. */
    wakeAt: integer("wake_at"),
    /** When to ask how the open runs ended, and how often that was asked. */
    lookAt: integer("look_at"),
    looks: integer().notNull(),
    /** Runs in a row that failed. */
    failures: integer().notNull(),
    flag: text({ mode: "json" }).$type<KeptFlag>(),
  },
  (table) => [
    uniqueIndex("schedules_by_id").on(table.worklet, table.id),
    index("schedules_by_wake").on(table.wakeAt, table.uid),
  ],
);

/** The ledger: a row for every due tick. */
export const ticks = sqliteTable(
  "ticks",
  {
    schedule: text().notNull(),
    tick: integer().notNull(),
    what: text().$type<Tick["what"]>().notNull(),
    /** Why it was skipped. */
    reason: text().$type<NonNullable<Tick["reason"]>>(),
    /** Why it could not start. */
    message: text(),
    /** From the tick to its start. */
    lateMs: integer("late_ms"),
    run: text(),
    /** How the run ended, once that was asked. */
    outcome: text().$type<FinalStatus>(),
  },
  (table) => [
    primaryKey({ columns: [table.schedule, table.tick] }),
    index("ticks_by_age").on(table.tick),
    index("ticks_open").on(table.schedule).where(sql`what = 'started' and outcome is null`),
  ],
);

export type ScheduleRow = typeof schedules.$inferSelect;
export type TickRow = typeof ticks.$inferSelect;
