import { describe, expect, it } from "vitest";
import { call, eventually, invoke, newApplication, newKey, newWorklet } from "../support/api.ts";

describe("a worklet is invoked and answers", () => {
  it("answers the literal curl of the contract, with its form content type", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(
      application,
      "export function main(input: { name: string }) { return `Hello ${input.name}`; }",
    );
    const key = await newKey("invoke", application);
    const answer = await call("POST", `${worklet}/invoke`, {
      key,
      body: '{"worklet_input": {"name": "Ada"} }',
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      success: true,
      worklet_run_id: expect.stringMatching(/^run_s[0-9a-z]{32}$/),
      worklet_output: "Hello Ada",
      latency_ms: expect.any(Number),
      error_log: "",
    });
    expect(answer.headers.get("Worklet-Run-Id")).toBe(answer.body.worklet_run_id);
    expect(answer.headers.get("Worklet-Outcome")).toBe("succeeded");
    expect(answer.headers.get("Server-Timing")).toMatch(
      /^auth;dur=\d+, load;desc=(cold|warm);dur=\d+, run;dur=\d+, total;dur=\d+$/,
    );
  });

  it("is live at once when it is created without a graph: a passthrough", async () => {
    const application = await newApplication();
    const made = await call("POST", `/applications/${application}/worklets`, { body: { name: "Störungs Melder" } });
    expect(made.status).toBe(201);
    expect(made.body.id).toBe("storungs-melder");
    const answer = await invoke(`/applications/${application}/worklets/storungs-melder`, { any: [1, "x", null] });
    expect(answer.body.worklet_output).toEqual({ any: [1, "x", null] });
  });

  it("takes an empty body as an input of null", async () => {
    const worklet = await newWorklet(
      await newApplication(),
      "export const main = (input: unknown) => ({ got: input });",
    );
    const answer = await call("POST", `${worklet}/invoke`, { body: "" });
    expect(answer.body.worklet_output).toEqual({ got: null });
  });

  it("shows the body wrapped when the input stands outside worklet_input", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = (input: unknown) => input;");
    const answer = await call("POST", `${worklet}/invoke`, { body: { text: "hi", "a/b": 1 } });
    expect(answer.status).toBe(422);
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({ code: "request.invalid", success: false, status: 422 });
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual(["/text", "/a~1b"]);
    expect(answer.body.detail).toContain('{"worklet_input":{"text":"hi","a/b":1}}');
  });
});

describe("what the worklet does wrong is its answer", () => {
  it("answers 500 with name, message and the user's own line when the code throws", async () => {
    const source = `export function main(input: any) {
  const wanted: string = "name";
  const found: number = input.missing.value; return wanted + found;
}`;
    const worklet = await newWorklet(await newApplication(), source);
    const answer = await invoke(worklet, {});
    expect(answer.status).toBe(500);
    expect(answer.headers.get("Worklet-Outcome")).toBe("failed");
    expect(answer.body).toMatchObject({ success: false, worklet_output: null });
    expect(answer.body.error).toMatchObject({ kind: "user", block: "main" });
    expect(answer.body.error.message).toMatch(/^TypeError: Cannot read properties of undefined/);
    expect(answer.body.error.stack).toMatch(/^at main \(worklet-[^)]*\.ts:3:39\)/);
    expect(answer.body.error_log).toBe(`${answer.body.error.message}\n${answer.body.error.stack}`);
  });

  it.each([400, 404, 409, 422])("answers with the status %i of the thrown error", async (status) => {
    const worklet = await newWorklet(
      await newApplication(),
      `export function main() { throw Object.assign(new Error("no such ticket"), { status: ${status} }); }`,
    );
    const answer = await invoke(worklet);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ success: false, error: { kind: "user", status } });
  });

  it("ignores any other status that the code asks for", async () => {
    const worklet = await newWorklet(
      await newApplication(),
      "export function main() { throw { status: 200, message: 'x' }; }",
    );
    expect((await invoke(worklet)).status).toBe(500);
  });

  it("says so at once when the code waits for something that can never happen", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = () => new Promise(() => {});");
    const answer = await invoke(worklet);
    expect(answer.status).toBe(500);
    expect(answer.body.error).toMatchObject({ kind: "user", message: expect.stringContaining("can never happen") });
  });

  it("answers 504 after timeout_ms", async () => {
    const worklet = await newWorklet(
      await newApplication(),
      "export const main = () => new Promise((done) => setTimeout(done, 60_000));",
      {
        settings: { timeout_ms: 300 },
      },
    );
    const answer = await invoke(worklet);
    expect(answer.status).toBe(504);
    expect(answer.headers.get("Worklet-Outcome")).toBe("timed_out");
    expect(answer.body.error).toMatchObject({ kind: "timeout", message: "Worklet did not finish within 300 ms" });
  });
});

describe("what is known of a run afterwards", () => {
  it("is polled by GET and POST, with its output", async () => {
    const worklet = await newWorklet(
      await newApplication(),
      "export const main = (input: any) => ({ ...input, ok: true });",
    );
    const { body } = await invoke(worklet, { a: 1 });
    for (const method of ["GET", "POST"]) {
      // At once: whoever polls before the row is there waits for it.
      const run = await call(method, `${worklet}/${body.worklet_run_id}`);
      expect(run.headers.get("Cache-Control")).toBe("no-store");
      expect(run.headers.get("Worklet-Run-Id")).toBe(body.worklet_run_id);
      expect(run.headers.get("Worklet-Outcome")).toBe("succeeded");
      expect(run.body).toMatchObject({
        status: "SUCCEEDED",
        message: "Worklet has finished executing successfully",
        worklet_run_id: body.worklet_run_id,
        worklet_output: { a: 1, ok: true },
        queued_ms: 0,
        attempt: 1,
        error: null,
        error_log: "",
      });
    }
  });

  it("is a trace with each block's input, output and logs", async () => {
    const worklet = await newWorklet(
      await newApplication(),
      "export const main = (input: any) => { console.log('seen', input); return input.n + 1; };",
    );
    const { body } = await invoke(worklet, { n: 1 }, { query: "?trace=true" });
    const later = await eventually(
      () => call("GET", `${worklet}/${body.worklet_run_id}/trace`),
      (answer) => answer.status === 200,
    );
    for (const trace of [body.trace, later.body]) {
      expect(trace.worklet_run_id).toBe(body.worklet_run_id);
      expect(trace.blocks).toMatchObject([
        { block: "main", kind: "code", status: "SUCCEEDED", attempt: 1, input: { n: 1 }, output: 2, error: null },
      ]);
      expect(trace.logs).toMatchObject([{ level: "info", block: "main", text: "seen { n: 1 }" }]);
    }
  });

  it("is a row of the application's list", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, "export const main = () => { throw new RangeError('too far'); };");
    const { body } = await invoke(worklet);
    const list = await eventually(
      () => call("GET", `/applications/${application}/runs?status=FAILED`),
      (answer) => answer.body.items.length > 0,
    );
    expect(list.body.items).toMatchObject([
      {
        worklet_run_id: body.worklet_run_id,
        version: 1,
        environment: "production",
        mode: "sync",
        trigger: "api",
        status: "FAILED",
        error: { message: "RangeError: too far" },
      },
    ]);
  });
});
