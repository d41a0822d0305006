import { describe, expect, inject, it } from "vitest";
import { call, eventually, newApplication, newWorklet, send } from "../support/api.ts";
import { falls, hits, isSilent } from "../support/hits.ts";

/** Counts at a server outside the runtime, 40 times a second, and heeds nobody. */
const ticking = (name: string) =>
  `export async function main(input: any, env: any, context: any) {
    for (;;) { await fetch("${inject("witness")}/hit/${name}"); await new Promise((done) => setTimeout(done, 25)); }
  }`;

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

describe("a guest that ignores its signal stops all the same", () => {
  it("soon after its caller went away, and the run is listed as CANCELED", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, ticking("deserted"));
    const caller = new AbortController();
    const gone = send("POST", `${worklet}/invoke`, { signal: caller.signal }).catch((error: Error) => error.name);
    await eventually(
      () => hits("deserted"),
      (count) => count > 3,
    );
    caller.abort();
    expect(await gone).toBe("AbortError");
    await falls("deserted");
    const list = await eventually(
      () => call("GET", `/applications/${application}/runs`),
      ({ body }) => body.items.length === 1,
    );
    expect(list.body.items[0]).toMatchObject({ status: "CANCELED", error: { kind: "canceled" } });
  });

  it("within its second of grace after the run's limit, and the run is listed as TIMED_OUT", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, ticking("late"), { settings: { timeout_ms: 200 } });
    const started = Date.now();
    const response = await send("POST", `${worklet}/invoke`);
    expect(response.status).toBe(504);
    await response.body?.cancel();
    expect(Date.now() - started).toBeLessThan(9_000);
    expect(await isSilent("late")).toBe(true);
    const list = await eventually(
      () => call("GET", `/applications/${application}/runs`),
      ({ body }) => body.items.length === 1,
    );
    expect(list.body.items[0]).toMatchObject({ status: "TIMED_OUT", error: { kind: "timeout" } });
  });

  it("after a block's time-out, and the retry begins only then", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, "export const main = () => 1;", {
      files: { "tick.ts": ticking("block") },
      graph: {
        blocks: [
          {
            id: "tick",
            kind: "code",
            file: "tick.ts",
            function: "main",
            timeout_ms: 200,
            retry: { max_attempts: 2, backoff_ms: 0 },
          },
        ],
      },
    });
    const response = await send("POST", `${worklet}/invoke?trace=true`);
    const { trace, error } = (await response.json()) as {
      trace: { blocks: { started_at: string; finished_at: string }[] };
      error: object;
    };
    expect(response.status).toBe(500);
    expect(error).toMatchObject({ kind: "timeout", block: "tick" });
    expect(trace.blocks).toHaveLength(2);
    expect(Date.parse(trace.blocks[1]!.started_at)).toBeGreaterThanOrEqual(Date.parse(trace.blocks[0]!.finished_at));
    expect(await isSilent("block")).toBe(true);
  });

  it("with everything that it started: a child of a deserted run stops too", async () => {
    const application = await newApplication();
    const child = await newWorklet(application, ticking("child"));
    const parent = await newWorklet(
      application,
      `export const main = (i: any, e: any, context: any) => context.invoke("${child.split("/").at(-1)}", 1);`,
    );
    const caller = new AbortController();
    const gone = send("POST", `${parent}/invoke`, { signal: caller.signal }).catch((error: Error) => error.name);
    await eventually(
      () => hits("child"),
      (count) => count > 3,
    );
    caller.abort();
    await gone;
    await falls("child");
  });

  it("of a chain of blocks that share a call, too", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, "export const main = () => 1;", {
      files: { "chain.ts": `export const first = () => 1;\n${ticking("chain").replace("main", "second")}` },
      graph: {
        blocks: ["first", "second"].map((name) => ({ id: name, kind: "code", file: "chain.ts", function: name })),
      },
      settings: { timeout_ms: 3_000 },
    });
    const { status, body } = await call("POST", `${worklet}/invoke?trace=true`);
    expect(status).toBe(504);
    expect(body.trace.blocks.map((each: { status: string }) => each.status)).toEqual(["SUCCEEDED", "TIMED_OUT"]);
    expect(await isSilent("chain")).toBe(true);
  });

  it("though what is due after an answer waits for the guest's end too", async () => {
    const application = await newApplication();
    const quick = await newWorklet(application, "export const main = () => 1;");
    const worklet = await newWorklet(application, ticking("stale"), { settings: { timeout_ms: 200 } });
    await call("POST", `${quick}/invoke`);
    // Key and version are stale now: the next request refreshes them after its answer.
    await pause(3_200);
    expect((await call("POST", `${worklet}/invoke`)).status).toBe(504);
    expect(await isSilent("stale")).toBe(true);
    expect((await call("POST", `${quick}/invoke`)).body.worklet_output).toBe(1);
  });

  it("and what code started and did not await ends with its answer", async () => {
    const worklet = await newWorklet(
      await newApplication(),
      `export function main() {
        let heard = 0;
        return new Promise((done) => {
          setInterval(() => fetch("${inject("witness")}/hit/left").then(() => ++heard === 4 && done(null)), 25);
        });
      }`,
    );
    expect((await call("POST", `${worklet}/invoke`)).status).toBe(200);
    expect(await hits("left")).toBeGreaterThan(3);
    expect(await isSilent("left")).toBe(true);
  });

  it("and code that listens to its signal has a second to tidy up", async () => {
    const worklet = await newWorklet(
      await newApplication(),
      `export async function main(input: any, env: any, context: any) {
        await new Promise<void>((done) => context.run.signal.addEventListener("abort", () => done()));
        await fetch("${inject("witness")}/hit/tidied");
      }`,
      { settings: { timeout_ms: 2_000 } },
    );
    const response = await send("POST", `${worklet}/invoke`);
    expect(response.status).toBe(504);
    await response.body?.cancel();
    expect(await hits("tidied")).toBe(1);
  });
});
