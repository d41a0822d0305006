import { abortAllDurableObjects } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { call, eventually, fresh, invoke, newApplication, newWorklet } from "../support/api.ts";
import { gate, stands } from "../support/hits.ts";

const id = (worklet: string) => worklet.split("/").at(-1) ?? "";
const endless = "export const main = () => new Promise((done) => setTimeout(done, 60_000));";

describe("the trace of a background run", () => {
  it("shows a block that runs as running, without an end", async () => {
    const worklet = await newWorklet(await newApplication(), endless);
    const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true } });
    const address = `${worklet}/${body.worklet_run_id}`;
    const trace = await eventually(
      () => call("GET", `${address}/trace`),
      (answer) => answer.body.blocks.length === 1,
    );
    expect(trace.body.blocks).toMatchObject([
      { block: "main", status: "RUNNING", finished_at: null, latency_ms: null },
    ]);
    await call("POST", `${address}/cancel`);
    expect((await call("GET", `${address}/trace`)).body.blocks).toMatchObject([{ status: "CANCELED" }]);
    const late = await call("POST", `${address}/cancel`);
    expect([late.body.code, late.headers.get("Worklet-Run-Id"), late.headers.get("Worklet-Outcome")]).toEqual([
      "run.already_finished",
      body.worklet_run_id,
      "canceled",
    ]);
  });

  it("is whole although it is more than one message between an object and a Worker holds, and so is a rerun", async () => {
    const blocks = Array.from({ length: 20 }, (_, n) => ({
      ...{ id: `b${n}`, kind: "code", file: "large.ts", function: "main" },
    }));
    const worklet = await newWorklet(await newApplication(), "export const main = 1;", {
      files: { "large.ts": "export const main = (text: string) => Math.random() + 'x'.repeat(950_000);" },
      graph: { blocks },
    });
    const { body } = await call("POST", `${worklet}/invoke?wait=60`, { body: { async: true } });
    expect(body.success).toBe(true);
    const address = `${worklet}/${body.worklet_run_id}`;
    const trace = await call("GET", `${address}/trace`);
    expect(JSON.stringify(trace.body).length).toBeGreaterThan(35_000_000);
    expect(trace.body).toMatchObject({ worklet_run_id: body.worklet_run_id, truncated: false });
    expect(trace.body.blocks.map(({ block }: { block: string }) => block)).toEqual(blocks.map((one) => one.id));
    const refused = await call("POST", `${address}/rerun`, { body: { from: "b19" } });
    expect(refused.body).toMatchObject({ status: 409, code: "run.values_too_large" });
    expect((await call("POST", `${address}/rerun`, { body: { from: "b0" } })).body.code).toBe("run.values_too_large");
    const again = await call("POST", `${address}/rerun`);
    expect(again.status).toBe(202);
    await call("POST", `${worklet}/${again.body.worklet_run_id}/cancel`);
  }, 90_000);
});

it.each([
  ["synchronous", {}, "?trace=true"],
  ["background", { async: true }, "?wait=15&trace=true"],
])("a %s run names in its trace the runs that its code and its blocks made", async (_, body, query) => {
  const application = await newApplication();
  const child = await newWorklet(application, "export const main = (n: number) => n + 1;");
  const file = `${id(child)}-caller.ts`;
  const parent = await newWorklet(application, "export const main = 1;", {
    files: {
      [file]: `export const main = async (n: number, env: any, { invoke }: any) => (await invoke("${id(child)}", n)) + (await invoke("${id(child)}", n));`,
    },
    graph: {
      blocks: [
        { id: "code", kind: "code", file, function: "main" },
        { id: "ask", kind: "worklet", worklet: id(child) },
      ],
    },
  });
  const answer = await call("POST", `${parent}/invoke${query}`, { body: { worklet_input: 1, ...body } });
  expect(answer.body.worklet_output).toBe(5);
  const { children, blocks } = answer.body.trace;
  const made = children.map((one: { block: string; worklet: string }) => [one.block, one.worklet]).sort();
  expect(made).toEqual([
    ["ask", id(child)],
    ["code", id(child)],
    ["code", id(child)],
  ]);
  const byBlock = children.find((one: { block: string }) => one.block === "ask");
  expect(blocks[1].child_run_id).toBe(byBlock.worklet_run_id);
  for (const { worklet_run_id } of children) {
    const run = await eventually(
      () => call("GET", `${child}/${worklet_run_id}`),
      ({ status }) => status === 200,
    );
    expect(run.body.parent_run_id).toBe(answer.body.worklet_run_id);
  }
});

describe("?wait=N goes on when the object is started again meanwhile", () => {
  it("and answers an invoke with the receipt, so that the run is not lost", async () => {
    const name = fresh("endless");
    const source = `${gate} export const main = () => opened("${name}");`;
    const worklet = await newWorklet(await newApplication(), source);
    const asked = call("POST", `${worklet}/invoke?wait=4`, { body: { async: true } });
    await stands(name);
    await new Promise((done) => setTimeout(done, 300));
    await abortAllDurableObjects();
    const { status, body } = await asked;
    expect([status, body.worklet_run_id]).toEqual([202, expect.stringMatching(/^run_a/)]);
    const poll = call("GET", `${worklet}/${body.worklet_run_id}?wait=2`);
    await new Promise((done) => setTimeout(done, 700));
    await abortAllDurableObjects();
    expect((await poll).body).toMatchObject({ status: "RUNNING", worklet_run_id: body.worklet_run_id });
    await call("POST", `${worklet}/${body.worklet_run_id}/cancel`);
  });
});

it("a rerun from a block behind the one that the run ended at is refused", async () => {
  const worklet = await newWorklet(await newApplication(), "export const main = 1;", {
    files: { "until.ts": "export const main = (n: number) => n + 1;" },
    graph: {
      blocks: ["a", "b", "c"].map((name) => ({ id: name, kind: "code", file: "until.ts", function: "main" })),
    },
  });
  const draft = worklet.replace("/worklets/", "/draft/worklets/");
  const { body } = await call("POST", `${draft}/invoke?wait=10`, {
    body: { async: true, worklet_input: 1, until: "b" },
  });
  const rerun = (from: string) => call("POST", `${draft}/${body.worklet_run_id}/rerun`, { body: { from } });
  const refused = await rerun("c");
  expect(refused.body).toMatchObject({ status: 422, errors: [{ path: "/from" }] });
  expect(refused.body.detail).toContain("ends at the block b");
  expect((await rerun("b")).status).toBe(202);
  expect((await invoke(worklet, 1)).body.worklet_output).toBe(4);
});
