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

/**
 * Sessions of the console. Only those in use stay, so there are few and they need no index: the minute's deletion looks at all.
 * Instants are epoch milliseconds.
 */
export const sessions = sqliteTable("sessions", {
  /** Of the cookie's text, which is kept nowhere. */
  digest: text().primaryKey(),
  via: text().$type<"key" | "root" | "link">().notNull(),
  /** The id of the key; null without one. */
  key: text(),
  /** What it was made with: the key's digest, or a mark of the root key. When that changes, the session is over. */
  credential: text().notNull(),
  createdAt: integer("created_at").notNull(),
  /** To within ten minutes. */
  seenAt: integer("seen_at").notNull(),
});

/** Sign-in links that were used, until they would have ended by themselves. */
export const usedLinks = sqliteTable("used_links", {
  nonce: text().primaryKey(),
  expiresAt: integer("expires_at").notNull(),
});

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
