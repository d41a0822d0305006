import { limits } from "../contract/limits.ts";
import type { Json } from "../expression/expression.ts";
import { depthOf } from "../http/body.ts";
import { bytesOf } from "../sandbox/outside.ts";
import { type Around, isObject, limitError, providerError } from "./adapter.ts";
import type { MaskText } from "./masking.ts";

/** What a provider says: its bytes within a bound, its JSON, and the sentence in its error. */

const shownCharacters = 500;

/** The body as text; `isCut` when it has more bytes than that, of which the rest is not read. */
export async function bodyText(response: Response, mostBytes: number): Promise<{ text: string; isCut: boolean }> {
  const { bytes, isCut } = await bytesOf(response, mostBytes);
  return { text: new TextDecoder().decode(bytes), isCut };
}

/** The JSON that a model answered. */
export function answeredJson(text: string, { name, mask }: Pick<Around, "name" | "mask">): Json {
  if (depthOf(text) > limits.depth) {
    throw limitError(
      `The model ${name} answered JSON nested more than ${limits.depth} levels deep, which is the limit.`,
    );
  }
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw providerError(`The model ${name} answered what is not JSON: ${shown(mask(text))}`);
  }
}

/**
 * The sentence of an error's body, wherever the provider puts it; else the beginning of the body. `mask` hides secrets in
 * what was read, whole: what comes after puts it on one line and cuts it.
 */
export function spokenError(text: string, mask: MaskText = (each) => each, isCut = false): string {
  const message = messageIn(parsed(text));
  return shown(message === null ? mask(text, { isCut }) : mask(message));
}

function parsed(text: string): unknown {
  if (depthOf(text) > limits.depth) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null; // Many providers answer errors of their gateways as HTML or text.
  }
}

/** `{"error": {"message"}}` (OpenAI), `{"error"}` (Baseten, KServe, BentoML), `{"detail"}` (FastAPI), `{"errors": [{"message"}]}` (Cloudflare). */
function messageIn(value: unknown, depth = 0): string | null {
  if (typeof value === "string") return value;
  if (depth > 4) return null;
  if (Array.isArray(value)) return messageIn(value[0], depth + 1);
  if (!isObject(value)) return null;
  for (const key of ["message", "error", "detail", "errors", "msg"]) {
    const found = value[key] === undefined ? null : messageIn(value[key], depth + 1);
    if (found !== null && found !== "") return found;
  }
  return null;
}

/** On one line, and no longer than a message can use. Secrets are masked in it before: they may have several lines. */
function shown(text: string): string {
  const line = text
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, 16 * shownCharacters);
  return line === "" ? "(no text)" : line;
}
