import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { Platform } from "../../support/platform.ts";

/** One platform for all browser tests: what `npm start` runs, in a copy of the repository with the console that was built. */

declare module "vitest" {
  export interface ProvidedContext {
    origin: string;
    rootKey: string;
    /** Answers as soon as the platform does: 200, or 500 with what went wrong. */
    started: string;
  }
}

/** Starts it while other tests begin already: whoever needs it asks at `started` first. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const platform = new Platform();
  await platform.choosePort();
  const start = platform.start().then(
    () => ({ status: 200, text: "" }),
    (error: unknown) => ({ status: 500, text: String(error) }),
  );
  const server = createServer(async (_, response) => {
    const { status, text } = await start;
    response.writeHead(status).end(text);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  provide("origin", platform.origin);
  provide("rootKey", platform.rootKey);
  provide("started", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    server.closeAllConnections();
    server.close();
    // Tests that need no platform may be over before it has started: its children are known only then.
    await start;
    await platform.stop();
  };
}
