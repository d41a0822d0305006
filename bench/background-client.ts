import { connect, type Socket } from "node:net";

/** One connection with keep-alive, for requests that are asked one after another. */

export type Answer = { status: number; body: string };

export class Connection {
  readonly #socket: Socket;
  #held: Buffer = Buffer.alloc(0);
  #answered: ((answer: Answer) => void) | null = null;
  #failed: ((error: Error) => void) | null = null;

  static async open(port: number): Promise<Connection> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    return new Connection(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => this.#take(chunk));
    socket.on("error", (error) => this.#failed?.(error));
    socket.on("close", () => this.#failed?.(new Error("The connection was closed.")));
  }

  /** Sends a whole request, head and body. */
  ask(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      // The server closes what was silent for some seconds.
      if (this.#socket.destroyed) return reject(new Error("The connection was closed."));
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#failed = null;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const headEnd = this.#held.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const head = this.#held.toString("latin1", 0, headEnd);
    const end = headEnd + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
    if (Number.isNaN(end)) this.#failed?.(new Error(`An answer without its length:\n${head}`));
    if (!(this.#held.length >= end)) return;
    const body = this.#held.toString("utf8", headEnd + 4, end);
    this.#held = Buffer.alloc(0);
    this.#answered?.({ status: Number(head.slice(9, 12)), body });
  }
}

/** Asks over so many connections, each with one request at a time, until `next` has no further one. */
export async function askAll(
  port: number,
  connections: number,
  next: () => string | null,
  heard: (answer: Answer) => void,
): Promise<void> {
  const ask = async () => {
    const connection = await Connection.open(port);
    for (let request = next(); request !== null; request = next()) heard(await connection.ask(request));
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, ask));
}

/** The text of a request. */
export function requestText(method: "GET" | "POST", path: string, key: string, body: string): string {
  const head = [`${method} ${path} HTTP/1.1`, "Host: 127.0.0.1", `Authorization: Api-Key ${key}`];
  return [...head, `Content-Length: ${Buffer.byteLength(body)}`, "", body].join("\r\n");
}
