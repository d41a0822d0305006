import { describe, expect, it } from "vitest";
import { call, eventually, invoke, newApplication, newWorklet } from "../support/api.ts";

const id = (worklet: string) => worklet.split("/").at(-1) ?? "";
const draftOf = (worklet: string) => worklet.replace("/worklets/", "/draft/worklets/");

const ways = [
  ["synchronous", {}, ""],
  ["background", { async: true }, "?wait=15"],
] as const;

/** The poll of a run, once its row is there. */
function polled(worklet: string, run: string) {
  return eventually(
    () => call("GET", `${worklet}/${run}`),
    ({ status }) => status === 200,
  );
}

describe("the list by environment", () => {
  it("shows runs of the draft, of production, or both, page by page too", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, "export const main = () => 1;");
    for (let n = 0; n < 3; n++) await invoke(worklet);
    for (let n = 0; n < 2; n++) await invoke(draftOf(worklet));
    const list = `/applications/${application}/runs`;
    const all = await eventually(
      () => call("GET", list),
      ({ body }) => body.items.length === 5,
    );
    expect(all.body.items).toHaveLength(5);
    const environments = async (query: string) => {
      const first = await call("GET", `${list}?${query}&limit=1`);
      const rest = await call("GET", `${list}?${query}&cursor=${first.body.next_cursor}`);
      return [...first.body.items, ...rest.body.items].map(({ environment }) => environment);
    };
    expect(await environments("environment=draft")).toEqual(["draft", "draft"]);
    expect(await environments(`environment=production&worklet=${id(worklet)}`)).toEqual(Array(3).fill("production"));
  });

  it("refuses an environment that does not exist, by the name of the member", async () => {
    const { status, body } = await call("GET", `/applications/${await newApplication()}/runs?environment=staging`);
    expect([status, body.errors[0].path]).toEqual([422, "?environment"]);
  });
});

describe.each(ways)("the poll of a %s run", (_, how, query) => {
  it("says what executed, and what began it", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = () => 1;");
    const live = await call("POST", `${worklet}/invoke${query}`, { body: how });
    const draft = await call("POST", `${draftOf(worklet)}/invoke${query}`, { body: how });
    const [first, second] = [live, draft].map(({ body }) => polled(worklet, body.worklet_run_id));
    expect((await first)?.body).toMatchObject({ version: 1, environment: "production", trigger: "api" });
    expect((await second)?.body).toMatchObject({ version: null, environment: "draft", trigger: "api" });
  });

  it("names the worklet of the parent, so that it can be read", async () => {
    const application = await newApplication();
    const child = await newWorklet(application, "export const main = (n: number) => n + 1;");
    const graph = { blocks: [{ id: "ask", kind: "worklet", worklet: id(child) }] };
    const parent = await newWorklet(application, "", { files: {}, graph });
    const { body } = await call("POST", `${parent}/invoke${query}`, { body: { worklet_input: 1, ...how } });
    await polled(parent, body.worklet_run_id);
    const trace = await call("GET", `${parent}/${body.worklet_run_id}/trace`);
    const run = await polled(child, trace.body.children[0].worklet_run_id);
    expect(run.body).toMatchObject({
      trigger: "worklet",
      parent_run_id: body.worklet_run_id,
      parent_worklet: id(parent),
    });
  });
});

describe.each(ways)("the trace of a %s run", (_, how, query) => {
  it("has the input of the run", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = () => 1;");
    const body = { worklet_input: { text: "hello", of: [1, null] }, ...how };
    const run = (await call("POST", `${worklet}/invoke${query}`, { body })).body.worklet_run_id;
    await polled(worklet, run);
    const trace = await call("GET", `${worklet}/${run}/trace`);
    expect(trace.body).toMatchObject({
      worklet_run_id: run,
      worklet_input: { text: "hello", of: [1, null] },
      worklet_input_kept: true,
      blocks: [{ block: "main" }],
    });
  });

  it("never shows a secret that came with the input", async () => {
    const application = await newApplication();
    const secret = "a-secret-0123456789";
    await call("POST", `/applications/${application}/secrets`, { body: { name: "TOKEN", value: secret } });
    const source =
      "export const main = async (i: unknown, e: unknown, { secrets }: any) => (await secrets.get('TOKEN')).length;";
    const worklet = await newWorklet(application, source);
    const body = { worklet_input: { token: secret }, ...how };
    const run = (await call("POST", `${worklet}/invoke${query}`, { body })).body.worklet_run_id;
    await polled(worklet, run);
    const trace = await call("GET", `${worklet}/${run}/trace`);
    expect(trace.status).toBe(200);
    expect(JSON.stringify(trace.body)).not.toContain(secret);
    const isKept = "async" in how;
    expect(trace.body.worklet_input_kept).toBe(isKept);
    expect(trace.body.worklet_input).toEqual(isKept ? { token: "***" } : null);
  });
});
