import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { ModelConfig } from "../contract/model.ts";

/** Models of an application. Instants are epoch milliseconds. */
export const models = sqliteTable(
  "models",
  {
    /** The application's internal id: one made anew under an old slug does not inherit them. */
    application: text().notNull(),
    name: text().notNull(),
    config: text({ mode: "json" }).$type<ModelConfig>().notNull(),
    createdAt: integer("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    updatedAt: integer("updated_at").notNull(),
    updatedBy: text("updated_by").notNull(),
  },
  (table) => [primaryKey({ columns: [table.application, table.name] })],
);

export type ModelRow = typeof models.$inferSelect;
