import type { BatchItem } from "drizzle-orm/batch";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import { Fault } from "../contract/fault.ts";

/** The owner of `env.DB`: everything that is listed, edited or searched. */
export type Database = DrizzleD1Database;

const opened = new WeakMap<Env, Database>();

/** The Drizzle handle on D1, one per isolate. */
export function databaseOf(env: Env): Database {
  let database = opened.get(env);
  if (!database) {
    database = drizzle(env.DB);
    opened.set(env, database);
  }
  return database;
}

type Read = { query: BatchItem<"sqlite">; resolve(rows: unknown): void; reject(error: unknown): void };

const waiting = new WeakMap<Env, Read[]>();

/** The rows of a query. Queries that are asked for in the same turn of the event loop travel in one `batch`: one way there and back. */
export function readTogether<R>(env: Env, query: BatchItem<"sqlite"> & PromiseLike<R>): Promise<R> {
  return new Promise((resolve, reject) => {
    const read: Read = { query, resolve: (rows) => resolve(rows as R), reject };
    const others = waiting.get(env);
    if (others) return void others.push(read);
    const reads = [read];
    waiting.set(env, reads);
    queueMicrotask(() => {
      waiting.delete(env);
      void send(env, reads);
    });
  });
}

async function send(env: Env, reads: Read[]): Promise<void> {
  const [first, ...others] = reads.map(({ query }) => query);
  if (!first) return;
  try {
    const answers: unknown[] = others.length === 0 ? [await first] : await databaseOf(env).batch([first, ...others]);
    for (const [at, { resolve }] of reads.entries()) resolve(answers[at]);
  } catch (error) {
    for (const { reject } of reads) reject(error);
  }
}

/** The plain D1 statements that Drizzle has no words for (`json_each`, `returning` of an upsert). */
export function statementOf(env: Env, sql: string, ...values: unknown[]): D1PreparedStatement {
  return env.DB.prepare(sql).bind(...values);
}

/** Runs statements as one transaction: all of them hold or none. */
export function transaction(env: Env, statements: D1PreparedStatement[]): Promise<D1Result[]> {
  return env.DB.batch(statements);
}

/**
 * What a database error means to a caller: tables that are missing are a set-up fault with its cure, everything else of
 * D1 is unavailability. Null when the error is not the database's.
 */
export function databaseFault(error: unknown): Fault | null {
  const message = messagesOf(error);
  if (/no such (table|column)/.test(message)) {
    return new Fault(
      "platform.not_ready",
      "The database lacks tables. Locally run `npm run migrate` (or `npm start`, which does it); on Cloudflare run `npm run deploy`.",
    );
  }
  if (/D1_|SQLITE_|D1 DB|Failed query/.test(message)) {
    return new Fault("platform.unavailable", "The database does not answer now. Try again in a few seconds.", {
      retryAfterSeconds: 5,
    });
  }
  return null;
}

/** Whether a write was refused because a row with the same unique key exists, in this table if one is named. */
export function isTaken(error: unknown, table = ""): boolean {
  return messagesOf(error).includes(`UNIQUE constraint failed: ${table}`);
}

/** Drizzle wraps D1's error as `cause`. */
function messagesOf(error: unknown): string {
  const messages: string[] = [];
  for (let each = error; each instanceof Error && messages.length < 5; each = each.cause) messages.push(each.message);
  return messages.join("\n");
}
