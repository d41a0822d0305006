import { Fault } from "../contract/fault.ts";
import { limits } from "../contract/limits.ts";
import { jsonFaultAt, placeOf } from "../source/json-fault.ts";

/** Reads what a request carries, bounded before it is parsed. */

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** The body as text of at most `mostBytes`; `what` names it in the refusal. */
export async function readText(request: Request, mostBytes: number, what = "The body"): Promise<string> {
  const bytes = await readBytes(request, mostBytes, what);
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Fault("request.not_json", `${what} is not UTF-8. Send it encoded as UTF-8.`);
  }
}

/** The body as JSON, whatever the Content-Type says; an empty body is `{}`. */
export async function readJson(request: Request, mostBytes: number = limits.bodyBytes): Promise<unknown> {
  const text = await readText(request, mostBytes);
  if (text.trim() === "") return {};
  return parseJson(text);
}

/** Parses JSON of at most 64 levels: what is nested deeper overflows the stack later, in `JSON.stringify`. */
export function parseJson(text: string): unknown {
  if (text.length > 2 * limits.depth && depthOf(text) > limits.depth) {
    throw new Fault("request.too_deep", `The body is nested more than ${limits.depth} levels deep. Flatten it.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    const at = jsonFaultAt(text) ?? text.length;
    const found =
      at < text.length ? `${JSON.stringify(text.slice(at, at + 20))} cannot stand there` : "it ends too early";
    throw new Fault("request.not_json", `The body is not JSON: at ${placeOf(text, at)}, ${found}.`);
  }
}

/** The deepest nesting of brackets outside strings; stops counting one past the limit. Works on any text, JSON or not. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === backslash) at++;
      else if (code === quote) inString = false;
    } else if (code === quote) inString = true;
    else if (code === openBrace || code === openBracket) {
      if (++depth > deepest) deepest = depth;
      if (deepest > limits.depth) return deepest;
    } else if (code === closeBrace || code === closeBracket) depth--;
  }
  return deepest;
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const openBracket = 0x5b;
const closeBrace = 0x7d;
const closeBracket = 0x5d;

/** The body as it came, of at most `mostBytes`. */
export async function readBytes(request: Request, mostBytes: number, what: string): Promise<Uint8Array> {
  const tooLarge = () => new Fault("request.too_large", `${what} is larger than ${mostBytes} bytes. Send less.`);
  const told = request.headers.get("Content-Length");
  if (told !== null) {
    if (Number(told) > mostBytes) throw tooLarge();
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.length > mostBytes) throw tooLarge();
    return bytes;
  }
  // Asking for the body makes a stream of it, which most requests need not pay for.
  if (!request.body) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as ReadableStream<Uint8Array>) {
    size += chunk.length;
    if (size > mostBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
