import { createHmac, timingSafeEqual } from "node:crypto";
import { secretValue } from "../access/secrets.ts";
import { Fault } from "../contract/fault.ts";
import type { Verification } from "../contract/hook.ts";
import { limits } from "../contract/limits.ts";
import { invalid } from "../http/check.ts";

/** Whether a request comes from who knows the secret. Everything is compared in constant time and on the bytes that came. */

type Proof = { headers: Headers; body: Uint8Array; now: number };

/** Why the request proves nothing, as a sentence for its sender; null: it does, or needs not. */
export function refusalOf(verification: Verification, secret: string, proof: Proof): string | null {
  switch (verification.kind) {
    case "none":
      return null;
    case "hmac":
      return refusalOfHmac(verification, secret, proof);
    case "standard_webhooks":
      return refusalOfStandard(secret, proof);
  }
}

/** A shorter one could be guessed, and is likelier some other text that reads as base 64. */
const leastKeyBytes = 16;

/** The key inside a secret of Standard Webhooks; null when it has another form. */
export function standardKey(secret: string): Buffer | null {
  const [, text = ""] = /^(?:whsec_)?([A-Za-z0-9+/]+={0,2})$/.exec(secret.trim()) ?? [];
  const key = Buffer.from(text, "base64");
  return key.length >= leastKeyBytes ? key : null;
}

/** Refuses a verification that could never succeed: its secret is not there, or has the wrong form. */
export async function checkVerification(
  env: Env,
  application: string,
  verification: Verification,
  now: number,
): Promise<void> {
  if (verification.kind === "none") return;
  const wrong = (message: string) => invalid([{ path: "/verification/secret", message }]);
  let secret: string;
  try {
    secret = await secretValue(env, application, verification.secret, now);
  } catch (error) {
    const fault = Fault.of(error);
    throw fault?.code === "secret.not_found" ? wrong(fault.message) : error;
  }
  if (verification.kind === "standard_webhooks" && standardKey(secret) === null) {
    throw wrong(
      `The value of the secret ${verification.secret} is not whsec_ and base 64 of ${leastKeyBytes} bytes or more. Set it as the sender shows it.`,
    );
  }
}

type Hmac = Extract<Verification, { kind: "hmac" }>;

function refusalOfHmac(
  { header, algorithm, encoding, prefix }: Hmac,
  secret: string,
  { headers, body }: Proof,
): string | null {
  const text = headers.get(header)?.trim();
  if (!text) return `The header ${header} is missing.`;
  const expected = createHmac(algorithm, secret).update(body).digest();
  return text.startsWith(prefix) && isDigest(text.slice(prefix.length), expected, encoding)
    ? null
    : `The signature in ${header} does not fit the body.`;
}

/** `id.timestamp.body`, signed once or several times while the sender replaces its secret. Older senders write `svix-`. */
function refusalOfStandard(secret: string, { headers, body, now }: Proof): string | null {
  const [id, timestamp, signatures] = ["id", "timestamp", "signature"].map((name) => standardHeader(headers, name));
  if (!id || !timestamp || !signatures) {
    return "The headers webhook-id, webhook-timestamp and webhook-signature are needed.";
  }
  const isSeconds = /^\d{1,12}$/.test(timestamp);
  if (!isSeconds || Math.abs(now - Number(timestamp) * 1000) > limits.webhookToleranceMs) {
    return `webhook-timestamp is not within ${limits.webhookToleranceMs / 1000} s of now.`;
  }
  const key = standardKey(secret);
  if (key === null) return "The signature cannot be verified.";
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  const isSigned = signatures
    .split(" ")
    .some((each) => each.startsWith("v1,") && isDigest(each.slice(3), expected, "base64"));
  return isSigned ? null : "No signature in webhook-signature fits the request.";
}

/** A header of Standard Webhooks by the end of its name. */
export function standardHeader(headers: Headers, name: string): string | null {
  return headers.get(`webhook-${name}`) ?? headers.get(`svix-${name}`);
}

function isDigest(text: string, expected: Buffer, encoding: "hex" | "base64"): boolean {
  const shape = encoding === "hex" ? /^[0-9A-Fa-f]+$/ : /^[A-Za-z0-9+/]+={0,2}$/;
  if (!shape.test(text)) return false;
  const given = Buffer.from(text, encoding);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
