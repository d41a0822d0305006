import { describe, expect, it } from "vitest";
import { type Entry, encoded, parts } from "../../src/runs/journal.ts";
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
    const [kept, trace] = text.split("\n").map((line) => JSON.parse(line));
    expect(kept).toMatchObject({ id: "run_s1", label: "a/w" });
    expect(JSON.parse(trace.trace).truncated).toBe(true);
    expect(JSON.parse(trace.trace).blocks).toHaveLength(6);
  });

  it("goes as it is when it is small", () => {
    const entry = entryWith('{"blocks":[],"logs":[],"truncated":false}', '"out"');
    expect(
      encoded(entry)
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { ...row, label: "a/w" },
      { run: "run_s1", ...entry.trace },
    ]);
    expect(encoded({ ...entry, trace: null })).toBe(`${JSON.stringify({ ...row, label: "a/w" })}\n`);
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
