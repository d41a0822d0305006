import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { obstacle } from "../../scripts/port.ts";

async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

const nobody = 2 ** 22 + 1;

test("a port of another program is refused with a command that works", async () => {
  const port = await takenPort();
  expect(await obstacle(port, null)).toBe(
    `Port ${port} is in use by another program. Take another one: PORT=${port + 1} npm start`,
  );
});

test("a second platform in the same folder is refused on any port", async () => {
  const [first, second] = [await takenPort(), 1];
  expect(await obstacle(second, { pid: process.pid, group: null, port: first })).toContain(
    `the platform already runs from this folder, at http://localhost:${first}`,
  );
});

test("a note of a start that is no longer there is no obstacle", async () => {
  expect(await obstacle(1, { pid: nobody, group: nobody, port: 1 })).toBe(null);
});
