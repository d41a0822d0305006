import { env } from "cloudflare:workers";
import { describe, expect, inject, it } from "vitest";
import { call, eventually, invoke, newApplication, newWorklet } from "../support/api.ts";

const witness = inject("witness");
const hits = async (name: string) => Number(await (await fetch(`${witness}/count/${name}`)).text());

const inBackground = async (worklet: string, input: unknown) =>
  (await call("POST", `${worklet}/invoke?wait=10`, { body: { async: true, worklet_input: input } })).body;

/** Runs again and waits for the end: the receipt, and what a poll then says. */
async function rerun(worklet: string, id: string, body: object = {}) {
  const receipt = await call("POST", `${worklet}/${id}/rerun`, { body });
  expect(receipt.status, JSON.stringify(receipt.body)).toBe(202);
  const run = await call("GET", `${worklet}/${receipt.body.worklet_run_id}?wait=15`);
  return { receipt, run: run.body };
}

async function publish(worklet: string, source: string): Promise<void> {
  const file = `/applications/${worklet.split("/")[2]}/files/${worklet.split("/").at(-1)}.ts`;
  const put = await call("PUT", file, { body: source, headers: { "If-Match": "*" } });
  const published = await call("POST", `${worklet}/publish`);
  expect([put.status, published.status]).toEqual([200, 201]);
}

describe("a rerun of a background run", () => {
  it("is a run of its own with the same input and the version of then, and says what it repeats", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = (n: number) => `one ${n}`;");
    const first = await inBackground(worklet, 3);
    await publish(worklet, "export const main = (n: number) => `two ${n}`;");
    const { receipt, run } = await rerun(worklet, first.worklet_run_id);
    expect(receipt.body).toMatchObject({ success: true, rerun_of: first.worklet_run_id });
    expect(receipt.body.worklet_run_id).not.toBe(first.worklet_run_id);
    expect(receipt.headers.get("Location")).toBe(`${worklet}/${receipt.body.worklet_run_id}`);
    expect(run).toMatchObject({ status: "SUCCEEDED", worklet_output: "one 3", rerun_of: first.worklet_run_id });
    expect((await rerun(worklet, first.worklet_run_id, { version: "live" })).run.worklet_output).toBe("two 3");
    expect((await rerun(worklet, first.worklet_run_id, { worklet_input: 9 })).run.worklet_output).toBe("one 9");
  });

  it("says in the list what it repeats", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, "export const main = (n: number) => n;");
    const first = await inBackground(worklet, 3);
    const { run } = await rerun(worklet, first.worklet_run_id);
    const { body } = await eventually(
      () => call("GET", `/applications/${application}/runs`),
      (list) => list.body.items.length === 2,
    );
    expect(body.items).toMatchObject([
      { worklet_run_id: run.worklet_run_id, rerun_of: first.worklet_run_id },
      { worklet_run_id: first.worklet_run_id, rerun_of: null },
    ]);
  });

  it("of a draft runs the draft as it was, or as it is now", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, "export const main = () => 'then';");
    const draft = worklet.replace("/worklets/", "/draft/worklets/");
    const first = await inBackground(draft, null);
    const file = `/applications/${application}/files/${worklet.split("/").at(-1)}.ts`;
    await call("PUT", file, { body: "export const main = () => 'now';", headers: { "If-Match": "*" } });
    expect((await rerun(draft, first.worklet_run_id)).run.worklet_output).toBe("then");
    expect((await rerun(draft, first.worklet_run_id, { version: "live" })).run.worklet_output).toBe("now");
  });

  it("refuses input that the worklet's schema does not take, and a worklet that was deleted", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = (n: number) => n;", {
      input_schema: { type: "number" },
    });
    const { worklet_run_id } = await inBackground(worklet, 3);
    const refused = await call("POST", `${worklet}/${worklet_run_id}/rerun`, { body: { worklet_input: "three" } });
    expect(refused.body).toMatchObject({ status: 422, code: "worklet.input_invalid" });
    await call("DELETE", worklet);
    const gone = await call("POST", `${worklet}/${worklet_run_id}/rerun`);
    expect(gone.body).toMatchObject({ status: 404, code: "worklet.not_found" });
  });
});

describe("a rerun from a block", () => {
  const source = (name: string) => `
    export async function count(n: number) { await fetch("${witness}/hit/${name}-count"); return n + 1; }
    export async function twice(n: number) { await fetch("${witness}/hit/${name}-twice"); return n * 2; }
    export async function fail(n: number) { if (n > 4) throw new Error("too much"); return n; }`;
  const code = (name: string, block: string, next?: string[]) => ({
    id: block,
    kind: "code",
    file: `${name}.ts`,
    function: block,
    ...(next && { next }),
  });
  const chain = (name: string) => ({
    files: { [`${name}.ts`]: source(name) },
    graph: { blocks: [code(name, "count"), code(name, "twice"), code(name, "fail")] },
  });

  it("takes over what the blocks before it gave, and runs the rest", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = 1;", chain("over"));
    const first = await inBackground(worklet, 3);
    expect(first).toMatchObject({ success: false, error: { block: "fail", message: "Error: too much" } });
    const { run } = await rerun(worklet, first.worklet_run_id, { from: "twice" });
    expect(run).toMatchObject({ status: "FAILED", rerun_of: first.worklet_run_id });
    expect([await hits("over-count"), await hits("over-twice")]).toEqual([1, 2]);
    const trace = await call("GET", `${worklet}/${run.worklet_run_id}/trace`);
    const seen = trace.body.blocks.map((block: { block: string; output: unknown }) => [block.block, block.output]);
    expect(seen).toEqual([
      ["count", 4],
      ["twice", 8],
      ["fail", null],
    ]);
  });

  it("can run a repaired version behind what has been done already", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = 1;", chain("mended"));
    const first = await inBackground(worklet, 3);
    const file = `/applications/${worklet.split("/")[2]}/files/mended.ts`;
    const mended = source("mended").replace("n > 4", "n > 400");
    await call("PUT", file, { body: mended, headers: { "If-Match": "*" } });
    await call("POST", `${worklet}/publish`);
    const { run } = await rerun(worklet, first.worklet_run_id, { from: "fail", version: "live" });
    expect(run).toMatchObject({ status: "SUCCEEDED", worklet_output: 8 });
    expect([await hits("mended-count"), await hits("mended-twice")]).toEqual([1, 1]);
  });

  it("keeps branches beside it, and refuses a block that the run did not come to or that is not there", async () => {
    const name = "sides";
    const worklet = await newWorklet(await newApplication(), "export const main = 1;", {
      files: { [`${name}.ts`]: `${source(name)} export const both = (values: unknown) => values;` },
      graph: {
        blocks: [
          {
            id: "route",
            kind: "decision",
            branches: [{ when: "{{ input < 100 }}", next: ["count", "twice"] }],
            otherwise: ["fail"],
          },
          code(name, "count", ["both"]),
          code(name, "twice", ["both"]),
          code(name, "fail", ["both"]),
          code(name, "both"),
        ],
      },
    });
    const first = await inBackground(worklet, 5);
    expect(first.worklet_output).toEqual({ count: 6, twice: 10 });
    const { run } = await rerun(worklet, first.worklet_run_id, { from: "twice" });
    expect(run.worklet_output).toEqual({ count: 6, twice: 10 });
    expect([await hits("sides-count"), await hits("sides-twice")]).toEqual([1, 2]);
    const start = await rerun(worklet, first.worklet_run_id, { from: "route", worklet_input: 7 });
    expect(start.run.worklet_output).toEqual({ count: 8, twice: 14 });
    for (const [from, why] of [
      ["fail", "decisions lead elsewhere"],
      ["nowhere", "no block nowhere"],
    ] as const) {
      const refused = await call("POST", `${worklet}/${first.worklet_run_id}/rerun`, { body: { from } });
      expect(refused.body).toMatchObject({ status: 422, code: "request.invalid", errors: [{ path: "/from" }] });
      expect(refused.body.detail).toContain(why);
    }
  });

  it("refuses when what comes before was not finished", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = 1;", {
      files: { "early.ts": "export const a = () => { throw new Error('no'); }; export const b = () => 1;" },
      graph: {
        blocks: [
          { id: "a", kind: "code", file: "early.ts", function: "a" },
          { id: "b", kind: "code", file: "early.ts", function: "b" },
        ],
      },
    });
    const first = await inBackground(worklet, null);
    const refused = await call("POST", `${worklet}/${first.worklet_run_id}/rerun`, { body: { from: "b" } });
    expect(refused.body.errors).toEqual([{ path: "/from", message: expect.stringContaining("before b") }]);
  });

  it("masks in its trace the secrets that the blocks before it had read", async () => {
    const application = await newApplication();
    await call("POST", `/applications/${application}/secrets`, { body: { name: "TOKEN", value: "tulip-bulb-77" } });
    const worklet = await newWorklet(application, "export const main = 1;", {
      files: {
        "hidden.ts":
          "export const a = async (_: unknown, __: unknown, context: any) => ({ token: await context.secrets.get('TOKEN') }); export const b = (given: any) => given.token.length;",
      },
      graph: {
        blocks: [
          { id: "a", kind: "code", file: "hidden.ts", function: "a" },
          { id: "b", kind: "code", file: "hidden.ts", function: "b" },
        ],
      },
    });
    const first = await inBackground(worklet, null);
    const { run } = await rerun(worklet, first.worklet_run_id, { from: "b" });
    expect(run.worklet_output).toBe(13);
    const trace = await call("GET", `${worklet}/${run.worklet_run_id}/trace`);
    expect(JSON.stringify(trace.body)).toContain("***");
    expect(JSON.stringify(trace.body)).not.toContain("tulip");
  });
});

describe("a rerun of a synchronous run", () => {
  const listed = (worklet: string, id: string) =>
    eventually(
      () => call("GET", `${worklet}/${id}`),
      (answer) => answer.status === 200,
    );

  it("has its input, exactly, and its version", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = (x: any) => ['one', x];");
    const input = { text: 'quotes " and \u2028', n: 1.5, deep: [[null]] };
    const { body } = await invoke(worklet, input);
    await publish(worklet, "export const main = (x: any) => ['two', x];");
    await listed(worklet, body.worklet_run_id);
    const { run } = await rerun(worklet, body.worklet_run_id);
    expect(run).toMatchObject({ worklet_output: ["one", input], rerun_of: body.worklet_run_id });
    expect((await rerun(worklet, body.worklet_run_id, { version: "live" })).run.worklet_output).toEqual(["two", input]);
  });

  it("is refused when the input was too large to keep or is kept no longer, unless another one is sent", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = (text: string) => text.length;");
    const large = await invoke(worklet, "x".repeat(40_000));
    await listed(worklet, large.body.worklet_run_id);
    const refused = await call("POST", `${worklet}/${large.body.worklet_run_id}/rerun`);
    expect(refused.body).toMatchObject({ status: 409, code: "run.input_not_kept" });
    expect((await rerun(worklet, large.body.worklet_run_id, { worklet_input: "abc" })).run.worklet_output).toBe(3);
    const small = await invoke(worklet, "x");
    await listed(worklet, small.body.worklet_run_id);
    await (env as Env).DB.prepare("delete from traces where run = ?").bind(small.body.worklet_run_id).run();
    const late = await call("POST", `${worklet}/${small.body.worklet_run_id}/rerun`);
    expect(late.body.code).toBe("run.input_not_kept");
  });

  it("is refused from a block, and of a draft that is not kept", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = (x: any) => x;");
    const { body } = await invoke(worklet, 1);
    await listed(worklet, body.worklet_run_id);
    const fromBlock = await call("POST", `${worklet}/${body.worklet_run_id}/rerun`, { body: { from: "main" } });
    expect(fromBlock.body).toMatchObject({ status: 422, errors: [{ path: "/from" }] });
    const draft = worklet.replace("/worklets/", "/draft/worklets/");
    const ofDraft = await invoke(draft, 1);
    await listed(draft, ofDraft.body.worklet_run_id);
    const same = await call("POST", `${draft}/${ofDraft.body.worklet_run_id}/rerun`);
    expect(same.body).toMatchObject({ status: 422, errors: [{ path: "/version" }] });
    expect((await rerun(draft, ofDraft.body.worklet_run_id, { version: "live" })).run.worklet_output).toBe(1);
  });
});
