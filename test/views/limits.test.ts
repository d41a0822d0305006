import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { networkOf } from "../../src/views/call-limits.ts";
import type { Answer } from "../support/api.ts";
import { ask as askWith } from "../support/unready.ts";
import { newCaller, newId, open } from "./visits.ts";

/** What one visitor, one network and a view may ask within a minute. */

let view: Awaited<ReturnType<typeof newCaller>>;
beforeAll(async () => {
  view = await newCaller("export const main = (input: unknown) => input;");
});

const names = ["VIEW_VISITORS", "VIEW_ADDRESSES", "VIEW_CALLS"] as const;
type Name = (typeof names)[number];

/** The real counters, of which the local ones take a smaller number along with the key. */
function limited(most: Partial<Record<Name, number>>) {
  const changes = Object.entries(most).map(([name, limit]) => {
    const real = (env as Env)[name as Name];
    return [name, { limit: (options: RateLimitOptions) => real.limit({ ...options, limit } as RateLimitOptions) }];
  });
  return Object.fromEntries(changes) as object;
}

/** Asks until it is refused. A new minute may begin meanwhile, once. */
async function untilRefused(most: number, one: () => Promise<Answer>): Promise<{ refusal: Answer; taken: number }> {
  for (let taken = 0; taken <= 2 * most; taken += 1) {
    const answer = await one();
    if (answer.status === 429) return { refusal: answer, taken };
  }
  throw new Error("It was never refused.");
}

type Ways = { token: string; address?: string; name?: string };

function callWith(changes: object, { token, address, name = "find" }: Ways) {
  const headers = { Authorization: `View ${token}`, ...(address !== undefined && { "CF-Connecting-IP": address }) };
  const body = JSON.stringify({ call_id: newId() });
  return askWith(changes, `${view.address}/calls/${name}`, { method: "POST", headers, body });
}

const pageWith = (changes: object, path: string, address: string) =>
  askWith(changes, path, { headers: { "CF-Connecting-IP": address } });

describe("the limits", () => {
  it("refuse a visitor who asks too much, refused calls counted, and nobody else", async () => {
    const changes = limited({ VIEW_VISITORS: 4 });
    const { token } = await open(view);
    let count = 0;
    const { refusal, taken } = await untilRefused(4, () => {
      count += 1;
      return callWith(changes, { token, name: count % 2 === 0 ? "nothing" : "find" });
    });
    expect(taken).toBeGreaterThanOrEqual(4);
    expect(refusal).toMatchObject({ status: 429, body: { code: "view.too_many_calls" } });
    expect(refusal.body.detail).toContain("You have asked");
    expect(Number(refusal.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect((await callWith(changes, await open(view))).status).toBe(200);
  });

  it("refuse a visitor who follows and cancels too much", async () => {
    const changes = limited({ VIEW_VISITORS: 3 });
    const headers = { Authorization: `View ${(await open(view)).token}` };
    const { refusal } = await untilRefused(3, () =>
      askWith(changes, `${view.address}/calls/find/${newId()}/cancel`, { method: "POST", headers }),
    );
    expect(refusal.body.code).toBe("view.too_many_calls");
  });

  it("refuse a network whose visitors are new each time", async () => {
    const changes = limited({ VIEW_ADDRESSES: 3 });
    let last = 0;
    const { refusal } = await untilRefused(3, async () => {
      last += 1;
      return callWith(changes, { ...(await open(view)), address: `2001:db8:1:2:aaaa::${last}` });
    });
    expect(refusal.body.detail).toContain("Your network");
    expect((await callWith(changes, { ...(await open(view)), address: "2001:db8:1:3::1" })).status).toBe(200);
  });

  it("refuse all visitors of a view when together they call it too much", async () => {
    const changes = limited({ VIEW_CALLS: 3 });
    const { refusal } = await untilRefused(3, async () => callWith(changes, await open(view)));
    expect(refusal.body.detail).toContain("All visitors of this view");
  });

  it("refuse a network that opens too many pages, of whichever view", async () => {
    const changes = limited({ VIEW_ADDRESSES: 4 });
    let pages = 0;
    const { refusal } = await untilRefused(4, () => {
      pages += 1;
      return pageWith(changes, pages % 2 === 0 ? view.address : `/v/nowhere/view-${pages}`, "192.0.2.7");
    });
    expect(refusal.body.detail).toContain("Your network");
    expect((await pageWith(changes, view.address, "192.0.2.8")).status).toBe(200);
  });
});

describe("a network", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:DB8:0001:2::1", "2001:db8:1:2"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["2001:db8:1::5:6:7:8", "2001:db8:1:0"],
  ])("of %s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
