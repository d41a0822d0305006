import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Role } from "../contract/access.ts";

/** Keys: of the secret only a digest is kept. Instants are epoch milliseconds. */
export const keys = sqliteTable(
  "keys",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    /** The slug of the only application that it may touch. */
    application: text(),
    digest: text().notNull(),
    createdAt: integer("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    lastUsedAt: integer("last_used_at"),
  },
  (table) => [index("keys_by_age").on(table.createdAt, table.id)],
);

/** Secrets of an application, sealed; the row's application and name are bound into the seal. */
export const secrets = sqliteTable(
  "secrets",
  {
    /** The application's internal id: one made anew under an old slug does not inherit them. */
    application: text().notNull(),
    name: text().notNull(),
    sealed: text().notNull(),
    updatedAt: integer("updated_at").notNull(),
    createdBy: text("created_by").notNull(),
  },
  (table) => [primaryKey({ columns: [table.application, table.name] })],
);
