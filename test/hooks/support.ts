import { SELF } from "cloudflare:test";
import { createHmac } from "node:crypto";
import { type Answer, call, host, newWorklet } from "../support/api.ts";

/** Hooks as their senders see them: an address, and whatever they send. */

export const echo = "export const main = (input) => input;";

/** The id of a worklet by its address. */
export const idOf = (worklet: string) => worklet.split("/").at(-1) ?? "";

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came and says what it expects of it.
export type Made = { path: string; token: string; hook: any };

export async function newHook(application: string, worklet: string, more: object = {}): Promise<Made> {
  const body = { worklet: idOf(worklet), ...more };
  const made = await call("POST", `/applications/${application}/hooks`, { body });
  if (made.status !== 201) throw new Error(`No hook: ${JSON.stringify(made.body)}`);
  return { path: made.headers.get("Location") ?? "", token: made.body.token, hook: made.body };
}

/** A hook of a new worklet that gives its input back. */
export async function echoHook(application: string, more: object = {}): Promise<Made> {
  return newHook(application, await newWorklet(application, echo), more);
}

type Delivery = { method?: string; query?: string; headers?: Record<string, string>; body?: BodyInit };

export function deliverRaw(token: string, { method = "POST", query = "", headers = {}, body }: Delivery = {}) {
  const sent = { method, headers, redirect: "manual" as const, ...(body !== undefined && { body }) };
  return SELF.fetch(`${host}/hooks/${token}${query}`, sent);
}

export async function deliver(token: string, delivery: Delivery = {}): Promise<Answer> {
  const response = await deliverRaw(token, delivery);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

export async function newSecret(application: string, name: string, value: string): Promise<void> {
  const { status } = await call("POST", `/applications/${application}/secrets`, { body: { name, value } });
  if (status !== 201) throw new Error(`No secret: ${status}`);
}

/** The three headers of Standard Webhooks. */
export function standardHeaders(secret: string, id: string, at: number, body: string): Record<string, string> {
  const seconds = Math.floor(at / 1000);
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": String(seconds), "webhook-signature": `v1,${signature}` };
}
