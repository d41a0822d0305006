import type { Definition } from "../catalog/definitions.ts";
import { Fault } from "../contract/fault.ts";
import type { Invocation } from "../contract/run.ts";
import { sha256 } from "../platform/ids.ts";
import { settingsOf } from "../platform/settings.ts";
import { objectOf } from "./objects.ts";
import { deriveRunId, formerRunId } from "./run-id.ts";

/** What an `Idempotency-Key` stands for: one request, and the run that it made. */
export type Idempotency = { key: string; bodyHash: string };

/** Ids that the key's run may have: the one that it gets now, and the one that the former master key gave it. */
export function keyedIds(env: Env, definition: Definition, key: string): { id: string; former: string | null } {
  const { applicationUid, workletUid, worklet, environment } = definition;
  const settings = settingsOf(env);
  const place = { applicationUid, worklet };
  const from = ["key", applicationUid, workletUid, environment, key];
  return { id: deriveRunId(settings, place, 0, from), former: formerRunId(settings, place, 0, from) };
}

/** The run that the same key has made. null: none yet. Fault: `idempotency.key_reused`. */
export async function keyedRun(env: Env, definition: Definition, sent: Idempotency): Promise<string | null> {
  const { id, former } = keyedIds(env, definition, sent.key);
  return (former && (await recalled(env, former, sent))) ?? (await recalled(env, id, sent));
}

/** The id, if the key's run has it. Fault: `idempotency.key_reused`. */
export async function recalled(env: Env, id: string, { bodyHash }: Idempotency): Promise<string | null> {
  const known = await objectOf(env, id).recall(bodyHash);
  if (known === "conflict") throw reused();
  return known && id;
}

export function reused(): Fault {
  const detail = "This Idempotency-Key was used with another body. Send the same body again, or another key.";
  return new Fault("idempotency.key_reused", detail);
}

/** What a request is for its key: the same members with the same values, however they were written; absent is null. */
export function bodyHashOf(body: Invocation, version: number | undefined, environment: string): string {
  const { worklet_input = null, async, callback_url = null, until = null } = body;
  return sha256(canonical({ worklet_input, async, callback_url, until, version: version ?? null, environment }));
}

/** The same for any value. */
export function hashOf(value: unknown): string {
  return sha256(canonical(value));
}

/** JSON text in which the members of each object stand in the order of their names. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}
