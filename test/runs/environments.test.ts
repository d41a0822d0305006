import { describe, expect, it } from "vitest";
import { call, eventually, newApplication, newKey, newWorklet } from "../support/api.ts";

/** An address that names an environment is good for runs of it only, however they ran. */

const inEnvironment = (worklet: string, name: string) => worklet.replace("/worklets/", `/${name}/worklets/`);

/** What is answered at this address, and whether all the ways of asking agree. */
async function found(address: string): Promise<number> {
  const polls = [await call("GET", address), await call("POST", address), await call("GET", `${address}/trace`)];
  const statuses = new Set(polls.map(({ status }) => status));
  expect([...statuses]).toHaveLength(1);
  const [first] = polls;
  if (first?.status === 404) {
    for (const [method, tail] of [
      ["GET", "/events"],
      ["POST", "/rerun"],
    ] as const) {
      expect((await call(method, address + tail)).body).toMatchObject({ status: 404, code: "run.not_found" });
    }
  }
  return first?.status ?? 0;
}

describe.each([
  ["synchronous", {}],
  ["background", { async: true }],
])("a %s run", (_, how) => {
  it.each([
    ["production", "draft"],
    ["draft", "production"],
  ])(
    "of %s is there at its own address and at the one that names no environment, not under the other",
    async (own, other) => {
      const worklet = await newWorklet(await newApplication(), "export const main = () => 1;");
      const query = "async" in how ? "?wait=10" : "";
      const { body } = await call("POST", `${inEnvironment(worklet, own)}/invoke${query}`, { body: how });
      const id = body.worklet_run_id;
      await eventually(
        () => call("GET", `${worklet}/${id}`),
        ({ status }) => status === 200,
      );
      expect(await found(`${worklet}/${id}`)).toBe(200);
      expect(await found(`${inEnvironment(worklet, own)}/${id}`)).toBe(200);
      expect(await found(`${inEnvironment(worklet, other)}/${id}`)).toBe(404);
    },
  );
});

it("a background run is not canceled at an address of another environment", async () => {
  const worklet = await newWorklet(
    await newApplication(),
    "export const main = () => new Promise((done) => setTimeout(done, 60_000));",
  );
  const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true } });
  const id = body.worklet_run_id;
  const refused = await call("POST", `${inEnvironment(worklet, "draft")}/${id}/cancel`);
  expect(refused.body).toMatchObject({ status: 404, code: "run.not_found" });
  expect(["QUEUED", "RUNNING"]).toContain((await call("GET", `${worklet}/${id}`)).body.status);
  expect((await call("POST", `${inEnvironment(worklet, "production")}/${id}/cancel`)).status).toBe(202);
});

it.each([
  ["synchronous", {}],
  ["background", { async: true }],
])("a %s run of a draft is neither read nor canceled by a key that may not run drafts", async (_, body) => {
  const worklet = await newWorklet(await newApplication(), "export const main = () => 'not yet public';");
  const query = "async" in body ? "?wait=10" : "";
  const draft = await call("POST", `${inEnvironment(worklet, "draft")}/invoke${query}`, { body });
  const id = draft.body.worklet_run_id;
  await eventually(
    () => call("GET", `${worklet}/${id}`),
    ({ status }) => status === 200,
  );
  const key = await newKey("invoke");
  for (const [method, tail] of [
    ["GET", ""],
    ["POST", ""],
    ["POST", "/cancel"],
  ] as const) {
    // What is synchronous cannot be canceled by anybody, which its id says.
    const code = tail === "/cancel" && query === "" ? "run.not_cancelable" : "run.not_found";
    expect((await call(method, `${worklet}/${id}${tail}`, { key })).body.code).toBe(code);
    const named = await call(method, `${inEnvironment(worklet, "draft")}/${id}${tail}`, { key });
    expect(named.body.code).toBe("access.role_too_low");
  }
  const own = await call("POST", `${worklet}/invoke${query}`, { body, key });
  const read = await eventually(
    () => call("GET", `${worklet}/${own.body.worklet_run_id}`, { key }),
    ({ status }) => status === 200,
  );
  expect(read.body.worklet_output).toBe("not yet public");
});

it("the receipts of a draft's runs name the draft in their address", async () => {
  const worklet = await newWorklet(await newApplication(), "export const main = () => 1;");
  const draft = inEnvironment(worklet, "draft");
  const { headers, body } = await call("POST", `${draft}/invoke`, { body: { async: true } });
  expect(headers.get("Location")).toBe(`${draft}/${body.worklet_run_id}`);
  const again = await call("POST", `${draft}/${body.worklet_run_id}/rerun`);
  expect(again.headers.get("Location")).toBe(`${draft}/${again.body.worklet_run_id}`);
  const live = await call("POST", `${worklet}/invoke`, { body: { async: true } });
  expect(live.headers.get("Location")).toBe(`${worklet}/${live.body.worklet_run_id}`);
});
