import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { call, fresh } from "../support/api.ts";
import { ask as askWith } from "../support/unready.ts";
import { newView } from "./documents.ts";
import { documentOf, make, newCaller, newId, newPublished, open, republish } from "./visits.ts";

/** What somebody tries who has the link of one view and wants more. */

let view: Awaited<ReturnType<typeof newCaller>>;
beforeAll(async () => {
  view = await newCaller("export const main = (input: unknown) => input;");
});

describe("the token of a public view", () => {
  it("does not tell whether there is a private view at another address", async () => {
    const { token } = await open(view);
    const hidden = await newPublished(view.application, documentOf({}, { access: "private" }));
    const drafted = fresh("drafted");
    await newView(`/applications/${view.application}/views`, {}, drafted);
    const places = [hidden.address, `/v/${view.application}/${drafted}`, "/v/nowhere/nothing"];
    const answers = places.map(async (address) => {
      const { status, body } = await make({ address, token });
      return [status, body.code, body.detail];
    });
    const [first, ...others] = await Promise.all(answers);
    expect(first?.slice(0, 2)).toEqual([401, "view.token_invalid"]);
    for (const other of others) expect(other).toEqual(first);
  });

  it("is none for the view that comes under the same address after it", async () => {
    const former = await newPublished(view.application, documentOf({ find: { worklet: view.slug } }));
    const page = await open(former);
    await call("DELETE", former.view);
    expect(await make(page)).toMatchObject({ status: 401, body: { code: "view.token_invalid" } });
    await newView(`/applications/${view.application}/views`, {}, former.id);
    await republish(former, documentOf({ find: { worklet: view.slug } }));
    expect(await make(page)).toMatchObject({ status: 401, body: { code: "view.token_invalid" } });
    expect((await make(await open(former, page.token))).status).toBe(200);
  });
});

describe("a network whose visitors are new each time", () => {
  it.each(["cancel", "events"])("is refused when it asks too often for %s of calls", async (what) => {
    const real = (env as Env).VIEW_ADDRESSES;
    const changes = {
      VIEW_ADDRESSES: {
        limit: (options: RateLimitOptions) => real.limit({ ...options, limit: 3 } as RateLimitOptions),
      },
    };
    const address = `2001:db8:${what === "cancel" ? 1 : 2}::1`;
    const method = what === "cancel" ? "POST" : "GET";
    const statuses: number[] = [];
    // A new minute may begin meanwhile, once.
    for (let count = 0; count < 8; count += 1) {
      const headers = { Authorization: `View ${(await open(view)).token}`, "CF-Connecting-IP": address };
      statuses.push(
        (await askWith(changes, `${view.address}/calls/find/${newId()}/${what}`, { method, headers })).status,
      );
    }
    expect(statuses).toContain(429);
  });
});
