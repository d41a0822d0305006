import { describe, expect, inject, it } from "vitest";
import { call, eventually, fresh, invoke, newApplication, newWorklet, send } from "../support/api.ts";
import { falls, gate, hits, open, stands } from "../support/hits.ts";

const sleepy = (ms: number) =>
  `export const main = async (input: any) => { await new Promise((done) => setTimeout(done, ${ms})); return "woke up!"; };`;
const over = (worklet: string, id: string) => call("GET", `${worklet}/${id}?wait=15`);

describe("a background run", () => {
  it("is accepted with a receipt and polled until its answer is there", async () => {
    const name = fresh("polled");
    const worklet = await newWorklet(
      await newApplication(),
      `${gate} export const main = async () => { await opened("${name}"); await new Promise((done) => setTimeout(done, 100)); return "woke up!"; };`,
    );
    const receipt = await call("POST", `${worklet}/invoke`, { body: { async: true } });
    expect(receipt.status).toBe(202);
    const id = receipt.body.worklet_run_id;
    expect(id).toMatch(/^run_a[0-9a-z]{32}$/);
    expect(receipt.body).toEqual({
      success: true,
      scheduled_worklet_run_id: id,
      worklet_run_id: id,
      message: "Worklet scheduled for background execution",
    });
    expect(receipt.headers.get("Location")).toBe(`${worklet}/${id}`);
    expect(receipt.headers.get("Worklet-Outcome")).toBe("accepted");
    const early = await call("POST", `${worklet}/${id}`);
    expect(["QUEUED", "RUNNING"]).toContain(early.body.status);
    expect(early.body).toMatchObject({ worklet_output: null, latency_ms: null });
    await open(name);
    const run = await over(worklet, id);
    expect(run.body).toMatchObject({
      status: "SUCCEEDED",
      message: "Worklet has finished executing successfully",
      worklet_run_id: id,
      worklet_output: "woke up!",
      attempt: 1,
      error: null,
      error_log: "",
    });
    expect(run.body.latency_ms).toBeGreaterThanOrEqual(100);
    expect(run.headers.get("Worklet-Outcome")).toBe("succeeded");
  });

  it("answers like a synchronous one when it is over within ?wait=N, else with the receipt", async () => {
    const application = await newApplication();
    const quick = await newWorklet(application, "export const main = (n: number) => n + 1;");
    const answer = await call("POST", `${quick}/invoke?wait=10`, { body: { async: true, worklet_input: 1 } });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ success: true, worklet_output: 2, error_log: "" });
    const failing = await newWorklet(
      application,
      "export const main = () => { throw { status: 404, message: 'none' }; };",
    );
    const failed = await call("POST", `${failing}/invoke?wait=10`, { body: { async: true } });
    expect(failed.status).toBe(404);
    expect(failed.body).toMatchObject({ success: false, error: { kind: "user", status: 404 } });
    const slow = await newWorklet(application, sleepy(60_000));
    const receipt = await call("POST", `${slow}/invoke?wait=0`, { body: { async: true } });
    expect(receipt.status).toBe(202);
    await call("POST", `${slow}/${receipt.body.worklet_run_id}/cancel`);
  });

  it("runs each block of a graph and shows whole values in its trace", async () => {
    const application = await newApplication();
    const id = "graph";
    await call("POST", `/applications/${application}/worklets`, {
      body: {
        name: id,
        files: {
          "g.ts":
            "export const a = (n: number, env: any) => { env.seen = n; console.log('in a'); return 'x'.repeat(n); }; export const b = (s: string) => s.length;",
        },
        graph: {
          blocks: [
            { id: "a", kind: "code", file: "g.ts", function: "a" },
            { id: "b", kind: "code", file: "g.ts", function: "b" },
          ],
        },
      },
    });
    const address = `/applications/${application}/worklets/${id}`;
    const { body } = await call("POST", `${address}/invoke?wait=10`, { body: { async: true, worklet_input: 200_000 } });
    expect(body.worklet_output).toBe(200_000);
    const trace = await call("GET", `${address}/${body.worklet_run_id}/trace`);
    expect(trace.body.blocks).toMatchObject([
      { block: "a", status: "SUCCEEDED", input: 200_000, env: { seen: 200_000 }, truncated: [] },
      { block: "b", status: "SUCCEEDED", output: 200_000 },
    ]);
    expect(trace.body.blocks[0].output).toHaveLength(200_000);
    expect(trace.body.logs).toMatchObject([{ text: "in a", block: "a" }]);
  });

  it("is in the list, first as it was accepted and then as it ended", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, sleepy(50));
    const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true } });
    const list = await eventually(
      () => call("GET", `/applications/${application}/runs?status=SUCCEEDED`),
      (answer) => answer.body.items.length === 1,
    );
    expect(list.body.items[0]).toMatchObject({ worklet_run_id: body.worklet_run_id, mode: "async", trigger: "api" });
  });

  it("ends TIMED_OUT after background_timeout_ms", async () => {
    const worklet = await newWorklet(await newApplication(), sleepy(60_000), {
      settings: { background_timeout_ms: 200 },
    });
    const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true } });
    const run = await over(worklet, body.worklet_run_id);
    expect(run.body).toMatchObject({ status: "TIMED_OUT", message: "Worklet did not finish within 200 ms" });
  });

  it("is not there for another worklet, another application or an id that was made up", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, sleepy(1));
    const other = await newWorklet(application, sleepy(1));
    const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true } });
    expect((await call("GET", `${other}/${body.worklet_run_id}`)).body.code).toBe("run.not_found");
    const madeUp = `${body.worklet_run_id.slice(0, -1)}${body.worklet_run_id.endsWith("0") ? "1" : "0"}`;
    expect((await call("GET", `${worklet}/${madeUp}`)).body.code).toBe("run.not_found");
  });
});

describe("a cancel", () => {
  it("is accepted while the run runs, always wins, and ends a guest that ignores its signal", async () => {
    const worklet = await newWorklet(
      await newApplication(),
      `export async function main() { for (;;) { await fetch("${inject("witness")}/hit/canceled"); await new Promise((d) => setTimeout(d, 20)); } }`,
    );
    const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true } });
    await eventually(
      () => hits("canceled"),
      (count) => count > 3,
    );
    const accepted = await call("POST", `${worklet}/${body.worklet_run_id}/cancel`);
    expect(accepted.status).toBe(202);
    expect((await call("GET", `${worklet}/${body.worklet_run_id}`)).body).toMatchObject({
      status: "CANCELED",
      message: "Worklet run was canceled",
    });
    await falls("canceled");
    const late = await call("POST", `${worklet}/${body.worklet_run_id}/cancel`);
    expect(late.body).toMatchObject({
      status: 409,
      code: "run.already_finished",
      detail: expect.stringContaining("CANCELED"),
    });
  });

  it("of a synchronous run is refused with what to do instead", async () => {
    const worklet = await newWorklet(await newApplication(), sleepy(1));
    const { body } = await invoke(worklet);
    const answer = await call("POST", `${worklet}/${body.worklet_run_id}/cancel`);
    expect(answer.body).toMatchObject({ status: 409, code: "run.not_cancelable" });
  });
});

describe("an Idempotency-Key", () => {
  const headers = { "Idempotency-Key": "order-7" };

  it("makes one run of fifty posts at once", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(
      application,
      `export const main = async () => { await fetch("${inject("witness")}/hit/fifty"); return 1; };`,
    );
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        call("POST", `${worklet}/invoke`, { body: { async: true, worklet_input: { a: 1 } }, headers }),
      ),
    );
    const ids = new Set(answers.map(({ body }) => body.worklet_run_id));
    expect([...ids]).toHaveLength(1);
    await over(worklet, [...ids][0]);
    expect(await hits("fifty")).toBe(1);
    const other = await call("POST", `${worklet}/invoke`, { body: { async: true, worklet_input: { a: 2 } }, headers });
    expect(other.body).toMatchObject({ status: 422, code: "idempotency.key_reused" });
  });

  it("replays the stored answer of a synchronous call, and says 409 while it runs", async () => {
    const name = fresh("replayed");
    const worklet = await newWorklet(
      await newApplication(),
      `${gate} let n = 0; export const main = async () => { await opened("${name}"); return { n: ++n, at: Math.random() }; };`,
    );
    const first = call("POST", `${worklet}/invoke`, { headers });
    await stands(name);
    const during = await call("POST", `${worklet}/invoke`, { headers });
    expect(during.body).toMatchObject({ status: 409, code: "idempotency.in_progress" });
    expect(during.headers.get("Retry-After")).toBe("1");
    await open(name);
    const answer = await first;
    expect(answer.body).toMatchObject({ success: true, worklet_output: { n: 1 } });
    const again = await call("POST", `${worklet}/invoke`, { headers });
    expect(again.body.worklet_output).toEqual(answer.body.worklet_output);
  });
});

describe("a worklet block of a background run", () => {
  it("is a child run that the parent waits for, and whose failure is its own", async () => {
    const application = await newApplication();
    const child = await newWorklet(
      application,
      `export const main = async (n: number) => { await new Promise((d) => setTimeout(d, 600)); if (n < 0) throw new Error("negative"); return n * 2; };`,
    );
    const parent = await newWorklet(application, "export const main = (n: number) => n + 1;", {
      graph: { blocks: [{ id: "ask", kind: "worklet", worklet: child.split("/").at(-1) }] },
    });
    const good = await call("POST", `${parent}/invoke?wait=15`, { body: { async: true, worklet_input: 4 } });
    expect(good.body).toMatchObject({ success: true, worklet_output: 8 });
    const bad = await call("POST", `${parent}/invoke?wait=15`, { body: { async: true, worklet_input: -4 } });
    expect(bad.body).toMatchObject({
      success: false,
      error: { block: "ask", message: expect.stringContaining("negative") },
    });
    const trace = await call("GET", `${parent}/${good.body.worklet_run_id}/trace`);
    expect(trace.body.blocks).toMatchObject([{ block: "ask", status: "SUCCEEDED", attempt: 1, output: 8 }]);
    const [block] = trace.body.blocks;
    expect((await call("GET", `${child}/${block.child_run_id}`)).body).toMatchObject({
      status: "SUCCEEDED",
      worklet_output: 8,
    });
  });

  it("is canceled with its parent", async () => {
    const application = await newApplication();
    const child = await newWorklet(application, sleepy(60_000));
    const parent = await newWorklet(application, "export const main = (n: number) => n + 1;", {
      graph: { blocks: [{ id: "ask", kind: "worklet", worklet: child.split("/").at(-1) }] },
    });
    const { body } = await call("POST", `${parent}/invoke`, { body: { async: true } });
    const children = await eventually(
      () => call("GET", `/applications/${application}/runs?trigger=worklet&status=RUNNING`),
      (answer) => answer.body.items.length === 1,
    );
    expect((await send("POST", `${parent}/${body.worklet_run_id}/cancel`)).status).toBe(202);
    const ended = await eventually(
      () => call("GET", `${child}/${children.body.items[0].worklet_run_id}`),
      (answer) => answer.body.status === "CANCELED",
    );
    expect(ended.body.status).toBe("CANCELED");
  });
});
