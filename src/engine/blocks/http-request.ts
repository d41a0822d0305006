import type { HttpBlock } from "../../contract/block.ts";
import { hasDotSegment } from "../../models/http-templates.ts";
import type { OutsideRequest } from "../../sandbox/outside.ts";
import type { BlockCall } from "../kind.ts";
import { idempotencyKeyOf } from "../kind.ts";
import { expressionReadsSecret } from "./outside.ts";

/** From an `http` block and what its expressions gave to the request that is sent. */

/** A member by its JSON pointer and its value. */
type Part = { member: string; value: unknown };

/** The request, or why there is none, as a sentence without a full stop. */
export function requestOf(block: HttpBlock, call: BlockCall, parts: readonly Part[]): OutsideRequest | string {
  const values = new Map(parts.map(({ member, value }) => [member, value]));
  const text = textOf(values.get("/url"));
  const url = URL.parse(text.trim());
  // The text may hold a secret, so it is not repeated.
  if (url === null || !/^https?:$/.test(url.protocol))
    return "The url is no address that begins with https:// or http://";
  if (block.url.includes("{{") && hasDotSegment(text))
    return "The path of the url has a segment . or .. once its expressions are worked out: it would lead elsewhere";
  if (url.username !== "" || url.password !== "")
    return "The url carries a user name or password: send an Authorization header instead";
  const named = (part: string) =>
    [...values].flatMap(([member, value]) => (member.startsWith(part) ? [[nameOf(member, part), value] as const] : []));
  for (const [name, value] of named("/query/")) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== null && each !== undefined) url.searchParams.append(name, textOf(each));
    }
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of named("/headers/")) if (value !== null) headers[name.toLowerCase()] = textOf(value);
  const body = block.body === undefined ? null : bodyOf(values.get("/body"), headers);
  const method = block.method ?? (body === null ? "GET" : "POST");
  if (method !== "GET" && method !== "HEAD")
    headers["idempotency-key"] ??= idempotencyKeyOf(call.run, block.id, call.item);
  return {
    method,
    url,
    headers,
    body,
    followsRedirects: true,
    secretHeaders: Object.entries(block.headers ?? {}).flatMap(([name, template]) =>
      expressionReadsSecret(template) ? [name.toLowerCase()] : [],
    ),
    hasSecretBody: block.body !== undefined && expressionReadsSecret(block.body),
  };
}

/** A text goes out as it is, an object as the form that its header promises, everything else as JSON. */
function bodyOf(value: unknown, headers: Record<string, string>): string {
  if (typeof value === "string") {
    headers["content-type"] ??= "text/plain; charset=utf-8";
    return value;
  }
  headers["content-type"] ??= "application/json";
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers["content-type"]);
  if (!isForm || typeof value !== "object" || value === null || Array.isArray(value))
    return JSON.stringify(value ?? null);
  const pairs = Object.entries(value).flatMap(([name, each]) =>
    (Array.isArray(each) ? each : [each]).map((one): [string, string] => [name, textOf(one)]),
  );
  return new URLSearchParams(pairs).toString();
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value);
}

function nameOf(member: string, part: string): string {
  return member.slice(part.length).replaceAll("~1", "/").replaceAll("~0", "~");
}
