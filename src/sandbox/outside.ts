import { limits } from "../contract/limits.ts";
import { addressRefusal } from "./addresses.ts";

/**
 * Requests of the host on behalf of an application: what its blocks send and its models are asked by. The same addresses are
 * refused as for code in an isolate, for each hop of a redirect, and no answer is read past its bound.
 */

/** `secretHeaders` names (in lower case) what is written with secrets; `hasSecretBody`: the body is. */
export type OutsideRequest = {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string | null;
  /** Otherwise the answer that redirects is the answer. */
  followsRedirects: boolean;
  secretHeaders: readonly string[];
  hasSecretBody: boolean;
};

/** `bytes` is what came of the body within the bound; `isCut`: there was more. */
export type OutsideResponse = {
  status: number;
  statusText: string;
  headers: Headers;
  bytes: Uint8Array;
  isCut: boolean;
};

/** `failure` is a sentence without a full stop: `cannot be reached at https://x.example: ...`. */
export type OutsideAnswer = OutsideResponse | { failure: string };

const mostHops = 5;

/** Throws only what the signal's end makes of it. */
export async function askOutside(
  request: OutsideRequest,
  { allowLocal, signal }: { allowLocal: boolean; signal: AbortSignal },
): Promise<OutsideAnswer> {
  const headers = headersOf(request.headers);
  if (typeof headers === "string") return { failure: headers };
  let hop: Hop = { method: request.method, url: request.url, headers, body: request.body };
  for (let hops = 0; hops <= mostHops; hops++) {
    const refusal = addressRefusal(hop.url, allowLocal);
    if (refusal !== null) return { failure: `cannot be sent. Egress refused: ${refusal}` };
    try {
      const response = await fetch(hop.url, { ...hop, redirect: "manual", signal });
      const next = request.followsRedirects ? nextHop(request, hop, response) : null;
      if (next === null) return await read(response);
      await response.body?.cancel();
      if ("failure" in next) return next;
      hop = next;
    } catch (error) {
      if (signal.aborted) throw error;
      return { failure: `cannot be reached at ${hop.url.origin}: ${textOf(error)}` };
    }
  }
  return { failure: `was redirected more than ${mostHops} times` };
}

type Hop = { method: string; url: URL; headers: Headers; body: string | null };

const redirects = [301, 302, 303, 307, 308];
/** What belongs to the host that it was written for. */
const ownHeaders = ["authorization", "proxy-authorization", "cookie"];

/** The request that a redirect asks for; null: the answer is none. As `fetch` does it, but nothing secret goes to another origin. */
function nextHop(request: OutsideRequest, hop: Hop, response: Response): Hop | { failure: string } | null {
  const location = response.headers.get("Location");
  if (!redirects.includes(response.status) || location === null) return null;
  const url = URL.parse(location, hop.url.href);
  if (url === null) return { failure: `was answered ${response.status} with an address that leads nowhere` };
  const isRead = hop.method === "GET" || hop.method === "HEAD";
  const isPostMoved = hop.method === "POST" && (response.status === 301 || response.status === 302);
  const headers = new Headers(hop.headers);
  let { method, body } = hop;
  if (isPostMoved || (response.status === 303 && !isRead)) {
    method = "GET";
    body = null;
    headers.delete("Content-Type");
  }
  if (url.origin !== hop.url.origin) {
    if (body !== null && request.hasSecretBody) {
      return {
        failure: `was redirected to ${url.origin}, and its body holds a secret that is meant for ${hop.url.origin}`,
      };
    }
    for (const name of [...ownHeaders, ...request.secretHeaders]) headers.delete(name);
  }
  return { method, url, headers, body };
}

async function read(response: Response): Promise<OutsideResponse> {
  const { status, statusText, headers } = response;
  return { status, statusText, headers, ...(await bytesOf(response, limits.outputBytes)) };
}

/** The body's bytes; `isCut` when it has more than that, of which the rest is not read. */
export async function bytesOf(response: Response, mostBytes: number): Promise<{ bytes: Uint8Array; isCut: boolean }> {
  if (response.body === null) return { bytes: new Uint8Array(0), isCut: false };
  const chunks: Uint8Array[] = [];
  let count = 0;
  // Leaving the loop gives the rest up.
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    chunks.push(chunk);
    count += chunk.byteLength;
    if (count > mostBytes) break;
  }
  const whole = Buffer.concat(chunks);
  const isCut = count > mostBytes;
  return { bytes: isCut ? whole.subarray(0, mostBytes) : whole, isCut };
}

/** A value that no header can carry is refused without being repeated: it may be a key. */
function headersOf(wanted: Record<string, string>): Headers | string {
  const headers = new Headers({ "User-Agent": "Worklets" });
  for (const [name, value] of Object.entries(wanted)) {
    if (!canCarry(value)) {
      return `cannot be sent: its header ${name} has a value that no header can carry, a line break or a character outside Latin-1`;
    }
    headers.set(name, value.trim());
  }
  return headers;
}

/** Whether a header can have this value. */
export function canCarry(value: string): boolean {
  return !/[^\t\x20-\x7e\x80-\xff]/.test(value.trim());
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
