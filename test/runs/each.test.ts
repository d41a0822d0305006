import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Life } from "../../src/runs/life.ts";
import { call, eventually, fresh, invoke } from "../support/api.ts";
import { hits } from "../support/hits.ts";
import { desk, ended, run, runBehind, save, witness } from "./outside-blocks.ts";

const count = (length: number) => Array.from({ length }, (_, n) => n);
const block = (each: object = {}, more: object = {}) => ({
  id: "work",
  kind: "code",
  file: "work.ts",
  function: "main",
  each: { items: "{{ input }}", ...each },
  ...more,
});
const files = (source: string) => ({ files: { "work.ts": source } });

function lifeOf(address: string): Promise<Life> {
  const { RUN } = env as Env;
  const object = RUN.get(RUN.idFromName(address.split("/").at(-1) ?? ""));
  return runInDurableObject(object, (_, { storage }) => JSON.parse(storage.kv.get<string>("life") ?? "") as Life);
}

/** User code: `met(name, so many)` waits until so many have hit the witness under the name. */
const meeting = `const met = async (name, many) => {
  while (Number(await (await fetch("${witness}/count/" + name)).text()) < many) await new Promise((done) => setTimeout(done, 25));
};`;

/** Starts in the background; gives the run's address at once. */
async function begin(application: string, blocks: object[], input: unknown, more: object): Promise<string> {
  const made = await save(application, blocks, more);
  const worklet = made.headers.get("Location") ?? "";
  const { body } = await call("POST", `${worklet}/invoke?wait=0`, { body: { worklet_input: input, async: true } });
  return `${worklet}/${body.worklet_run_id}`;
}

describe("a block with each in a synchronous run", () => {
  it("shows its items in the trace, with the key of each", async () => {
    const source = `export const main = async (n, env, context) => {
      env["k" + n] = n;
      if (n === 2) throw new Error("not two");
      return context.run.idempotencyKey;
    };`;
    const { body } = await run(await desk(), [block({ on_error: "collect" })], [1, 2, 3], files(source));
    const id = body.worklet_run_id;
    expect(body.worklet_output).toEqual([
      { output: `${id}:work:0` },
      { error: { kind: "user", message: "Error: not two" } },
      { output: `${id}:work:2` },
    ]);
    const [trace] = body.trace.blocks;
    expect(trace).toMatchObject({
      block: "work",
      input: [1, 2, 3],
      env: { k1: 1, k3: 3 },
      each: { total: 3, done: 3, failed: 1 },
    });
    expect(trace.each.items).toMatchObject([
      { item: 0, status: "SUCCEEDED", attempts: 1, error: null },
      { item: 1, status: "FAILED", attempts: 1, error: { message: "Error: not two" } },
      { item: 2, status: "SUCCEEDED" },
    ]);
  });

  it("shows at most 100 items, those that failed first of all", async () => {
    const source = "export const main = (n) => { if (n === 249) throw new Error('last'); return n; };";
    const { body } = await run(
      await desk(),
      [block({ on_error: "collect", concurrency: 50 })],
      count(250),
      files(source),
    );
    const { items, ...progress } = body.trace.blocks[0].each;
    expect(progress).toEqual({ total: 250, done: 250, failed: 1 });
    expect(items).toHaveLength(100);
    expect(items.at(-1)).toMatchObject({ item: 249, status: "FAILED" });
  });

  it("ends the guests of the other items when one fails", async () => {
    const name = fresh("others");
    const source = `${meeting} export const main = async (n) => {
      if (n === 0) { await met("${name}", 2); throw new Error("first"); }
      await fetch("${witness}/slow/${name}");
    };`;
    const { body } = await run(await desk(), [block({ concurrency: 3 })], count(6), files(source));
    expect(body.error).toMatchObject({ block: "work", message: "Item 0: Error: first" });
    expect(await hits(name)).toBe(2);
    const gone = () => fetch(`${witness}/gone/${name}`).then((answer) => answer.text());
    expect(await eventually(gone, (text) => text === "2")).toBe("2");
  });

  it("runs worklets and models, each item's child beside the others", async () => {
    const application = await desk();
    await call("POST", `${application}/models`, {
      body: { name: "language", config: { kind: "builtin", builtin: "language" } },
    });
    const name = fresh("beside");
    // None returns before all are there.
    const child = await save(application, [{ id: "a", kind: "code", file: "child.ts", function: "main" }], {
      files: {
        "child.ts": `${meeting} export const main = async (n) => {
          await fetch("${witness}/hit/${name}");
          await met("${name}", 10);
          return n * 2;
        };`,
      },
    });
    const each = { items: "{{ input.numbers }}" };
    const asked = { id: "ask", kind: "worklet", worklet: child.body.id, each, next: ["say"] };
    const said = {
      id: "say",
      kind: "model",
      model: "language",
      input: "{{ item }}",
      each: { items: "{{ worklet_input.texts }}" },
      next: ["end"],
    };
    const end = {
      id: "end",
      kind: "code",
      file: "end.ts",
      function: "main",
      input: { a: "{{ blocks.ask }}", b: "{{ input.map(x => x.language) }}" },
    };
    const input = { numbers: count(10), texts: ["Das ist ein deutscher Satz.", "This is an English sentence."] };
    const { body } = await run(application, [asked, said, end], input, {
      files: { "end.ts": "export const main = (x) => x;" },
    });
    expect(body.worklet_output).toEqual({ a: count(10).map((n) => n * 2), b: ["de", "en"] });
    expect(body.trace.blocks[0].each.items[3].child_run_id).toMatch(/^run_s/);
    expect(body.trace.children).toHaveLength(10);
  });
});

describe("a block with each in a background run", () => {
  it("repeats after an interruption only what was under way, and tells how far it has come meanwhile", async () => {
    const name = fresh("items");
    const source = `export const main = async (n) => {
      await fetch("${witness}/hit/${name}-" + n);
      if (n >= 20 && Number(await (await fetch("${witness}/count/${name}-open")).text()) === 0) {
        await new Promise((done) => setTimeout(done, 60_000));
      }
      return n;
    };`;
    const address = await begin(await desk(), [block({ concurrency: 5 })], count(40), files(source));
    const poll = () => call("GET", address);
    const halfway = await eventually(poll, ({ body }) => body.progress?.[0]?.done === 20);
    expect(halfway.body).toMatchObject({
      status: "RUNNING",
      progress: [{ block: "work", total: 40, done: 20, failed: 0 }],
    });
    const lastOnes = () => Promise.all([20, 21, 22, 23, 24].map((n) => hits(`${name}-${n}`)));
    expect(await eventually(lastOnes, (times) => times.every((n) => n === 1))).toEqual([1, 1, 1, 1, 1]);
    const trace = (await call("GET", `${address}/trace`)).body;
    expect(trace.blocks[0]).toMatchObject({ status: "RUNNING", each: { total: 40, done: 20 } });
    await abortAllDurableObjects();
    await fetch(`${witness}/hit/${name}-open`);
    const poked = await ended(address);
    expect(poked).toMatchObject({ status: "SUCCEEDED", worklet_output: count(40), attempt: 2 });
    expect(poked.progress).toBeUndefined();
    const each = await Promise.all(count(40).map((n) => hits(`${name}-${n}`)));
    expect(each.slice(0, 20)).toEqual(count(20).map(() => 1));
    expect(each.slice(20, 25)).toEqual(count(5).map(() => 2));
    expect(each.slice(25)).toEqual(count(15).map(() => 1));
  });

  it("is parked while its children run, as a whole, and asks none of them twice", async () => {
    const application = await desk();
    const name = fresh("child");
    const child = await save(application, [{ id: "a", kind: "code", file: "child.ts", function: "main" }], {
      files: {
        "child.ts": `export const main = async (n) => {
          await fetch("${witness}/hit/${name}");
          await new Promise((done) => setTimeout(done, n % 2 ? 20 : 1_000));
          if (n === 5) throw new Error("five");
          return n;
        };`,
      },
    });
    const asks = {
      id: "ask",
      kind: "worklet",
      worklet: child.body.id,
      each: { items: "{{ input }}", concurrency: 4, on_error: "collect" },
    };
    const { address, poll } = await runBehind(application, [asks], count(12));
    expect(poll.status).toBe("SUCCEEDED");
    const message = `Worklet ${child.body.id} failed: Error: five`;
    expect(poll.worklet_output).toEqual(
      count(12).map((n) => (n === 5 ? { error: { kind: "user", message } } : { output: n })),
    );
    expect(await hits(name)).toBe(12);
    const { turn, attempt } = await lifeOf(address);
    expect(attempt).toBe(1);
    expect(turn).toBeGreaterThan(1);
  });

  it("makes a new child for an item that is tried again, and no others", async () => {
    const application = await desk();
    const name = fresh("again");
    const child = await save(application, [{ id: "a", kind: "code", file: "child.ts", function: "main" }], {
      files: {
        "child.ts": `export const main = async (n) => {
          await fetch("${witness}/hit/${name}-" + n);
          if (n === 1 && Number(await (await fetch("${witness}/count/${name}-1")).text()) < 3) throw new Error("not yet");
          return n;
        };`,
      },
    });
    const retry = { max_attempts: 3, backoff_ms: 10 };
    const asks = { id: "ask", kind: "worklet", worklet: child.body.id, each: { items: "{{ input }}" }, retry };
    const { poll } = await runBehind(application, [asks], count(3));
    expect(poll).toMatchObject({ status: "SUCCEEDED", worklet_output: [0, 1, 2] });
    expect(await Promise.all(count(3).map((n) => hits(`${name}-${n}`)))).toEqual([1, 3, 1]);
  });

  it("goes on in another turn after 500 calls, and no item runs twice", async () => {
    const name = fresh("many");
    const source = `let n = 0; export const main = async (input) => { await fetch("${witness}/hit/${name}"); return input; };`;
    const { poll, address } = await runBehind(await desk(), [block({ concurrency: 50 })], count(1_000), files(source));
    expect(poll).toMatchObject({ status: "SUCCEEDED", worklet_output: count(1_000) });
    expect(await hits(name)).toBe(1_000);
    const { turn, attempt } = await lifeOf(address);
    expect([turn > 1, attempt]).toEqual([true, 1]);
  }, 60_000);

  it("keeps steps for each item by itself, and masks secrets in the errors that it collects", async () => {
    const source = `export const main = async (n, env, context) => {
      const value = await context.step("once", () => n * 10);
      if (n === 1) throw new Error("has " + (await context.secrets.get("TOKEN")));
      return value;
    };`;
    const { poll, address } = await runBehind(await desk(), [block({ on_error: "collect" })], [0, 1, 2], files(source));
    expect(poll.worklet_output).toEqual([
      { output: 0 },
      { error: { kind: "user", message: "Error: has ***" } },
      { output: 20 },
    ]);
    const trace = await call("GET", `${address}/trace`);
    expect(JSON.stringify(trace.body)).not.toContain("secret-token-1234");
  });

  it("ends with a cancel, its guests too", async () => {
    const name = fresh("cancel");
    const source = `export const main = () => fetch("${witness}/slow/${name}");`;
    const address = await begin(await desk(), [block({ concurrency: 3 })], count(9), files(source));
    await eventually(
      () => hits(name),
      (times) => times === 3,
    );
    expect((await call("POST", `${address}/cancel`)).status).toBe(202);
    expect(await ended(address)).toMatchObject({ status: "CANCELED" });
    const gone = () => fetch(`${witness}/gone/${name}`).then((answer) => answer.text());
    expect(await eventually(gone, (text) => text === "3")).toBe("3");
    expect(await hits(name)).toBe(3);
  });
});

describe("what is wrong with each", () => {
  it("is refused when it is saved, with block and member", async () => {
    const { status, body } = await save(
      await desk(),
      [block({ items: "all of them" })],
      files("export const main = () => 1;"),
    );
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ path: "/graph/blocks/0/each/items", block: "work", member: "each/items" }]);
    const many = await save(await desk(), [block({ concurrency: 101 })], files("export const main = () => 1;"));
    expect(many.body.errors).toMatchObject([{ path: "/graph/blocks/0/each/concurrency" }]);
  });

  it("fails the block when it shows only in a run", async () => {
    const made = await save(await desk(), [block()], files("export const main = () => 1;"));
    const { body } = await invoke(made.headers.get("Location") ?? "", { a: 1 });
    expect(body.error).toMatchObject({
      kind: "user",
      block: "work",
      message: "each.items of block `work` gave an object, and not a list",
    });
  });
});
