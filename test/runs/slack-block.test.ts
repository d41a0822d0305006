import { describe, expect, it } from "vitest";
import { call, fresh, invoke } from "../support/api.ts";
import { desk, providers, run, save, witness } from "./outside-blocks.ts";

const slack = (more: object = {}) => ({
  id: "tell",
  kind: "slack",
  webhook: "HOOK",
  text: "Hello {{ input }}",
  ...more,
});
const answering = (told: string) => `${providers}/fault/${fresh("slack")}/says?${told}`;

describe("a slack block", () => {
  it("posts text and Block Kit with its expressions worked out, and answers ok", async () => {
    const name = fresh("slack");
    const blocks = [{ type: "section", text: { type: "mrkdwn", text: "*{{ input }}* of {{ worklet_input.length }}" } }];
    const { body } = await run(await desk({ HOOK: `${witness}/keep/${name}/200` }), [slack({ blocks })], "you");
    expect(body.worklet_output).toEqual({ ok: true });
    const [sent] = await (await fetch(`${witness}/kept/${name}`)).json<{ body: string }[]>();
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      text: "Hello you",
      blocks: [{ type: "section", text: { type: "mrkdwn", text: "*you* of 3" } }],
    });
  });

  it.each([
    ["400 invalid_payload", "Slack answered 400 Bad Request: invalid_payload"],
    ["404 channel_not_found", "Slack answered 404 Not Found: channel_not_found"],
    ['200 {"ok": false, "error": "invalid_auth"}', "Slack answered 200 OK: invalid_auth"],
  ])("fails with Slack's own words: %s", async (told, message) => {
    const { body } = await run(await desk({ HOOK: answering(told) }), [slack()], "you");
    expect(body.error).toMatchObject({ kind: "user", block: "tell", message });
  });

  it("waits as long as a rate limit asks before its retry", async () => {
    const url = `${providers}/fault/${fresh("slack")}/429-once?1`;
    const started = Date.now();
    const { body } = await run(await desk({ HOOK: url }), [slack({ retry: { max_attempts: 2, backoff_ms: 1 } })]);
    expect(body.worklet_output).toEqual({ ok: true });
    expect(Date.now() - started).toBeGreaterThanOrEqual(1_000);
  });

  it("posts to https only, and never shows the address", async () => {
    const address = "http://hooks.slack.example/services/T000/B000/token-of-the-hook";
    const { body } = await run(await desk({ HOOK: address }), [slack()]);
    expect(body.error.message).toBe("The secret HOOK is no address of a webhook: it begins with https://");
    const unreachable = await run(await desk({ HOOK: "https://10.1.2.3/services/token-of-the-hook" }), [slack()]);
    expect(unreachable.body.error.message).toContain("Egress refused");
    expect(JSON.stringify([body, unreachable.body])).not.toContain("token-of-the-hook");
  });

  it("follows no redirect: the message is meant for Slack", async () => {
    const url = `${providers}/fault/${fresh("slack")}/to?${encodeURIComponent(`${witness}/hit/slack-moved`)}`;
    const { body } = await run(await desk({ HOOK: url }), [slack()]);
    expect(body.error.message).toContain("Slack answered 302");
    expect(await (await fetch(`${witness}/count/slack-moved`)).text()).toBe("0");
  });

  it("is refused without a message, without its secret, and with expressions that lead nowhere", async () => {
    const application = await desk({ HOOK: "https://hooks.slack.example/x" });
    const cases: [object, object][] = [
      [{ text: undefined }, { path: "/graph/blocks/0/text", block: "tell", member: "text" }],
      [{ webhook: "NOPE" }, { path: "/graph/blocks/0/webhook", block: "tell", member: "webhook" }],
      [{ blocks: ["{{ }}"] }, { path: "/graph/blocks/0/blocks/0", block: "tell", member: "blocks" }],
    ];
    for (const [more, wrong] of cases) {
      const { status, body } = await save(application, [slack(more)]);
      expect([status, body.errors]).toMatchObject([422, [wrong]]);
    }
  });

  it("fails by name when its secret was deleted since", async () => {
    const application = await desk({ HOOK: "https://hooks.slack.example/x" });
    const made = await save(application, [slack()]);
    await call("DELETE", `${application}/secrets/HOOK`);
    const { body } = await invoke(made.headers.get("Location") ?? "");
    expect(body.error).toMatchObject({ block: "tell", message: expect.stringContaining("no secret HOOK") });
  });
});

it("a worklet whose secret is missing can be published, as a folder is before its secrets are set", async () => {
  const application = await desk({ HOOK: "https://hooks.slack.example/x" });
  const made = await save(application, [slack()]);
  const worklet = made.headers.get("Location") ?? "";
  const draft = { graph: { blocks: [slack({ text: "Bye" })] } };
  expect((await call("PUT", `${worklet}/draft`, { body: draft, headers: { "If-Match": "*" } })).status).toBe(200);
  await call("DELETE", `${application}/secrets/HOOK`);
  expect((await call("PUT", `${worklet}/draft`, { body: draft, headers: { "If-Match": "*" } })).status).toBe(422);
  expect((await call("POST", `${worklet}/publish`)).status).toBe(201);
});
