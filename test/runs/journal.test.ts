import { abortAllDurableObjects } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { type Entry, encoded } from "../../src/runs/list/entry.ts";
import { fitting, parts } from "../../src/runs/list/journal.ts";
import { call, eventually, invoke, newApplication, newWorklet } from "../support/api.ts";

const row = { id: "run_s1", failure: null } as Entry["row"];
const entryWith = (trace: string, output: string | null = null): Entry => ({
  label: "a/w",
  row,
  trace: { input: null, output, trace, expiresAt: 1 },
});

describe("an entry of the journal", () => {
  it("always fits into a message: values that escape badly are left out, the run is not", () => {
    const value = JSON.stringify('"\\'.repeat(7_000));
    const blocks = Array.from({ length: 6 }, (_, n) => `{"block":"b${n}","input":${value},"output":${value},"env":{}}`);
    const text = encoded(entryWith(`{"blocks":[${blocks.join(",")}],"logs":[],"truncated":false}`, value));
    expect(Buffer.byteLength(text)).toBeLessThan(100_000);
    const [kept, [run, input, output, trace]] = text.split("\n").map((line) => JSON.parse(line));
    expect([kept[0], kept.at(-1)]).toEqual(["run_s1", "a/w"]);
    expect([run, input, output]).toEqual(["run_s1", null, null]);
    expect(JSON.parse(trace).truncated).toBe(true);
    expect(JSON.parse(trace).blocks).toHaveLength(6);
  });

  it("goes as it is when it is small", () => {
    const entry = entryWith('{"blocks":[],"logs":[],"truncated":false}', '"out"');
    const [kept, trace] = encoded(entry).split("\n");
    expect(JSON.parse(kept ?? "")).toHaveLength(19);
    expect(JSON.parse(trace ?? "")).toEqual(["run_s1", null, '"out"', entry.trace?.trace, 1]);
    expect(encoded({ ...entry, trace: null })).toBe(`${kept}\n`);
  });

  it("goes with others into messages and sends that the queue takes", () => {
    const entries = Array.from({ length: 500 }, (_, n) => JSON.stringify({ n, text: "x".repeat(900) }));
    const sends = parts(entries, 100_000, 200_000);
    const messages = sends.flatMap((each) => each.messages);
    expect(Math.max(...messages.map((text) => text.length))).toBeLessThan(101_000);
    expect(messages.flatMap((text) => text.split("\n")).map((line) => (JSON.parse(line) as { n: number }).n)).toEqual(
      entries.map((_, n) => n),
    );
    expect(sends.reduce((sum, each) => sum + each.entries, 0)).toBe(500);
  });
});

describe("the list", () => {
  it("has each member of a run in its place, of runs that came together too", async () => {
    const application = await newApplication();
    const source = "export const main = (fail: boolean) => { if (fail) throw new Error('on purpose'); return [1]; };";
    const worklet = await newWorklet(application, source);
    const answers = await Promise.all([invoke(worklet, false), invoke(worklet, true), invoke(worklet, false)]);
    const list = await eventually(
      () => call("GET", `/applications/${application}/runs`),
      ({ body }) => body.items.length === 3,
    );
    for (const { body } of answers) {
      const item = list.body.items.find(
        (each: { worklet_run_id: string }) => each.worklet_run_id === body.worklet_run_id,
      );
      expect(item).toMatchObject({
        worklet: worklet.split("/").at(-1),
        version: 1,
        environment: "production",
        mode: "sync",
        trigger: "api",
        status: body.success ? "SUCCEEDED" : "FAILED",
        attempt: 1,
        latency_ms: body.latency_ms,
        error: body.success ? null : { kind: "user", message: "Error: on purpose", block: "main" },
      });
      const read = await call("GET", `${worklet}/${body.worklet_run_id}`);
      expect(read.body.worklet_output).toEqual(body.worklet_output);
    }
  });

  it("goes on after a run whose values escape badly", async () => {
    const application = await newApplication();
    const source = "export const main = () => '\"\\\\'.repeat(7000);";
    const worklet = await newWorklet(application, source, {
      files: { "escapes.ts": source },
      graph: {
        blocks: [1, 2, 3, 4, 5, 6].map((n) => ({ id: `b${n}`, kind: "code", file: "escapes.ts", function: "main" })),
      },
    });
    expect((await invoke(worklet)).status).toBe(200);
    expect((await invoke(worklet)).status).toBe(200);
    const list = await eventually(
      () => call("GET", `/applications/${application}/runs`),
      ({ body }) => body.items.length === 2,
    );
    expect(list.body.items).toHaveLength(2);
  });

  it("shows nothing of an application's runs to another one that was made under its id", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, "export const main = () => 'theirs';");
    const { body } = await invoke(worklet);
    const async = await call("POST", `${worklet}/invoke?wait=5`, { body: { async: true } });
    await eventually(
      () => call("GET", `${worklet}/${body.worklet_run_id}`),
      ({ status }) => status === 200,
    );
    await call("DELETE", `/applications/${application}?force=true`);
    await call("POST", "/applications", { body: { name: application, id: application } });
    for (const id of [body.worklet_run_id, async.body.worklet_run_id]) {
      for (const tail of ["", "/trace", "/events"]) {
        const answer = await call("GET", `${worklet}/${id}${tail}`);
        expect(answer.body.code).toBe("run.not_found");
      }
    }
  });
});

describe("entries that the queue does not take", () => {
  const entry = (n: number, trace: string) => `{"id":"run_s${n}"}\n${trace}`;

  it("lose the oldest traces before any run of the list", () => {
    const entries = Array.from({ length: 10 }, (_, n) => entry(n, "t".repeat(1_000)));
    const kept = fitting(entries, 12_000);
    expect(kept.map((text) => text.split("\n")[0])).toEqual(entries.map((text) => text.split("\n")[0]));
    expect(kept.slice(0, 8).every((text) => text.endsWith("\n"))).toBe(true);
    expect(kept.slice(8)).toEqual(entries.slice(8));
  });

  it("are bounded by what they take, whatever they hold", () => {
    const kept = fitting(
      Array.from({ length: 1_000 }, (_, n) => entry(n, "")),
      10_000,
    );
    expect(kept.join("").length * 2).toBeLessThanOrEqual(5_000);
    expect(kept.at(-1)).toBe(entry(999, ""));
    expect(fitting([entry(1, "t")], 10_000)).toEqual([entry(1, "t")]);
  });
});

it.each([
  ["synchronous", {}, ""],
  ["background", { async: true }, "?wait=15"],
])("lists a %s run also when the object is gone that was about to send what runs did", async (_, how, query) => {
  const application = await newApplication();
  const worklet = await newWorklet(application, "export const main = () => 1;");
  await call("POST", `${worklet}/invoke?wait=15`, { body: { async: true } });
  // Its row is noted a tenth of a second after its end, and sent a quarter of one later.
  await new Promise((done) => setTimeout(done, 150));
  await abortAllDurableObjects();
  const { body } = await call("POST", `${worklet}/invoke${query}`, { body: how });
  const ids = (items: { worklet_run_id: string }[]) => items.map((run) => run.worklet_run_id);
  const list = await eventually(
    () => call("GET", `/applications/${application}/runs`),
    (answer) => ids(answer.body.items).includes(body.worklet_run_id),
  );
  expect(ids(list.body.items)).toContain(body.worklet_run_id);
});
