import { connect, type Socket } from "node:net";
import { parentPort } from "node:worker_threads";

/**
 * The load: plain sockets with keep-alive and a request that is made once. It does as little as can tell a right answer from
 * a wrong one, because it shares the cores with what it measures. Runs in a thread of its own.
 */

export type Order = {
  port: number;
  /** The whole request, head and body. Several are sent in turn. */
  requests: string[];
  connections: number;
  /** Ends after so many answers, or after so many milliseconds. */
  until: { answers: number } | { ms: number };
};

/** Microseconds of each answer, in the order in which they came. */
export type Measured = { micros: number[]; ms: number; wrong: string | null };

parentPort?.on("message", async (order: Order) => {
  parentPort?.postMessage(await measure(order));
});

async function measure({ port, requests, connections, until }: Order): Promise<Measured> {
  const measured: Measured = { micros: [], ms: 0, wrong: null };
  const texts = requests.map((request) => Buffer.from(request));
  let sent = 0;
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const start = performance.now();
  const next = () => {
    if (measured.wrong !== null) return null;
    const isOver = "answers" in until ? sent >= until.answers : performance.now() - start >= until.ms;
    return isOver ? null : (texts[sent++ % texts.length] ?? null);
  };
  await Promise.all(sockets.map((socket) => ask(socket, next, measured)));
  measured.ms = performance.now() - start;
  for (const socket of sockets) socket.destroy();
  return measured;
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.once("connect", () => resolve(socket));
    socket.once("error", reject);
  });
}

/** Asks over one connection, one request after another, until there is no next one. */
function ask(socket: Socket, next: () => Buffer | null, measured: Measured): Promise<void> {
  return new Promise((resolve) => {
    let sentAt = 0;
    let held: Buffer | null = null;
    const send = () => {
      const request = next();
      if (request === null) return resolve();
      sentAt = performance.now();
      socket.write(request);
    };
    const fail = (why: string) => {
      measured.wrong ??= why;
      resolve();
    };
    socket.on("error", (error) => fail(error.message));
    socket.on("close", () => fail("The connection was closed."));
    socket.on("data", (chunk: Buffer) => {
      held = held === null ? chunk : Buffer.concat([held, chunk]);
      const isWhole = isAnswer(held);
      if (isWhole === null) return;
      if (!isWhole) return fail(held.toString());
      held = null;
      measured.micros.push((performance.now() - sentAt) * 1_000);
      send();
    });
    send();
  });
}

/** True for a whole answer with the status 200 or 201, null while the rest of it is still to come. */
function isAnswer(bytes: Buffer): boolean | null {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd < 0) return null;
  const head = bytes.toString("latin1", 0, headEnd);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) return false;
  const missing = headEnd + 4 + Number(length) - bytes.length;
  if (missing > 0) return null;
  return missing === 0 && /^HTTP\/1\.1 20[01] /.test(head);
}
