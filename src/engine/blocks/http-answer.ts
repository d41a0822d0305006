import { limits } from "../../contract/limits.ts";
import { depthOf } from "../../http/body.ts";
import { maskOf } from "../../models/masking.ts";
import { spokenError } from "../../models/provider-text.ts";
import type { OutsideResponse } from "../../sandbox/outside.ts";
import { isLarger } from "../size.ts";

/** From what a server answered to the output of a block, or to the words of its failure. */

export function isAccepted(status: number, accepted: readonly (number | string)[] = []): boolean {
  return status < 400 || accepted.some((each) => each === status || each === `${Math.floor(status / 100)}xx`);
}

/** Enough of an error's body to find its message. */
const errorBytes = 16_000;

/** `answered 404 Not Found: there is no such ticket`. A server may repeat the secrets that it was sent. */
export function failureOfAnswer(
  { status, statusText, bytes, isCut }: OutsideResponse,
  secrets: readonly string[],
): string {
  const words = statusText ? `${status} ${statusText}` : String(status);
  const text = new TextDecoder().decode(bytes.subarray(0, errorBytes));
  return `answered ${words}: ${spokenError(text, maskOf(secrets), isCut || bytes.length > errorBytes)}`;
}

/** The output as JSON text; `limit`: why it is too much, as the end of a sentence. */
export function outputOf({ status, headers, bytes, isCut }: OutsideResponse): { text: string } | { limit: string } {
  if (isCut) return { limit: `answered more than ${limits.outputBytes} bytes, which is the limit` };
  const type = headers.get("Content-Type") ?? "";
  const text = textOf(bytes, type);
  const json = text !== null && isJson(type) ? text.trim() : null;
  if (json !== null && depthOf(json) >= limits.depth)
    return { limit: `answered JSON nested more than ${limits.depth - 1} levels deep, which is the limit` };
  const output = { status, headers: Object.fromEntries(headers), ...bodyOf(text, json, bytes) };
  const whole = JSON.stringify(output);
  return isLarger(whole, limits.outputBytes)
    ? { limit: `answered what is more than ${limits.outputBytes} bytes as JSON, which is the limit` }
    : { text: whole };
}

function bodyOf(text: string | null, json: string | null, bytes: Uint8Array): { body: unknown; body_base64?: true } {
  if (text === null) return { body: Buffer.from(bytes).toString("base64"), body_base64: true };
  if (text === "") return { body: null };
  if (json === null) return { body: text };
  try {
    return { body: JSON.parse(json) };
  } catch {
    return { body: text }; // What claims to be JSON and is none is still a text.
  }
}

/** Null when the bytes are no text. */
function textOf(bytes: Uint8Array, type: string): string | null {
  const charset = /;\s*charset="?([^\s";]+)/i.exec(type)?.[1];
  try {
    return new TextDecoder(charset ?? "utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return charset === undefined ? null : textOf(bytes, ""); // A charset that nobody knows, or that is wrong.
  }
}

function isJson(type: string): boolean {
  return /^(?:application\/(?:[\w.-]+\+)?json|text\/json)\b/i.test(type.trim());
}
