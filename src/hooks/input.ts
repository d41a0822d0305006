import type { HookInput, HookMethod } from "../contract/hook.ts";
import { limits } from "../contract/limits.ts";
import { depthOf } from "../http/body.ts";
import { carriesKey } from "./platform-keys.ts";

/** A request as the input of a worklet. Pure: what cannot be read as it claims is null, the bytes are always there. */

/** A mark at the beginning belongs to the bytes that were signed: it stays in the text. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The rest of a request whose body was read. */
export function inputOf(
  { method, url, headers }: { method: HookMethod; url: URL; headers: Headers },
  bytes: Uint8Array,
  rootKey: string,
): HookInput {
  const text = textOf(bytes);
  return {
    method,
    headers: headersOf(headers, rootKey),
    query: grouped(url.searchParams),
    body: text === null ? null : bodyOf(text, headers.get("Content-Type") ?? ""),
    raw_body: text ?? Buffer.from(bytes).toString("base64"),
    ...(text === null && { raw_body_base64: true }),
  };
}

/** Everything that came but what belongs to this host: its cookies, and a key of the platform sent here by mistake. */
function headersOf(headers: Headers, rootKey: string): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name, value]) => name !== "cookie" && !carriesKey(value, rootKey)));
}

function bodyOf(text: string, contentType: string): unknown {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  const plain = text.replace(/^\uFEFF/, "");
  if (/^(?:application\/(?:[\w.-]+\+)?json|text\/json)$/.test(type)) return jsonOf(plain);
  if (type === "application/x-www-form-urlencoded") return grouped(new URLSearchParams(plain));
  return type.startsWith("text/") ? plain : null;
}

function jsonOf(text: string): unknown {
  // It becomes a member of the input, which may not be nested deeper than any other value.
  if (depthOf(text) >= limits.depth) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null; // A sender may claim anything: the text is in raw_body.
  }
}

/** By name; a name that stands there several times has a list. */
function grouped(pairs: URLSearchParams): Record<string, string | string[]> {
  const values = new Map<string, string | string[]>();
  for (const [name, value] of pairs) {
    const held = values.get(name);
    if (held === undefined) values.set(name, value);
    else if (typeof held === "string") values.set(name, [held, value]);
    else held.push(value);
  }
  return Object.fromEntries(values);
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null; // Not UTF-8: it is given in base 64.
  }
}
