import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { TestProject } from "vitest/node";
import { keepConnections } from "./connections.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the database of the project `outage` is switched: POST `/off`, POST `/on`. */
    database: string;
  }
}

/**
 * A database outside the runtime that speaks D1's protocol, so that it can really be taken away: while it is off it breaks
 * the connection, answers with the page of a proxy, or says that it is overloaded, by turns. It keeps no more than it must:
 * one SQLite database, whose statements of one request are one transaction.
 */
export async function setup(project: TestProject) {
  const database = new DatabaseSync(":memory:");
  let isOff = false;
  let refusals = 0;
  const server = createServer(async (request, response) => {
    // What D1's client sends comes through the runtime's way to remote bindings, with its address in a header.
    const sent = request.headers["mf-url"];
    if (sent === undefined) {
      isOff = request.url === "/off";
      return response.end(String(refusals));
    }
    const text = await textOf(request);
    if (isOff) {
      refusals += 1;
      if (refusals % 3 === 1) return request.socket.destroy();
      if (refusals % 3 === 2) return response.writeHead(502).end("<html>Bad gateway</html>");
      return response.end(JSON.stringify({ success: false, error: "D1 DB is overloaded. Too many requests queued." }));
    }
    const asObjects = new URL(String(sent)).searchParams.get("resultsFormat") !== "ROWS_AND_COLUMNS";
    response.end(JSON.stringify(answer(database, JSON.parse(text), asObjects)));
  });
  keepConnections(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  project.provide("database", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () => {
    server.closeAllConnections();
    server.close();
    database.close();
  };
}

type Query = { sql: string; params?: SQLInputValue[] | null };

function answer(database: DatabaseSync, sent: Query | Query[], asObjects: boolean) {
  database.exec("begin");
  try {
    const results = [sent].flat().map((query) => resultOf(database, query, asObjects));
    database.exec("commit");
    return results;
  } catch (error) {
    if (database.isTransaction) database.exec("rollback");
    return { success: false, error: `${(error as Error).message}: SQLITE_ERROR` };
  }
}

function resultOf(database: DatabaseSync, { sql, params }: Query, asObjects: boolean) {
  const statement = database.prepare(sql);
  const columns = statement.columns().map(({ name }) => name);
  statement.setReturnArrays(true);
  const rows = statement.all(...(params ?? [])) as unknown as SQLInputValue[][];
  const { changes } = database.prepare("select changes() as changes").get() as { changes: number };
  const meta = { served_by: "test", duration: 0, changes, last_row_id: 0, changed_db: changes > 0, size_after: 0 };
  const results = asObjects
    ? rows.map((row) => Object.fromEntries(columns.map((name, place) => [name, row[place]])))
    : { columns, rows };
  return { success: true, results, meta: { ...meta, rows_read: 0, rows_written: 0 } };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
