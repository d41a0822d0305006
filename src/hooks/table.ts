import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { HookMethod, HookRefusal, Verification } from "../contract/hook.ts";
import type { Environment } from "../contract/run.ts";

/** Doors to worklets. Of the token only a digest is kept. Instants are epoch milliseconds. */
export const hooks = sqliteTable(
  "hooks",
  {
    uid: text().primaryKey(),
    /** Internal ids: what is made anew under an old slug does not inherit a door. */
    application: text().notNull(),
    worklet: text().notNull(),
    id: text().notNull(),
    name: text(),
    environment: text().$type<Environment>().notNull(),
    background: integer({ mode: "boolean" }).notNull(),
    verification: text({ mode: "json" }).$type<Verification>().notNull(),
    /** null: all of them. */
    methods: text({ mode: "json" }).$type<HookMethod[]>(),
    idempotencyHeader: text("idempotency_header"),
    digest: text().notNull(),
    createdAt: integer("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    rotatedAt: integer("rotated_at"),
    rotatedBy: text("rotated_by"),
    lastUsedAt: integer("last_used_at"),
    lastRefusedAt: integer("last_refused_at"),
    lastRefusal: text("last_refusal").$type<HookRefusal>(),
  },
  (table) => [
    uniqueIndex("hooks_by_id").on(table.application, table.id),
    uniqueIndex("hooks_by_token").on(table.digest),
    index("hooks_by_worklet").on(table.worklet),
  ],
);

export type HookRow = typeof hooks.$inferSelect;
