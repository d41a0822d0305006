import { Fault } from "../contract/fault.ts";

/**
 * The owner of the rate limits of published views, whose numbers stand in `wrangler.toml`: what one visitor asks, what comes from
 * one address (a new visitor is a reload away), and the calls of one view. Each Cloudflare location counts by itself.
 */

/** Faults: `view.too_many_calls`, which says what was too much. */
export async function checkVisitor(env: Env, view: string, visitor: string): Promise<void> {
  await check(env.VIEW_VISITORS, `${view} ${visitor}`, "You have asked this view too often within a minute.");
}

/** `view` null: pages, of whichever view. */
export async function checkAddress(env: Env, view: string | null, headers: Headers): Promise<void> {
  const address = headers.get("CF-Connecting-IP");
  // Only a request that never passed Cloudflare has none: on this machine.
  if (address === null) return;
  const what = "Your network has asked for this too often within a minute.";
  await check(env.VIEW_ADDRESSES, `${view ?? "pages"} ${networkOf(address)}`, what);
}

/** Counts what starts a run. */
export async function checkView(env: Env, view: string): Promise<void> {
  await check(env.VIEW_CALLS, view, "All visitors of this view together have made too many calls within a minute.");
}

async function check(limit: RateLimit, key: string, what: string): Promise<void> {
  const { success } = await limit.limit({ key });
  if (success) return;
  const details = { retryAfterSeconds: 60 };
  throw new Fault("view.too_many_calls", `${what} Try again in a minute.`, details);
}

/** An IPv4 address as it is; of IPv6 the first half, since whoever has one address there has all with that half. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [front = "", back] = address.toLowerCase().split("::");
  const parts = front.split(":").filter((part) => part !== "");
  const missing = back === undefined ? 0 : 8 - parts.length - back.split(":").filter((part) => part !== "").length;
  return [...parts, ...Array<string>(Math.max(0, missing)).fill("0")]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ""))
    .join(":");
}
