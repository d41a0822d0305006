import { integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { FileFacts } from "../compiler/compile.ts";
import type { Draft } from "../contract/catalog.ts";

/**
 * The catalog. Slugs can be given anew after a deletion; `uid` never is, and everything hangs on it. Instants are epoch
 * milliseconds.
 */
export const applications = sqliteTable("applications", {
  id: text().primaryKey(),
  uid: text().notNull().unique(),
  name: text().notNull(),
  allowedOrigins: text("allowed_origins", { mode: "json" }).$type<string[]>().notNull(),
  onFailure: text("on_failure"),
  createdAt: integer("created_at").notNull(),
  createdBy: text("created_by").notNull(),
});

/** Texts by their SHA-256: sources, compiled code and source maps, each stored once. */
export const contents = sqliteTable("contents", {
  hash: text().primaryKey(),
  text: text().notNull(),
});

export const files = sqliteTable(
  "files",
  {
    application: text().notNull(),
    path: text().notNull(),
    source: text().notNull(),
    code: text().notNull(),
    map: text(),
    bytes: integer().notNull(),
    /** What the compiler found: imports and exports. */
    facts: text({ mode: "json" }).$type<FileFacts>().notNull(),
    createdAt: integer("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    updatedAt: integer("updated_at").notNull(),
    updatedBy: text("updated_by").notNull(),
  },
  (table) => [primaryKey({ columns: [table.application, table.path] })],
);

export const worklets = sqliteTable(
  "worklets",
  {
    uid: text().primaryKey(),
    application: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    draft: text({ mode: "json" }).$type<Draft>().notNull(),
    /** Counts the changes of the draft: its ETag. */
    draftRevision: integer("draft_revision").notNull(),
    liveVersion: integer("live_version").notNull(),
    createdAt: integer("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [uniqueIndex("worklets_by_id").on(table.application, table.id)],
);

/** One file of a version's closure: hashes into `contents`. */
export type FrozenFile = { source: string; code: string; map: string | null };

export const versions = sqliteTable(
  "versions",
  {
    worklet: text().notNull(),
    number: integer().notNull(),
    draft: text({ mode: "json" }).$type<Draft>().notNull(),
    closure: text({ mode: "json" }).$type<Record<string, FrozenFile>>().notNull(),
    compatibilityDate: text("compatibility_date").notNull(),
    compatibilityFlags: text("compatibility_flags", { mode: "json" }).$type<string[]>().notNull(),
    createdAt: integer("created_at").notNull(),
    createdBy: text("created_by").notNull(),
  },
  (table) => [primaryKey({ columns: [table.worklet, table.number] })],
);

export type ApplicationRow = typeof applications.$inferSelect;
export type FileRow = typeof files.$inferSelect;
export type WorkletRow = typeof worklets.$inferSelect;
export type VersionRow = typeof versions.$inferSelect;
