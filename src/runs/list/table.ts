import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Failure } from "../../contract/failure.ts";
import type { Environment, RunStatus, Trigger } from "../../contract/run.ts";

/** The list of runs: projections that a newer revision overwrites. Instants are epoch milliseconds. */
export const runs = sqliteTable(
  "runs",
  {
    id: text().primaryKey(),
    /** Internal ids; `workletId` is the slug it had. */
    application: text().notNull(),
    worklet: text().notNull(),
    workletId: text("worklet_id").notNull(),
    version: integer(),
    environment: text().$type<Environment>().notNull(),
    mode: text().$type<"sync" | "async">().notNull(),
    trigger: text().$type<Trigger>().notNull(),
    status: text().$type<RunStatus>().notNull(),
    attempt: integer().notNull(),
    createdAt: integer("created_at").notNull(),
    startedAt: integer("started_at"),
    finishedAt: integer("finished_at"),
    failure: text({ mode: "json" }).$type<Failure>(),
    parentRunId: text("parent_run_id"),
    rerunOf: text("rerun_of"),
    createdBy: text("created_by").notNull(),
    revision: integer().notNull(),
  },
  (table) => [
    index("runs_by_application").on(table.application, table.createdAt, table.id),
    index("runs_by_worklet").on(table.application, table.workletId, table.createdAt, table.id),
    index("runs_by_state").on(table.status, table.createdAt),
  ],
);

/** What a synchronous run did, and what it answered: JSON text, kept shorter than the run when it succeeded. */
export const traces = sqliteTable(
  "traces",
  {
    run: text().primaryKey(),
    /** The input as JSON text; null when it was too large to keep. */
    input: text(),
    /** The output as JSON text; null when it was too large to keep. */
    output: text(),
    /** `{"blocks": [...], "logs": [...], "truncated": bool}`. */
    trace: text().notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("traces_by_end").on(table.expiresAt)],
);

/**
 * When `on_failure` was last called for a worklet in an environment, and for which of its runs: whoever takes the row may
 * call, once a minute.
 */
export const failureCalls = sqliteTable(
  "failure_calls",
  {
    /** Internal id. */
    worklet: text().notNull(),
    environment: text().$type<Environment>().notNull(),
    at: integer().notNull(),
    run: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.worklet, table.environment] })],
);
