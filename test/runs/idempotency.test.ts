import { describe, expect, it } from "vitest";
import { call, newApplication, newWorklet } from "../support/api.ts";

/** What one Idempotency-Key stands for. */

const post = (worklet: string, key: string, body: object, query = "") =>
  call("POST", `${worklet}/invoke${query}`, { body: { async: true, ...body }, headers: { "Idempotency-Key": key } });

describe("the body of an Idempotency-Key", () => {
  it("is the same with its members in another order, and with null for what is absent", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = (x: any) => x;");
    const first = await post(worklet, "order", { worklet_input: { a: 1, b: [{ c: 2, d: 3 }] } });
    const again = await post(worklet, "order", { worklet_input: { b: [{ d: 3, c: 2 }], a: 1 } });
    expect(again.body.worklet_run_id).toBe(first.body.worklet_run_id);
    const absent = await post(worklet, "absent", {});
    expect((await post(worklet, "absent", { worklet_input: null })).body).toEqual(absent.body);
  });

  it.each([
    ["an empty object", {}, "an empty list", []],
    ["an object", { a: 1 }, "a list of pairs", [["a", 1]]],
    ["a number", 1, "its text", "1"],
  ])("is another one with %s than with %s", async (_, one, __, other) => {
    const worklet = await newWorklet(await newApplication(), "export const main = (x: any) => x;");
    await post(worklet, "k", { worklet_input: one });
    expect((await post(worklet, "k", { worklet_input: other })).body.code).toBe("idempotency.key_reused");
  });

  it("is another one with another ?version", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = (x: any) => x;");
    await post(worklet, "k", {});
    expect((await post(worklet, "k", {}, "?version=1")).body.code).toBe("idempotency.key_reused");
  });
});

it("a repeat under a key is answered although the worklet has since been published with a stricter schema", async () => {
  const worklet = await newWorklet(await newApplication(), "export const main = (x: any) => x;");
  const first = await post(worklet, "strict", { worklet_input: 5 }, "?wait=10");
  const { body } = await call("GET", `${worklet}/draft`);
  const sent = { graph: body.graph, input_schema: { type: "string" } };
  const saved = await call("PUT", `${worklet}/draft`, { body: sent, headers: { "If-Match": "*" } });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  await call("POST", `${worklet}/publish`);
  const again = await post(worklet, "strict", { worklet_input: 5 }, "?wait=10");
  expect(again.body).toMatchObject({ worklet_run_id: first.body.worklet_run_id, worklet_output: 5 });
  expect((await post(worklet, "other", { worklet_input: 5 })).body.code).toBe("worklet.input_invalid");
  expect((await post(worklet, "strict", { worklet_input: 6 })).body.code).toBe("idempotency.key_reused");
});

it("a run with an object answers ?trace=true and says where the time went", async () => {
  const worklet = await newWorklet(await newApplication(), "export const main = (x: any) => ({ x });");
  const inTime = await post(worklet, "traced", { worklet_input: "é" }, "?wait=10&trace=true");
  const keyed = await call("POST", `${worklet}/invoke?trace=true`, {
    body: { worklet_input: "é" },
    headers: { "Idempotency-Key": "sync" },
  });
  for (const { status, headers, body } of [inTime, keyed]) {
    expect(status).toBe(200);
    expect(headers.get("Server-Timing")).toMatch(/^auth;dur=\d+, load;dur=\d+, run;dur=\d+, total;dur=\d+$/);
    expect(body).toMatchObject({ success: true, worklet_output: { x: "é" }, error_log: "" });
    expect(body.trace).toMatchObject({ worklet_run_id: body.worklet_run_id, blocks: [{ block: "main", input: "é" }] });
  }
  const plain = await post(worklet, "traced", { worklet_input: "é" }, "?wait=10");
  expect(plain.body.trace).toBeUndefined();
});
