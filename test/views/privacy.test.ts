import { beforeAll, describe, expect, it } from "vitest";
import { call, fresh, newApplication, newKey, newWorklet } from "../support/api.ts";
import { documentOf, make, newId, newPublished, open, type Page, read } from "./visits.ts";

/** What goes wrong inside is told to who made the view. A stranger learns what the worklet says to them, and nothing else. */

const source = `
export function main(input: any) {
  if (input.how === "quiet") throw new TypeError("the database of ACME at 10.0.0.7 refused secret-password");
  if (input.how === "spoken") throw Object.assign(new Error("There is no such order."), { status: 404 });
  if (input.how === "shape") return { hidden: "internal-note" };
  return input;
}`;

let application: string;
let slug: string;
let outer: string;
let page: Page;
let hidden: string;
let operator: string;
const calls = () => ({
  find: { worklet: slug, values: { how: {}, of: {} }, input: { how: "{{ values.how }}", token: "fixed-input-value" } },
  nested: { worklet: outer, values: { how: {} } },
  shaped: { worklet: slug, values: { how: {} }, output: "{{ output.missing.member }}" },
  worked: { worklet: slug, values: { how: {} }, input: "{{ values.how.fixedmember.other }}" },
});

beforeAll(async () => {
  application = await newApplication("acme");
  const input_schema = { type: "object", properties: { how: { enum: ["quiet", "spoken", "shape", null] } } };
  slug = (await newWorklet(application, source, { input_schema })).split("/").at(-1) ?? "";
  const graph = { blocks: [{ id: "inside", kind: "worklet", worklet: slug }] };
  outer = (await newWorklet(application, "export const main = 1;", { graph })).split("/").at(-1) ?? "";
  page = await open(await newPublished(application, documentOf(calls())));
  hidden = (await newPublished(application, documentOf(calls(), { access: "private" }))).address;
  operator = await newKey("operator");
});

/** The same call by somebody who may see what is inside. */
async function inside(name: string, values: object) {
  const { body } = await call("GET", hidden, { key: operator });
  const headers = { Authorization: `View ${body.token}, Api-Key ${operator}` };
  return call("POST", `${hidden}/calls/${name}`, { key: null, headers, body: { call_id: newId(), values } });
}

function tellsNothing(answer: object) {
  for (const secret of [
    "ACME",
    "secret-password",
    "TypeError",
    slug,
    outer,
    ".ts",
    "fixed",
    "main",
    "stack",
    "internal",
  ]) {
    expect(JSON.stringify(answer), secret).not.toContain(secret);
  }
}

describe("a stranger", () => {
  it("is told that the call has failed and which run it was, and who is signed in why", async () => {
    const id = newId();
    const { status, body } = await make(page, { id, values: { how: "quiet" } });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { status: "FAILED", output: null, error: { message: `The call failed (${body.run_id}).` } },
    });
    tellsNothing(body);
    tellsNothing((await read(page, id)).body);
    const told = await inside("find", { how: "quiet" });
    expect(told.body).toMatchObject({ status: "FAILED", error: { message: expect.stringContaining("ACME") } });
  });

  it("is told what code says with a status of its own, without the worklets that it went through", async () => {
    const { body } = await make(page, { values: { how: "spoken" } });
    expect(body).toMatchObject({ status: "FAILED", error: { message: "There is no such order." } });
    const nested = await make(page, { call: "nested", values: { how: "spoken" } });
    expect(nested.body).toMatchObject({ status: "FAILED", error: { message: expect.any(String) } });
    tellsNothing(nested.body);
  });

  it("is not told what a model block has against its input, nor what its model is called, also of a worklet inside", async () => {
    const name = fresh("acme-model");
    const url = "http://internal.example/{{ input.path }}";
    const models = `/applications/${application}/models`;
    await call("POST", models, { body: { name: `${name}-text`, config: { kind: "builtin", builtin: "language" } } });
    await call("POST", models, { body: { name: `${name}-http`, config: { kind: "http", url } } });
    for (const [model, input] of [
      [`${name}-text`, 7],
      [`${name}-http`, { path: "../out" }],
    ] as const) {
      const graph = { blocks: [{ id: "hiddenblock", kind: "model", model }] };
      const asks = await newWorklet(application, "export const main = 1;", { graph });
      const within = { blocks: [{ id: "hiddenchild", kind: "worklet", worklet: asks.split("/").at(-1) }] };
      const above = await newWorklet(application, "export const main = 1;", { graph: within });
      for (const worklet of [asks, above]) {
        const view = documentOf({ find: { worklet: worklet.split("/").at(-1), input } });
        const { body } = await make(await open(await newPublished(application, view)));
        expect(body).toMatchObject({ status: "FAILED", error: { message: `The call failed (${body.run_id}).` } });
        const told = await call("POST", `${worklet}/invoke`, { body: { worklet_input: input } });
        expect(told).toMatchObject({ status: 422, body: { error: { message: expect.stringContaining("odel") } } });
      }
    }
  });

  it("is not told why an answer cannot be shown, nor how an input is made", async () => {
    const shaped = await make(page, { call: "shaped", values: { how: "shape" } });
    expect(shaped.body).toMatchObject({
      status: "FAILED",
      output: null,
      error: { message: "The answer cannot be shown." },
    });
    tellsNothing(shaped.body);
    const worked = await make(page, { call: "worked" });
    expect(worked).toMatchObject({ status: 422, body: { code: "request.invalid" } });
    tellsNothing(worked.body);
    expect((await inside("shaped", { how: "shape" })).body.error.message).toContain("output.missing");
    expect((await inside("worked", {})).body.detail).toContain("values.how");
  });

  it("is not told what the worklet's schema takes", async () => {
    const { status, body } = await make(page, { values: { how: "else" } });
    expect({ status, code: body.code }).toEqual({ status: 422, code: "request.invalid" });
    tellsNothing(body);
    expect(body).not.toHaveProperty("errors.1");
    expect((await inside("find", { how: "else" })).body).toMatchObject({
      status: 422,
      code: "worklet.input_invalid",
      errors: [{ path: "/worklet_input/how" }],
    });
  });

  it("is not told which worklet is gone", async () => {
    const doomed = (await newWorklet(application, source, { name: fresh("doomed") })).split("/").at(-1) ?? "";
    const view = await newPublished(application, documentOf({ find: { worklet: doomed } }));
    const visitor = await open(view);
    expect((await make(visitor)).status).toBe(200);
    await call("DELETE", `/applications/${application}/worklets/${doomed}?force=true`);
    const { status, body } = await make(visitor);
    expect({ status, code: body.code }).toEqual({ status: 404, code: "view.call_not_found" });
    expect(JSON.stringify(body)).not.toContain(doomed);
  });

  it("cannot read the run where runs are read", async () => {
    const { body } = await make(page, { values: { how: "shape" } });
    const address = `/applications/${application}/worklets/${slug}/${body.run_id}`;
    const headers = { Authorization: `View ${page.token}` };
    expect((await call("GET", address, { key: null, headers })).status).toBe(401);
  });
});
