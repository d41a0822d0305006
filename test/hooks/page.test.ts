import { createHmac } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { HookRefusal, NewHook } from "../../src/contract/hook.ts";
import { call, eventually, fresh, newApplication } from "../support/api.ts";
import { deliver, deliverRaw, newSecret } from "./support.ts";

/** The examples of `docs/hooks.md`, read from the page. */

const pages = import.meta.glob("../../docs/hooks.md", { query: "?raw", import: "default", eager: true });
const page = Object.values(pages).join();

/** What stands between the marks; the marks are the test's own proof that it reads the page. */
function between(start: string, end: string): string {
  const from = page.indexOf(start) + start.length;
  expect(page.indexOf(start), start).toBeGreaterThan(0);
  return page.slice(from, page.indexOf(end, from));
}

const secret = "It's a Secret to Everybody";
const wish = JSON.parse(between("-d '", "'\n```"));
const input = JSON.parse(between('```\n{"method"', "\n```").replace(", ...", "").replace(/^/, '{"method"'));

let application: string;
beforeAll(async () => {
  application = await newApplication();
  await newSecret(application, wish.verification.secret, secret);
  const made = await call("POST", `/applications/${application}/worklets`, {
    body: {
      name: "Triage",
      id: wish.worklet,
      files: { "triage.ts": "export const main = (input) => input.query.answers ? input.body : input;" },
      graph: { blocks: [{ id: "main", kind: "code", file: "triage.ts", function: "main" }] },
    },
  });
  expect(made.status).toBe(201);
});

const newHook = (body: object) => call("POST", `/applications/${application}/hooks`, { body });

describe("the examples of the page", () => {
  it("the hook is made, and what GitHub sends to it once or twice is one run with the input that the page shows", async () => {
    const { status, body: hook } = await newHook(wish);
    expect([status, hook.url.endsWith(hook.token)]).toEqual([201, true]);
    const signature = createHmac("sha256", secret).update(input.raw_body).digest("hex");
    const headers = {
      ...input.headers,
      "Content-Type": "application/json",
      "X-Hub-Signature-256": `sha256=${signature}`,
      "X-GitHub-Delivery": fresh("delivery"),
    };
    const send = () => deliver(hook.token, { query: "?a=1&b=2&b=3", headers, body: input.raw_body });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.body]).toEqual([202, first.body]);
    const run = await eventually(
      () => call("GET", `/applications/${application}/worklets/${wish.worklet}/${first.body.worklet_run_id}?wait=5`),
      ({ body }) => body.finished_at !== null,
    );
    expect(run.body.worklet_output).toMatchObject(input);
    expect((await deliver(hook.token, { method: "GET" })).status).toBe(405);
    expect((await deliver(hook.token, { headers: { "X-GitHub-Delivery": "1" }, body: "{}" })).status).toBe(401);
  });

  it("a hook signed as Shopify signs runs", async () => {
    const shopify = JSON.parse(between("Shopify is `", "`"));
    const verification = { kind: "hmac", secret: wish.verification.secret, ...shopify };
    const { body: hook } = await newHook({ worklet: wish.worklet, id: "shopify", verification });
    const signature = createHmac("sha256", secret).update("{}").digest("base64");
    const answer = await deliver(hook.token, { headers: { [shopify.header]: signature }, body: "{}" });
    expect([answer.status, answer.body.raw_body]).toEqual([200, "{}"]);
  });

  it("the output that is an answer is sent as one", async () => {
    const output = JSON.parse(between("| the output | the answer |\n|---|---|\n| `", "`").replace("...", "[1]"));
    const { body: hook } = await newHook({ worklet: wish.worklet, id: "answers" });
    const headers = { "Content-Type": "application/json" };
    const answer = await deliverRaw(hook.token, { query: "?answers=1", headers, body: JSON.stringify(output) });
    expect([answer.status, await answer.json()]).toEqual([output.status, output.body]);
    for (const [name, value] of Object.entries(output.headers)) expect(answer.headers.get(name)).toBe(value);
  });
});

describe("the tables of the page", () => {
  const firstColumn = (heading: string) =>
    between(`${heading}\n|---|---|\n`, "\n\n")
      .split("\n")
      .map((row) => row.split("`")[1]);

  it("name every refusal", () => {
    expect(firstColumn("| `last_refusal` | what happened |")).toEqual(HookRefusal.options);
  });

  it("name members that a hook has", () => {
    for (const member of firstColumn("| member | meaning |")) expect(Object.keys(NewHook.shape)).toContain(member);
  });
});
