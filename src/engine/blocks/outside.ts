import type { Failure } from "../../contract/failure.ts";
import { dependencies, type Json, parseValue } from "../../expression/expression.ts";
import { retryAfterMs } from "../../models/attempts.ts";
import { maskOf } from "../../models/masking.ts";
import type { OutsideResponse } from "../../sandbox/outside.ts";
import type { BlockCall, Tools } from "../kind.ts";
import { useOf } from "../kind.ts";

/** What the kinds that send requests share: secrets by name, their masks, and how long a server asks to wait. */

/** A server that is silent for longer is not waited for, unless the block's `timeout_ms` says so. */
export const outsideTimeoutMs = 60_000;

export type ReadSecrets = { secrets: Record<string, string>; values: string[] };

/** The secrets that the block's expressions name, with those in `more`. The first that is missing is the failure. */
export async function secretsOfCall(
  block: string,
  call: BlockCall,
  tools: Tools,
  more: readonly string[] = [],
): Promise<ReadSecrets | { failure: Failure; values: string[] }> {
  const names = [...new Set([...call.secrets, ...more])];
  const read = await Promise.all(names.map((name) => tools.secret(name, useOf(block, call))));
  const values = read.flatMap((each) => ("value" in each ? [each.value] : []));
  const missing = read.find((each) => "failure" in each);
  if (missing !== undefined && "failure" in missing) return { failure: { ...missing.failure, block }, values };
  return { secrets: Object.fromEntries(names.map((name, n) => [name, values[n] ?? ""])), values };
}

const shownCharacters = 1_000;

/** A message to be shown. A server may repeat what it was sent; it is cut after that: the head of a key would be left over. */
export function toldOf(message: string, values: readonly string[]): string {
  const told = values.length === 0 ? message : maskOf(values)(message);
  return told.length <= shownCharacters ? told : `${told.slice(0, shownCharacters - 1)}…`;
}

/** What a server that has too much to do asks for; undefined when it asks for nothing. */
export function retryAfterOf({ status, headers }: OutsideResponse): number | undefined {
  if (status !== 429 && status < 500) return undefined;
  return retryAfterMs(headers.get("Retry-After"), Date.now()) ?? undefined;
}

/** Whether what a template gives holds a secret. */
export function expressionReadsSecret(template: unknown): boolean {
  return dependencies(parseValue(template as Json)).some(([root]) => root === "secrets");
}
