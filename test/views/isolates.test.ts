import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { settingsOf } from "../../src/platform/settings.ts";
import { makeViewToken, readViewToken } from "../../src/views/token.ts";
import { call, newApplication, newWorklet } from "../support/api.ts";
import { documentOf, make, newPublished, open, republish } from "./visits.ts";

/** A view that was published in another isolate: this one still remembers the version before. */

/** A page of the version that this isolate remembers, and of the one that became live elsewhere. */
async function publishedElsewhere() {
  const application = await newApplication("desk");
  const echo = "export const main = (input: unknown) => input;";
  const worklet = (await newWorklet(application, echo)).split("/").at(-1) ?? "";
  const view = await newPublished(application, documentOf({ find: { worklet } }));
  await republish(view, documentOf({ find: { worklet }, newer: { worklet } }));
  await call("POST", `${view.view}/versions/1/restore`);
  const before = await open(view);
  await (env as Env).DB.prepare("update views set live_version = 2 where id = ?").bind(view.id).run();
  const settings = settingsOf(env as Env);
  const said = readViewToken(settings, before.token);
  if (!said) throw new Error("No token of ours.");
  return { view, before, after: { ...before, token: makeViewToken(settings, { ...said, version: 2 }) } };
}

describe("a view that another isolate published", () => {
  it("takes calls of its new page", async () => {
    const { after } = await publishedElsewhere();
    expect((await make(after, { call: "newer" })).status).toBe(200);
  });

  it("gives its new page to one that asks again, and to no call of the old one after that", async () => {
    const { view, before } = await publishedElsewhere();
    const headers = { Authorization: `View ${before.token}` };
    expect((await call("GET", view.address, { key: null, headers })).body.version).toBe(2);
    expect(await make(before)).toMatchObject({ status: 409, body: { code: "view.changed" } });
  });
});
