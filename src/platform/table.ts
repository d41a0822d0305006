import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** When something that shall happen regularly happened last, in epoch milliseconds. */
export const pulses = sqliteTable("pulses", { name: text().primaryKey(), at: integer().notNull() });
