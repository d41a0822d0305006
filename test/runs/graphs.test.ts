import { describe, expect, it } from "vitest";
import { call, fresh, invoke, newApplication } from "../support/api.ts";

const source = `
export const clean = (input: { text: string }, env: any) => { env.seen = input.text.length; return { text: input.text.trim() }; };
export const left = (input: any, env: any) => { env.left = true; env.both = "left"; return input.text + "<"; };
export const right = async (input: any, env: any) => { await new Promise((d) => setTimeout(d, 20)); env.right = true; env.both = "right"; return input.text + ">"; };
export const join = (input: any, env: any) => ({ input, env });
export const urgent = (input: any) => ({ queue: "urgent", ...input });
export const later = (input: any) => ({ queue: "later", ...input });
let failures = 0;
export const flaky = (input: any, env: any, context: any) => { if (failures++ < 2) throw new Error("not yet"); return { key: context.run.idempotencyKey, failures }; };
`;

const code = (id: string, more: object = {}) => ({ id, kind: "code", file: "steps.ts", function: id, ...more });

async function worklet(blocks: object[], more: object = {}): Promise<string> {
  const application = await newApplication();
  const id = fresh("graph");
  const body = { name: id, id, files: { "steps.ts": source }, graph: { blocks }, ...more };
  const made = await call("POST", `/applications/${application}/worklets`, { body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return `/applications/${application}/worklets/${id}`;
}

describe("a graph of blocks", () => {
  it("runs branches beside each other and joins their outputs by block, with env merged in the order of the list", async () => {
    const address = await worklet([
      code("clean", { next: ["left", "right"] }),
      code("left", { next: ["join"] }),
      code("right", { next: ["join"] }),
      code("join"),
    ]);
    const { body } = await invoke(address, { text: " hi " });
    expect(body.worklet_output).toEqual({
      input: { left: "hi<", right: "hi>" },
      env: { seen: 4, left: true, right: true, both: "right" },
    });
  });

  it("takes exactly one way out of a decision and skips the other", async () => {
    const address = await worklet([
      code("clean", { next: ["route"] }),
      {
        id: "route",
        kind: "decision",
        branches: [{ when: "{{ input.text.includes('!') }}", next: ["urgent"] }],
        otherwise: ["later"],
      },
      code("urgent"),
      code("later"),
    ]);
    expect((await invoke(address, { text: "help!" })).body.worklet_output).toEqual({ queue: "urgent", text: "help!" });
    const calm = await invoke(address, { text: "hello" }, { query: "?trace=true" });
    expect(calm.body.worklet_output).toEqual({ queue: "later", text: "hello" });
    const status = Object.fromEntries(
      calm.body.trace.blocks.map((each: { block: string; status: string }) => [each.block, each.status]),
    );
    expect(status).toEqual({ clean: "SUCCEEDED", route: "SUCCEEDED", later: "SUCCEEDED", urgent: "SKIPPED" });
  });

  it("maps a block's input by expression, keeping types", async () => {
    const address = await worklet([
      code("clean"),
      code("join", {
        input: { n: "{{ worklet_input.text.length }}", text: "<{{ input.text }}>", all: "{{ blocks.clean }}" },
      }),
    ]);
    const { body } = await invoke(address, { text: " a " });
    expect(body.worklet_output.input).toEqual({ n: 3, text: "<a>", all: { text: "a" } });
  });

  it("shows each block of a chain that ran in one call, with its own values", async () => {
    const address = await worklet([code("clean"), code("left"), { ...code("join"), id: "end", function: "join" }]);
    const { body } = await invoke(address, { text: " x " }, { query: "?trace=true" });
    expect(body.trace.blocks).toMatchObject([
      { block: "clean", input: { text: " x " }, output: { text: "x" }, env: { seen: 3 } },
      { block: "left", input: { text: "x" }, output: "x<", env: { seen: 3, left: true, both: "left" } },
      { block: "end", input: "x<" },
    ]);
  });

  it("tries a block again as its retry says, with one idempotency key", async () => {
    const address = await worklet([code("flaky", { retry: { max_attempts: 3, backoff_ms: 1 } })]);
    const { body } = await invoke(address, null, { query: "?trace=true" });
    expect(body.worklet_output).toEqual({ key: `${body.worklet_run_id}:flaky`, failures: 3 });
    expect(body.trace.blocks.map((each: { attempt: number; status: string }) => [each.attempt, each.status])).toEqual([
      [1, "FAILED"],
      [2, "FAILED"],
      [3, "SUCCEEDED"],
    ]);
  });

  it("runs the draft up to a block", async () => {
    const address = await worklet([code("clean"), code("left"), code("right")]);
    const draft = address.replace("/worklets/", "/draft/worklets/");
    const answer = await call("POST", `${draft}/invoke`, { body: { worklet_input: { text: " u " }, until: "left" } });
    expect(answer.body.worklet_output).toBe("u<");
    const inProduction = await call("POST", `${address}/invoke`, { body: { until: "left" } });
    expect(inProduction.body).toMatchObject({ code: "request.invalid", errors: [{ path: "/until" }] });
    const unknown = await call("POST", `${draft}/invoke`, { body: { until: "nope" } });
    expect(unknown.body).toMatchObject({ code: "request.invalid", errors: [{ path: "/until" }] });
  });

  it("is refused when it cannot run, with everything that is wrong at once", async () => {
    const application = await newApplication();
    const { status, body } = await call("POST", `/applications/${application}/worklets`, {
      body: {
        name: "wrong",
        files: { "steps.ts": source },
        graph: {
          blocks: [
            code("clean", { next: ["left"] }),
            code("left", { next: ["clean", "nobody"] }),
            code("right"),
            code("joyn", { input: "{{ inptu.a }}" }),
          ],
        },
      },
    });
    expect(status).toBe(422);
    expect(body.code).toBe("graph.invalid");
    const messages = body.errors.map((error: { message: string }) => error.message).join("\n");
    expect(messages).toContain("clean -> left -> clean");
    expect(messages).toContain("nobody");
    expect(messages).toContain("inptu");
    expect(messages).toContain("no exported function joyn");
    expect(messages).toContain("Nothing leads to `right`");
  });

  it("says which kinds of block there are", async () => {
    const application = await newApplication();
    const { status, body } = await call("POST", `/applications/${application}/worklets`, {
      body: { name: "later", graph: { blocks: [{ id: "a", kind: "email" }] } },
    });
    expect(status).toBe(422);
    const message = 'There is no kind "email": a block\'s kind is code, model, decision, worklet, http or slack.';
    expect(body).toMatchObject({ code: "request.invalid", errors: [{ path: "/graph/blocks/0/kind", message }] });
  });

  it("refuses what only a background run has, when it is asked of a synchronous one", async () => {
    const address = await worklet([code("clean")]);
    const waiting = await call("POST", `${address}/invoke?wait=3`, { body: {} });
    expect(waiting.body).toMatchObject({ status: 422, errors: [{ path: "?wait" }] });
    const calling = await call("POST", `${address}/invoke`, { body: { callback_url: "https://example.com/" } });
    expect(calling.body).toMatchObject({ status: 422, errors: [{ path: "/callback_url" }] });
    const long = await call("POST", `${address}/invoke`, { headers: { "Idempotency-Key": "x".repeat(256) } });
    expect(long.body).toMatchObject({ status: 422, errors: [{ path: "Idempotency-Key" }] });
  });
});
