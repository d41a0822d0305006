import { problemOf, unreachable } from "./problem.ts";

/** How the console speaks with the platform: the same routes as everybody, with the session's cookie. */

export type RequestOptions = {
  query?: Record<string, string | number | boolean | null | undefined>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  text?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
};

/** An answer whose headers matter too. */
export type Answer<T> = { value: T; etag: string | null; headers: Headers; status: number };

type SessionListener = () => void;
const sessionListeners = new Set<SessionListener>();

/** Calls `listener` whenever an answer says that nobody is signed in (any more). */
export function onSessionEnd(listener: SessionListener): () => void {
  sessionListeners.add(listener);
  return () => sessionListeners.delete(listener);
}

/** Sends a request and reads its JSON. Throws a `Problem` for every answer of 400 and more, and when none comes. */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  return (await ask<T>(method, path, options)).value;
}

/** The same, with what the headers say. */
export async function ask<T>(method: string, path: string, options: RequestOptions = {}): Promise<Answer<T>> {
  const response = await send(method, path, options);
  const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
  const text = await response.text();
  const value = (isJson && text !== "" ? JSON.parse(text) : text) as T;
  return { value, etag: response.headers.get("ETag"), headers: response.headers, status: response.status };
}

/** The bare answer; it is a success. */
export async function send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
  const response = await fetchOrThrow(addressOf(path, options.query), {
    method,
    headers: {
      Accept: "application/json",
      ...(options.body !== undefined && { "Content-Type": "application/json" }),
      ...(options.text !== undefined && { "Content-Type": "text/plain; charset=utf-8" }),
      ...options.headers,
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    ...(options.text !== undefined && { body: options.text }),
    ...(options.signal && { signal: options.signal }),
    credentials: "same-origin",
  });
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401 && path !== "/session") for (const listener of sessionListeners) listener();
  throw problem;
}

/** An address with its query; members that are null, undefined or empty are left out. */
export function addressOf(path: string, query: RequestOptions["query"] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search === "" ? path : `${path}?${search}`;
}

/** A path whose values are escaped: `` path`/applications/${id}` ``. */
export function path(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return parts.reduce((text, part, at) => text + encodeURIComponent(String(values[at - 1])) + part);
}

async function fetchOrThrow(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw unreachable();
  }
}
