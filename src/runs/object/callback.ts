import { createHmac } from "node:crypto";
import { derivedKey, type Settings, settingsOf } from "../../platform/settings.ts";
import { addressRefusal } from "../../sandbox/addresses.ts";
import type { CallbackTry } from "./run-journal.ts";

/** Tells a caller's server how a run ended: the poll body, signed by the Standard Webhooks scheme. */

/** Shorter than the shortest pause between two tries, so that they never overlap. */
const patienceMs = 9_000;

export type Callback = { url: string; runId: string; applicationUid: string; body: string };

/** Why no callback can go to this address, as a sentence; null: it can. */
export function callbackRefusal(env: Env, address: string): string | null {
  const url = new URL(address);
  if (url.username || url.password) return "It carries a user name or password: verify the signature instead.";
  const refusal = addressRefusal(url, settingsOf(env).allowLocalEgress);
  return refusal === null ? null : `${refusal}: a callback can only go to the public internet.`;
}

/** One try. Redirects are not followed: the address that was checked is the one that is called. */
export async function callBack(env: Env, { url, runId, applicationUid, body }: Callback): Promise<CallbackTry> {
  const at = Date.now();
  const refusal = callbackRefusal(env, url);
  if (refusal !== null) return { at, url, status: null, error: refusal };
  const seconds = Math.floor(at / 1_000);
  const headers = {
    "Content-Type": "application/json",
    "User-Agent": "Worklets",
    "webhook-id": runId,
    "webhook-timestamp": String(seconds),
    "webhook-signature": signaturesOf(settingsOf(env), applicationUid, `${runId}.${seconds}.${body}`),
  };
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const answer = await fetch(url, { method: "POST", redirect: "manual", headers, body, signal });
    await answer.body?.cancel();
    return { at, url, status: answer.status, error: null };
  } catch (error) {
    const cause = signal.aborted ? `No answer within ${patienceMs} ms` : String(error);
    return { at, url, status: null, error: cause };
  }
}

export function isDelivered({ status }: CallbackTry): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** The tries as a trace shows them. */
export function shownTries(tries: readonly CallbackTry[]): (Omit<CallbackTry, "at"> & { at: string })[] {
  return tries.map((made) => ({ ...made, at: new Date(made.at).toISOString() }));
}

/** What the receiver verifies with: `whsec_` and base 64, as the libraries of Standard Webhooks take it. */
export function callbackSecret(env: Env, applicationUid: string): string {
  return `whsec_${secretOf(settingsOf(env).masterKey, applicationUid).toString("base64")}`;
}

/** While the master key is being replaced, receivers may still know the former secret: the scheme allows several signatures. */
function signaturesOf({ masterKey, previousMasterKey }: Settings, applicationUid: string, text: string): string {
  const keys = previousMasterKey ? [masterKey, previousMasterKey] : [masterKey];
  const signed = keys.map((key) => createHmac("sha256", secretOf(key, applicationUid)).update(text).digest("base64"));
  return signed.map((signature) => `v1,${signature}`).join(" ");
}

/** Of one application only: who verifies for one cannot sign for another. */
function secretOf(masterKey: Uint8Array, applicationUid: string): Buffer {
  return createHmac("sha256", derivedKey(masterKey, "callback")).update(applicationUid).digest();
}
