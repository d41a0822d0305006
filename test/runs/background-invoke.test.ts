import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, inject, it } from "vitest";
import { call, eventually, fresh, newApplication, newWorklet, send } from "../support/api.ts";
import { falls, hits } from "../support/hits.ts";

const witness = inject("witness");
const idOf = (worklet: string) => worklet.split("/").at(-1) ?? "";
const inBackground = (worklet: string, input: unknown = null) =>
  call("POST", `${worklet}/invoke?wait=15`, { body: { async: true, worklet_input: input } });
const childrenOf = (application: string) => call("GET", `/applications/${application}/runs?trigger=worklet`);
const hitter = `const hit = async (name: string) => Number(await (await fetch("${witness}/hit/" + name)).text());`;
const sleep = "const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));";

describe("context.invoke in a background run", () => {
  it("makes a background child that the block waits for, each call its own", async () => {
    const application = await newApplication();
    const child = await newWorklet(
      application,
      `${sleep} export const main = async (n: number) => { await sleep(200); return n * 2; };`,
    );
    const parent = await newWorklet(
      application,
      `export const main = (n: number, env: any, { invoke }: any) =>
        Promise.all([invoke("${idOf(child)}", n), invoke("${idOf(child)}", n), invoke("${idOf(child)}", 100)]);`,
    );
    const answer = await inBackground(parent, 4);
    expect(answer.body).toMatchObject({ success: true, worklet_output: [8, 8, 200] });
    const list = await eventually(
      () => childrenOf(application),
      ({ body }) => body.items.filter(({ status }: { status: string }) => status === "SUCCEEDED").length === 3,
    );
    for (const item of list.body.items) {
      expect(item).toMatchObject({ mode: "async", parent_run_id: answer.body.worklet_run_id, status: "SUCCEEDED" });
    }
  });

  it("has the child's failure as an error that code can catch, in the words of a synchronous run", async () => {
    const application = await newApplication();
    const picky = await newWorklet(application, "export const main = () => { throw new RangeError('below zero'); };");
    const caller = await newWorklet(
      application,
      `export async function main(input: any, env: any, { invoke }: any) {
        const said = [];
        for (const id of ["${idOf(picky)}", "nowhere"]) said.push(await invoke(id, 1).catch((error: any) => error.message));
        return said;
      }`,
    );
    const answer = await inBackground(caller);
    expect(answer.body.worklet_output).toEqual([
      `Worklet ${idOf(picky)} failed: RangeError: below zero`,
      expect.stringContaining("nowhere"),
    ]);
  });

  it("finds the same child again after an interruption", async () => {
    const application = await newApplication();
    const name = fresh("same");
    const child = await newWorklet(
      application,
      `${hitter} ${sleep} export const main = async () => { const n = await hit("${name}-child"); if (n === 2) await sleep(60_000); return n; };`,
    );
    const parent = await newWorklet(
      application,
      `${hitter} export async function main(input: any, env: any, { invoke, step }: any) {
        const inside = await step("ask", () => invoke("${idOf(child)}", 1));
        await hit("${name}-parent");
        return [inside, await invoke("${idOf(child)}", 1)];
      }`,
    );
    const { body } = await call("POST", `${parent}/invoke`, { body: { async: true } });
    await eventually(
      () => hits(`${name}-child`),
      (count) => count === 2,
    );
    const list = await eventually(
      () => childrenOf(application),
      (answer) => answer.body.items.length === 2,
    );
    const children = list.body.items.map((item: { worklet_run_id: string }) => item.worklet_run_id);
    const ids = [body.worklet_run_id, ...children];
    await abortAllDurableObjects();
    for (const id of ids) await runDurableObjectAlarm(env.RUN.get(env.RUN.idFromName(id)));
    const run = await call("GET", `${parent}/${body.worklet_run_id}?wait=15`);
    expect(run.body).toMatchObject({ status: "SUCCEEDED", attempt: 2 });
    expect(run.body.worklet_output[0]).toBe(1);
    expect((await childrenOf(application)).body.items).toHaveLength(2);
    expect(await hits(`${name}-parent`)).toBe(2);
  });

  it("makes another child for a retry of the block when the first one failed, and keeps those that succeeded", async () => {
    const application = await newApplication();
    const name = fresh("again");
    const flaky = await newWorklet(
      application,
      `${hitter} export const main = async () => { if (await hit("${name}-flaky") < 2) throw new Error("not yet"); return "at last"; };`,
    );
    const steady = await newWorklet(application, `${hitter} export const main = () => hit("${name}-steady");`);
    const settings = { retry: { max_attempts: 3, backoff_ms: 10 } };
    const parent = await newWorklet(
      application,
      `export const main = async (input: any, env: any, { invoke }: any) =>
        [await invoke("${idOf(steady)}"), await invoke("${idOf(flaky)}")];`,
      { settings },
    );
    expect((await inBackground(parent)).body).toMatchObject({ success: true, worklet_output: [1, "at last"] });
    const graph = { blocks: [{ id: "ask", kind: "worklet", worklet: idOf(flaky) }] };
    const block = await newWorklet(application, "export const main = () => 1;", { graph, settings });
    expect((await inBackground(block)).body).toMatchObject({ success: true, worklet_output: "at last" });
  });

  it("tries a worklet block again with another child", async () => {
    const application = await newApplication();
    const name = fresh("block");
    const flaky = await newWorklet(
      application,
      `${hitter} export const main = async () => { if (await hit("${name}") < 3) throw new Error("not yet"); return "at last"; };`,
    );
    const parent = await newWorklet(application, "export const main = () => 1;", {
      graph: { blocks: [{ id: "ask", kind: "worklet", worklet: idOf(flaky) }] },
      settings: { retry: { max_attempts: 3, backoff_ms: 10 } },
    });
    expect((await inBackground(parent)).body).toMatchObject({ success: true, worklet_output: "at last" });
    expect(await hits(name)).toBe(3);
  });

  it("is canceled with its parent, and the block that waits ends with it", async () => {
    const application = await newApplication();
    const name = fresh("canceled");
    const child = await newWorklet(
      application,
      `${hitter} ${sleep} export async function main() { for (;;) { await hit("${name}-child"); await sleep(25); } }`,
    );
    const parent = await newWorklet(
      application,
      `${hitter} ${sleep} export async function main(input: any, env: any, { invoke }: any) {
        const asked = invoke("${idOf(child)}");
        for (;;) { await hit("${name}-parent"); await sleep(25); }
      }`,
    );
    const { body } = await call("POST", `${parent}/invoke`, { body: { async: true } });
    await eventually(
      () => hits(`${name}-child`),
      (count) => count > 2,
    );
    expect((await send("POST", `${parent}/${body.worklet_run_id}/cancel`)).status).toBe(202);
    await Promise.all([falls(`${name}-child`), falls(`${name}-parent`)]);
    const list = await eventually(
      () => childrenOf(application),
      (answer) => answer.body.items[0]?.status === "CANCELED",
    );
    expect(list.body.items).toMatchObject([{ status: "CANCELED" }]);
  });
});
