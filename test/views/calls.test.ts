import { beforeAll, describe, expect, inject, it } from "vitest";
import { call, eventually, fresh, newApplication, newWorklet } from "../support/api.ts";
import { ask as askWith, countedDatabase } from "../support/unready.ts";
import { ask, cancel, documentOf, make, newCaller, newId, newPublished, open, type Page, read } from "./visits.ts";

/** Calls of a public view, made without any key. */

const witness = inject("witness");
const hits = async (name: string) => Number(await (await fetch(`${witness}/count/${name}`)).text());
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

const echo = "export const main = (input: unknown) => input;";
/** Hits the witness 40 times a second for three seconds, or until it is stopped. */
const ticking = `export async function main(input: any) {
  for (let n = 0; n < 120; n++) { await fetch("${witness}/hit/" + input.q); await new Promise((done) => setTimeout(done, 25)); }
  return input.q;
}`;

async function isStill(name: string): Promise<boolean> {
  const before = await hits(name);
  await pause(300);
  return (await hits(name)) === before;
}

let page: Page;
let worklet: string;
beforeAll(async () => {
  const view = await newCaller(echo, {
    call: {
      values: {
        q: { schema: { type: "string", maxLength: 5 } },
        page: { schema: { type: ["integer", "null"] } },
        any: {},
      },
      input: { text: "{{ values.q.trim() }}", page: "{{ values.page ?? 1 }}", limit: 50 },
      output: "{{ { found: output.text, asked: values.q, of: output.limit } }}",
    },
    worklet: { input_schema: { type: "object", properties: { text: { minLength: 1 } } } },
  });
  worklet = view.worklet;
  page = await open(view);
});

describe("a call of a public view", () => {
  it("runs the worklet with what the view makes of the values, and answers what it makes of the output", async () => {
    const id = newId();
    const { status, body } = await make(page, { id, values: { q: " a " } });
    expect(status).toBe(200);
    expect(body).toEqual({
      call_id: id,
      run_id: expect.stringMatching(/^run_a0{10}/),
      status: "SUCCEEDED",
      output: { found: "a", asked: " a ", of: 50 },
      error: null,
      progress: null,
    });
    const run = await call("GET", `${worklet}/${body.run_id}/trace`);
    expect(run.body.worklet_input).toEqual({ text: "a", page: 1, limit: 50 });
    const list = await eventually(
      () => call("GET", `${worklet.replace(/\/worklets.*/, "")}/runs`),
      ({ body: { items } }) => items.some((item: { worklet_run_id: string }) => item.worklet_run_id === body.run_id),
    );
    const listed = list.body.items.find((item: { worklet_run_id: string }) => item.worklet_run_id === body.run_id);
    expect(listed).toMatchObject({ trigger: "view", created_by: expect.stringMatching(/^view view-/) });
  });

  it("gives values and output as they are when the view makes nothing of them", async () => {
    const plain = await open(await newCaller(echo));
    expect((await make(plain, { values: { q: [1, { a: "ß" }] } })).body.output).toEqual({ q: [1, { a: "ß" }] });
    expect((await make(plain)).body.output).toEqual({ q: null });
  });

  it("refuses values that are not declared or do not fit, each by its place", async () => {
    const { status, body } = await make(page, { values: { q: "too long", page: "1", limit: 9, worklet: "x" } });
    expect({ status, code: body.code }).toEqual({ status: 422, code: "request.invalid" });
    const paths = body.errors.map((error: { path: string }) => error.path).sort();
    expect(paths).toEqual(["/values/limit", "/values/page", "/values/q", "/values/worklet"]);
    expect((await make(page, { values: {} })).body.errors).toMatchObject([{ path: "/values/q" }]);
    const proto = await ask(page, "POST", "find", { body: `{"call_id":"${newId()}","values":{"__proto__":{"q":1}}}` });
    expect(proto).toMatchObject({ status: 422, body: { errors: [{ path: "/values/__proto__" }] } });
    const values = '{"q":"a","page":{"list":[{"__proto__":{"a":1}}]}}';
    const inside = await ask(page, "POST", "find", { body: `{"call_id":"${newId()}","values":${values}}` });
    expect(inside).toMatchObject({ status: 422, body: { errors: [{ path: "/values/page/list/0/__proto__" }] } });
  });

  it("refuses another call, an id that is none, and what the worklet does not take", async () => {
    for (const name of ["other", "constructor", "__proto__"]) {
      expect(await make(page, { call: name, values: { q: "a" } })).toMatchObject({
        status: 404,
        body: { code: "view.call_not_found" },
      });
    }
    expect((await make(page, { id: "1", values: { q: "a" } })).body.errors).toMatchObject([{ path: "/call_id" }]);
    expect((await make(page, { values: { q: "  " } })).body.code).toBe("request.invalid");
    const own = newId();
    const { body } = await make(page, { id: own, supersedes: own, values: { q: "a" } });
    expect(body.errors).toMatchObject([{ path: "/supersedes" }]);
  });

  it("is one run however often it is sent, and refused with other values", async () => {
    const name = fresh("once");
    const view = await open(
      await newCaller(`export async function main(input: any) { await fetch("${witness}/hit/${name}"); return 1; }`),
    );
    const id = newId();
    const [first, second] = await Promise.all([make(view, { id }), make(view, { id })]);
    expect(first.body).toMatchObject({ status: "SUCCEEDED", output: 1 });
    expect(second.body).toEqual(first.body);
    expect((await make(view, { id: id.toUpperCase() })).body).toEqual(first.body);
    expect(await hits(name)).toBe(1);
    const other = await make(view, { id, values: { q: 2 } });
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency.key_reused" } });
  });

  it("is nobody else's to read or to cancel", async () => {
    const view = await newCaller(ticking);
    const [mine, theirs] = [await open(view), await open(view)];
    const [id, name] = [newId(), fresh("mine")];
    const running = make(mine, { id, values: { q: name } });
    await eventually(
      () => hits(name),
      (count) => count > 2,
    );
    expect(await read(theirs, id)).toMatchObject({ status: 404, body: { code: "run.not_found" } });
    await cancel(theirs, id);
    expect((await read(mine, id)).body).toMatchObject({ status: "RUNNING", output: null, error: null });
    expect((await cancel(mine, id)).body).toEqual({ call_id: id, status: "CANCELED" });
    expect((await running).body).toMatchObject({ status: "CANCELED", error: { message: "It was canceled." } });
    expect(await read(mine, "no-id")).toMatchObject({ status: 404, body: { code: "run.not_found" } });
  });

  it("takes the place of an earlier one, which is CANCELED and whose code stops", async () => {
    const view = await newCaller(ticking);
    const visitor = await open(view);
    const [old, name] = [newId(), fresh("old")];
    const superseded = make(visitor, { id: old, values: { q: name } });
    await eventually(
      () => hits(name),
      (count) => count > 2,
    );
    const next = make(visitor, { supersedes: old, values: { q: fresh("new") } });
    expect((await superseded).body).toMatchObject({ call_id: old, status: "CANCELED", output: null });
    await pause(1_500);
    expect(await isStill(name)).toBe(true);
    expect((await next).body.status).toBe("SUCCEEDED");
  });

  it("leaves of ten quick letters only the last one running", async () => {
    const view = await open(
      await newCaller(
        "export const main = async (input: any) => { await new Promise((done) => setTimeout(done, 300)); return input.q; };",
      ),
    );
    const letters = "abcdefghij".split("");
    const ids = letters.map(newId);
    const answers = [];
    for (const [n, letter] of letters.entries()) {
      const before = n > 0 && ids[n - 1] !== undefined ? { supersedes: ids[n - 1] as string } : {};
      answers.push(make(view, { id: ids[n] as string, values: { q: letter }, ...before }));
      await pause(50);
    }
    const statuses = (await Promise.all(answers)).map(({ body }) => body.status);
    expect(statuses).toEqual([...Array(9).fill("CANCELED"), "SUCCEEDED"]);
  });

  it("can be canceled before its order has arrived, and never runs then", async () => {
    const name = fresh("never");
    const visitor = await open(await newCaller(ticking));
    const id = newId();
    expect(await cancel(visitor, id)).toMatchObject({ status: 200, body: { call_id: id, status: "CANCELED" } });
    expect((await make(visitor, { id, values: { q: name } })).body.status).toBe("CANCELED");
    expect(await hits(name)).toBe(0);
  });

  it("is canceled when its page goes away", async () => {
    const name = fresh("left");
    const visitor = await open(await newCaller(ticking));
    const [id, leaving] = [newId(), new AbortController()];
    const gone = make(visitor, { id, values: { q: name }, signal: leaving.signal }).catch((error: Error) => error.name);
    await eventually(
      () => hits(name),
      (count) => count > 2,
    );
    leaving.abort();
    expect(await gone).toBe("AbortError");
    const { body } = await read(visitor, id, "?wait=5");
    expect(body.status).toBe("CANCELED");
    await pause(1_500);
    expect(await isStill(name)).toBe(true);
  });

  it("asks the database for nothing when the view was just used", async () => {
    const visitor = await open(await newCaller(echo));
    await make(visitor);
    const { DB, count } = countedDatabase();
    const { status, body } = await askWith({ DB }, `${visitor.address}/calls/find`, {
      method: "POST",
      headers: { Authorization: `View ${visitor.token}` },
      body: JSON.stringify({ call_id: newId() }),
    });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(count()).toBe(0);
  });
});

describe("a call of a draft", () => {
  it("runs the worklet's draft with the call as it is edited, for who may run drafts", async () => {
    const application = await newApplication();
    const made = await newWorklet(application, echo);
    const slug = made.split("/").at(-1) ?? "";
    const view = await newPublished(application, documentOf({ find: { worklet: slug } }));
    const address = `${view.view}/draft/calls/find`;
    const id = newId();
    const edited = { worklet: slug, trigger: "event", values: { q: {} }, output: "{{ output.q + 1 }}" };
    const { status, body } = await call("POST", address, { body: { call_id: id, values: { q: 1 }, call: edited } });
    expect({ status, body }).toMatchObject({ status: 200, body: { status: "SUCCEEDED", output: 2 } });
    const run = await call("GET", `/applications/${application}/draft/worklets/${slug}/${body.run_id}`);
    expect(run.body).toMatchObject({ environment: "draft", trigger: "view" });
    expect((await call("GET", `${address}/${id}?worklet=${slug}`)).body).toEqual(body);
    expect((await call("GET", `${address}/${id}`)).body).toEqual(body);
    const saved = await call("POST", address, { body: { call_id: newId() } });
    expect(saved.body).toMatchObject({ status: "SUCCEEDED", output: {} });
  });

  it("says in full what is wrong with the call", async () => {
    const application = await newApplication();
    const made = await newWorklet(application, "export const main = () => { throw new TypeError('secret inside'); };");
    const slug = made.split("/").at(-1) ?? "";
    const view = await newPublished(application, documentOf({ find: { worklet: slug } }));
    const send = (edited: object) =>
      call("POST", `${view.view}/draft/calls/find`, { body: { call_id: newId(), call: { worklet: slug, ...edited } } });
    const wrong = await send({ input: "{{ values. }}", output: "{{ output", values: { q: {} } });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors.map((error: { path: string }) => error.path)).toEqual(["/call/input", "/call/output"]);
    const schema = await send({ values: { q: { schema: { type: "text" } } } });
    expect(schema.body.errors).toMatchObject([{ path: "/call/values/q/schema/type" }]);
    expect((await send({ input: "{{ values.q.x }}", values: { q: {} } })).body.detail).toContain("call find");
    expect((await send({})).body).toMatchObject({ status: "FAILED", error: { message: "TypeError: secret inside" } });
    expect((await send({ worklet: "none" })).body.code).toBe("worklet.not_found");
  });
});
