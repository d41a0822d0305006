import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { ViewDraft } from "../contract/view.ts";

/** Views and their versions. Slugs can be given anew after a deletion; `uid` never is. Instants are epoch milliseconds. */
export const views = sqliteTable(
  "views",
  {
    uid: text().primaryKey(),
    /** The internal id. */
    application: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    draft: text({ mode: "json" }).$type<ViewDraft>().notNull(),
    /** Counts the changes of the draft: its ETag. */
    draftRevision: integer("draft_revision").notNull(),
    /** null: it was never published. */
    liveVersion: integer("live_version"),
    createdAt: integer("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [uniqueIndex("views_by_id").on(table.application, table.id)],
);

export const viewVersions = sqliteTable(
  "view_versions",
  {
    view: text().notNull(),
    number: integer().notNull(),
    draft: text({ mode: "json" }).$type<ViewDraft>().notNull(),
    createdAt: integer("created_at").notNull(),
    createdBy: text("created_by").notNull(),
  },
  (table) => [primaryKey({ columns: [table.view, table.number] })],
);

/** The background runs that strangers have under way, and some that are over: they go when their visitor needs the place, with the view, or by age. */
export const viewRuns = sqliteTable(
  "view_runs",
  {
    run: text().primaryKey(),
    /** The internal id of the view, and who of its visitors. */
    visitor: text().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("view_runs_by_visitor").on(table.visitor), index("view_runs_by_age").on(table.createdAt)],
);

export type ViewRow = typeof views.$inferSelect;
export type ViewVersionRow = typeof viewVersions.$inferSelect;
