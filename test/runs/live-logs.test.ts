import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, inject, it } from "vitest";
import { call, eventually, fresh, newApplication, newWorklet } from "../support/api.ts";
import { gate, hits, open } from "../support/hits.ts";

const witness = inject("witness");
const stubOf = (id: string) => env.RUN.get(env.RUN.idFromName(id));
const sleep = "const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));";
const start = async (worklet: string) =>
  (await call("POST", `${worklet}/invoke?wait=0`, { body: { async: true } })).body;
const textsOf = async (worklet: string, id: string): Promise<string[]> => {
  const { body } = await call("GET", `${worklet}/${id}/trace`);
  return body.logs.map(({ text }: { text: string }) => text);
};

describe("logs of a background run", () => {
  it("are there while the block runs, in their order, and none is doubled by its end", async () => {
    const name = fresh("lines");
    const worklet = await newWorklet(
      await newApplication(),
      `${gate} ${sleep} export async function main() {
        for (let n = 0; n < 12; n++) {
          console.log("line " + n);
          await (n === 5 ? opened("${name}") : sleep(50));
        }
        console.log("last");
      }`,
    );
    const { worklet_run_id: id } = await start(worklet);
    const early = await eventually(
      () => textsOf(worklet, id),
      (texts) => texts.length >= 6,
    );
    expect(early).toEqual(Array.from({ length: 6 }, (_, n) => `line ${n}`));
    expect((await call("GET", `${worklet}/${id}`)).body.status).toBe("RUNNING");
    await open(name);
    await call("GET", `${worklet}/${id}?wait=15`);
    const lines = Array.from({ length: 12 }, (_, n) => `line ${n}`);
    expect(await textsOf(worklet, id)).toEqual([...lines, "last"]);
  });

  it("of a block that its object died under are kept as far as they were told", async () => {
    const worklet = await newWorklet(
      await newApplication(),
      `${sleep} export async function main() { console.log("before"); await sleep(60_000); }`,
    );
    const { worklet_run_id: id } = await start(worklet);
    await eventually(
      () => textsOf(worklet, id),
      (texts) => texts.length === 1,
    );
    await abortAllDurableObjects();
    expect(await textsOf(worklet, id)).toEqual(["before"]);
    await call("POST", `${worklet}/${id}/cancel`);
  });

  it("are refused from whoever is not a call of the running turn", async () => {
    const worklet = await newWorklet(await newApplication(), `${sleep} export const main = () => sleep(1_000);`);
    const { worklet_run_id: id } = await start(worklet);
    const line = { at: new Date().toISOString(), level: "info", block: "main", text: "late" };
    const word = JSON.stringify({ type: "lines", from: 0, lines: [line] });
    const tell = (turn: number, number: number) =>
      (stubOf(id) as unknown as { hear(at: object, word: string): Promise<string | null> }).hear(
        { turn, call: number },
        word,
      );
    await eventually(
      () => call("GET", `${worklet}/${id}`),
      ({ body }) => body.status === "RUNNING",
    );
    expect(await tell(0, 1)).toBeNull();
    expect(await tell(1, 2)).toBeNull();
    await call("GET", `${worklet}/${id}?wait=15`);
    expect(await tell(1, 1)).toBeNull();
    expect(await textsOf(worklet, id)).toEqual([]);
  });
});

describe("a secret that a background run reads", () => {
  const value = 'hunter2 "quoted" \\ slashed\nand a second line';
  const application = async () => {
    const id = await newApplication();
    await call("POST", `/applications/${id}/secrets`, { body: { name: "TOKEN", value } });
    return id;
  };

  it("is masked in kept lines, in failures and in the values of the trace", async () => {
    const worklet = await newWorklet(
      await application(),
      `${sleep} export async function main(input: any, env: any, { secrets, step }: any) {
        const token = await secrets.get("TOKEN");
        env.token = token;
        console.log("token " + token, { token });
        await sleep(600);
        throw new Error("no entry with " + token);
      }`,
    );
    const { worklet_run_id: id } = await start(worklet);
    const live = await eventually(
      () => textsOf(worklet, id),
      (texts) => texts.length === 1,
    );
    expect(live[0]).toContain("token ***");
    const run = await call("GET", `${worklet}/${id}?wait=15`);
    expect(run.body).toMatchObject({ status: "FAILED", error: { message: "Error: no entry with ***" } });
    const trace = await call("GET", `${worklet}/${id}/trace`);
    expect(trace.body.blocks[0].error.message).toBe("Error: no entry with ***");
    const stored = await runInDurableObject(stubOf(id), (_, { storage }) => JSON.stringify([...storage.kv.list()]));
    for (const text of [JSON.stringify(run.body), JSON.stringify(trace.body), stored])
      expect(text).not.toContain("hunter2");
  });

  it("is masked in what later blocks, later turns and later attempts say, though only the first one read it", async () => {
    const name = fresh("later");
    const id = fresh("leak");
    const files = {
      [`${id}.ts`]: `${sleep}
        export async function read(input: any, env: any, { secrets, step }: any) {
          const token = await step("token", () => secrets.get("TOKEN"));
          return token;
        }
        export async function tell(token: string) {
          const count = Number(await (await fetch("${witness}/hit/${name}")).text());
          if (count === 1) await sleep(60_000);
          console.log("told " + token);
          await sleep(400);
          throw new Error("left " + token);
        }`,
    };
    const blocks = ["read", "tell"].map((name) => ({ id: name, kind: "code", file: `${id}.ts`, function: name }));
    const worklet = await newWorklet(await application(), "export const main = () => 1;", { files, graph: { blocks } });
    const { worklet_run_id: run } = await start(worklet);
    await eventually(
      () => hits(name),
      (count) => count === 1,
    );
    await abortAllDurableObjects();
    const ended = await call("GET", `${worklet}/${run}?wait=18`);
    expect(ended.body).toMatchObject({ status: "FAILED", attempt: 2, error: { message: "Error: left ***" } });
    const trace = await call("GET", `${worklet}/${run}/trace`);
    expect(trace.body.logs.map(({ text }: { text: string }) => text)).toEqual(["told ***"]);
    expect(trace.body.blocks[0]).toMatchObject({ block: "read", output: "***" });
    expect(JSON.stringify(trace.body)).not.toContain("hunter2");
  });

  it("is masked in the parent's trace when a child returns it", async () => {
    const app = await application();
    const child = await newWorklet(
      app,
      'export const main = (input: any, env: any, { secrets }: any) => secrets.get("TOKEN");',
    );
    const slug = child.split("/").at(-1);
    const caller = await newWorklet(
      app,
      `export const main = (input: any, env: any, { invoke }: any) => invoke("${slug}");`,
    );
    const graph = { blocks: [{ id: "ask", kind: "worklet", worklet: slug }] };
    const asker = await newWorklet(app, "export const main = () => 1;", { graph });
    for (const parent of [caller, asker]) {
      const { body } = await call("POST", `${parent}/invoke?wait=15`, { body: { async: true } });
      expect(body.worklet_output).toBe(value);
      const trace = await call("GET", `${parent}/${body.worklet_run_id}/trace`);
      expect(trace.body.blocks[0].output).toBe("***");
    }
  });
});
