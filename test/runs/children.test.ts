import { describe, expect, it } from "vitest";
import { call, eventually, invoke, newApplication, newWorklet } from "../support/api.ts";

const id = (worklet: string) => worklet.split("/").at(-1) ?? "";

describe("a worklet calls another one", () => {
  it("runs a worklet block as a child whose output goes on, and the child's run names its parent", async () => {
    const application = await newApplication();
    const double = await newWorklet(application, "export const main = (n: number) => n * 2;");
    const parent = await newWorklet(application, "export const main = (n: number) => n + 1;", {
      graph: {
        blocks: [
          { id: "first", kind: "worklet", worklet: id(double) },
          { id: "second", kind: "worklet", worklet: id(double), input: "{{ input + 100 }}" },
        ],
      },
    });
    const answer = await invoke(parent, 3, { query: "?trace=true" });
    expect(answer.body).toMatchObject({ success: true, worklet_output: 212 });
    const [first] = answer.body.trace.blocks;
    expect(first.child_run_id).toMatch(/^run_s/);
    const children = await eventually(
      () => call("GET", `/applications/${application}/runs?trigger=worklet`),
      ({ body }) => body.items.length === 2,
    );
    for (const child of children.body.items) {
      expect(child).toMatchObject({
        parent_run_id: answer.body.worklet_run_id,
        worklet: id(double),
        status: "SUCCEEDED",
      });
    }
    const polled = await call("GET", `${double}/${first.child_run_id}`);
    expect(polled.body).toMatchObject({ status: "SUCCEEDED", worklet_output: 6 });
  });

  it("calls it from code by context.invoke, with its failure as an error that code can catch", async () => {
    const application = await newApplication();
    const picky = await newWorklet(
      application,
      "export const main = (n: number) => { if (n < 0) throw new RangeError('below zero'); return n; };",
    );
    const caller = await newWorklet(
      application,
      `export async function main(input: number, env: any, context: any) {
        const good = await context.invoke("${id(picky)}", input);
        try { await context.invoke("${id(picky)}", -1); } catch (error: any) { return { good, error: error.message }; }
      }`,
    );
    const answer = await invoke(caller, 7);
    expect(answer.body.worklet_output).toEqual({
      good: 7,
      error: `Worklet ${id(picky)} failed: RangeError: below zero`,
    });
  });

  it("fails the block when the child fails, with the child's words and the status it asked for", async () => {
    const application = await newApplication();
    const missing = await newWorklet(
      application,
      "export const main = () => { throw { status: 404, message: 'no such ticket' }; };",
    );
    const parent = await newWorklet(application, "export const main = () => 1;", {
      graph: { blocks: [{ id: "look", kind: "worklet", worklet: id(missing) }] },
    });
    const answer = await invoke(parent);
    expect(answer.status).toBe(404);
    expect(answer.body.error).toMatchObject({
      kind: "user",
      block: "look",
      message: expect.stringContaining("no such ticket"),
    });
  });

  it("stops a worklet that calls itself without end after eight levels", async () => {
    const application = await newApplication();
    const endless = await newWorklet(
      application,
      "export async function main(n: number, env: any, context: any) { return context.invoke(context.run.worklet, n + 1); }",
    );
    const answer = await invoke(endless, 0);
    expect(answer.status).toBe(500);
    expect(answer.body.error.message).toContain("more than 8 deep");
    const list = await eventually(
      () => call("GET", `/applications/${application}/runs`),
      ({ body }) => body.items.length >= 9,
    );
    expect(list.body.items).toHaveLength(9);
  });

  it("refuses input that the child's schema does not take, before the child runs", async () => {
    const application = await newApplication();
    const strict = await newWorklet(application, "export const main = () => 1;", {
      input_schema: { type: "object", required: ["text"] },
    });
    const parent = await newWorklet(application, "export const main = () => 1;", {
      graph: { blocks: [{ id: "ask", kind: "worklet", worklet: id(strict) }] },
    });
    const answer = await invoke(parent, {});
    expect(answer.status).toBe(500);
    expect(answer.body.error).toMatchObject({
      kind: "user",
      block: "ask",
      message: expect.stringContaining("refuses its input"),
    });
  });

  it("stays in its environment: a draft calls drafts", async () => {
    const application = await newApplication();
    const inner = await newWorklet(application, "export const main = () => 'published';");
    const outer = await newWorklet(application, "export const main = () => 1;", {
      graph: { blocks: [{ id: "ask", kind: "worklet", worklet: id(inner) }] },
    });
    const file = `/applications/${application}/files/${id(inner)}.ts`;
    await call("PUT", file, { body: "export const main = () => 'draft';", headers: { "If-Match": "*" } });
    expect((await invoke(outer)).body.worklet_output).toBe("published");
    expect((await invoke(outer.replace("/worklets/", "/draft/worklets/"))).body.worklet_output).toBe("draft");
  });

  it("ends a child with its parent's limit", async () => {
    const application = await newApplication();
    const slow = await newWorklet(
      application,
      "export const main = () => new Promise((done) => setTimeout(done, 60_000));",
    );
    const parent = await newWorklet(application, "export const main = () => 1;", {
      graph: { blocks: [{ id: "wait", kind: "worklet", worklet: id(slow) }] },
      settings: { timeout_ms: 300 },
    });
    const started = Date.now();
    const answer = await invoke(parent);
    expect(answer.status).toBe(504);
    expect(Date.now() - started).toBeLessThan(15_000);
  });
});
