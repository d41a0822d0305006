import type { ServerResponse } from "node:http";

/** What goes wrong at real providers, by a word of the address. `?` carries what the fault needs to know. */

/** When something was asked, and how many of its callers gave up. */
export type Asked = { at: number[]; gone: number };

type Occasion = { times: number; url: URL; body: string; response: ServerResponse };

export function faultOf(kind: string, { times, url, body, response }: Occasion): void {
  const told = decodeURIComponent(url.search.slice(1));
  const work = faults[kind];
  if (work) work(response, { times, told, body });
  else json(response, Number(kind), { error: { message: `This is a ${kind}.` } });
}

type Fault = (response: ServerResponse, told: { times: number; told: string; body: string }) => void;

const better: Fault = (response) => json(response, 200, { answer: "good" });

/** The first answer, then good ones. */
const once =
  (first: Fault): Fault =>
  (response, told) =>
    (told.times === 1 ? first : better)(response, told);

const status =
  (code: number, headers: (told: string) => Record<string, string> = () => ({})): Fault =>
  (response, { told }) => {
    response.writeHead(code, { "Content-Type": "text/html", ...headers(told) });
    response.end(`<html><h1>${code}</h1>\n<p>upstream</html>`);
  };

const faults: Record<string, Fault> = {
  "500-once": once(status(500)),
  "429-once": once(status(429, (told) => ({ "Retry-After": told }))),
  "429-always": status(429, (told) => ({ "Retry-After": told })),
  "429-date-once": once(status(429, (told) => ({ "Retry-After": new Date(Date.now() + Number(told)).toUTCString() }))),
  "reset-once": once((response) => response.destroy()),
  "truncated-once": once((response) => {
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "100" });
    response.write('{"answer": "go');
    setTimeout(() => response.destroy(), 50);
  }),
  "503-html": status(503),
  hang: () => {},
  "hang-body": (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.write('{"answer": ');
  },
  "not-json": (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end("<html>Sign in to the Wi-Fi</html>");
  },
  deep: (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end("[".repeat(100) + "]".repeat(100));
  },
  // Says how much it is.
  huge: (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(JSON.stringify("x".repeat(1_000_001)));
  },
  // Would go on for ever.
  endless: (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    const more = () => {
      while (!response.destroyed && response.write("x".repeat(10_000)));
    };
    response.on("drain", more);
    more();
  },
  to: (response, { told }) => {
    response.writeHead(302, { Location: told });
    response.end();
  },
  "to-307": (response, { told }) => {
    response.writeHead(307, { Location: told });
    response.end();
  },
  circle: (response) => {
    response.writeHead(307, { Location: "?again" });
    response.end();
  },
  // `?400` and the body that was sent
  repeats: (response, { told, body }) => {
    response.writeHead(Number(told), { "Content-Type": "application/json" });
    response.end(body);
  },
  // `?400 invalid_payload`
  says: (response, { told }) => {
    const [status = "200", ...words] = told.split(" ");
    response.writeHead(Number(status), { "Content-Type": "text/plain" });
    response.end(words.join(" "));
  },
  bytes: (response) => {
    response.writeHead(200, { "Content-Type": "application/octet-stream" });
    response.end(Buffer.from([0xff, 0xfe, 0x00]));
  },
  image: (response) => {
    response.writeHead(200, { "Content-Type": "image/png" });
    response.end("png");
  },
};

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}
