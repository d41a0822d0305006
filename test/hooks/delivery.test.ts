import { beforeAll, describe, expect, it } from "vitest";
import { call, eventually, fresh, newApplication, newWorklet } from "../support/api.ts";
import { deliver, echoHook, idOf, type Made, newHook, newSecret, standardHeaders } from "./support.ts";

let application: string;
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
beforeAll(async () => {
  application = await newApplication();
  await newSecret(application, "STANDARD", secret);
});

const background = { background: true };
const standard = { ...background, verification: { kind: "standard_webhooks", secret: "STANDARD" } };

/** The run of a receipt, once it is over. */
async function ended({ hook }: Made, id: string | null) {
  return eventually(
    () => call("GET", `/applications/${application}/worklets/${hook.worklet}/${id}?wait=5`),
    ({ body }) => body.finished_at !== null,
  );
}

const runsOf = async ({ hook }: Made) =>
  (await call("GET", `/applications/${application}/runs?worklet=${hook.worklet}`)).body.items;

describe("a hook in the background", () => {
  it("answers 202 with the run's id and nothing of where it lives", async () => {
    const made = await echoHook(application, background);
    const answer = await deliver(made.token, { query: "?a=1", body: "x" });
    expect(answer.status).toBe(202);
    const id = answer.headers.get("Worklet-Run-Id");
    expect(id).toMatch(/^run_a/);
    expect(answer.body).toEqual({ success: true, worklet_run_id: id });
    expect(answer.headers.get("Worklet-Outcome")).toBe("accepted");
    expect(answer.headers.get("Location")).toBeNull();
    const run = await ended(made, id);
    expect(run.body).toMatchObject({ status: "SUCCEEDED", worklet_output: { query: { a: "1" }, raw_body: "x" } });
    expect(
      await eventually(
        () => runsOf(made),
        (items) => items.length > 0,
      ),
    ).toMatchObject([{ worklet_run_id: id, trigger: "hook", mode: "async", created_by: `hook ${made.hook.id}` }]);
  });

  it("does not take an output for an answer", async () => {
    const worklet = await newWorklet(application, "export const main = () => ({ status: 418 });");
    const made = await newHook(application, worklet, background);
    const answer = await deliver(made.token);
    expect(answer.status).toBe(202);
    const run = await ended(made, answer.body.worklet_run_id);
    expect(run.body).toMatchObject({ status: "SUCCEEDED", worklet_output: { status: 418 } });
  });

  it("keeps a large request with many escapes whole", async () => {
    const worklet = await newWorklet(application, "export const main = (input) => input.raw_body.length;");
    const made = await newHook(application, worklet, background);
    const answer = await deliver(made.token, {
      headers: { "Content-Type": "text/plain" },
      body: "\u0001".repeat(1_000_000),
    });
    expect(answer.status).toBe(202);
    expect((await ended(made, answer.body.worklet_run_id)).body.worklet_output).toBe(1_000_000);
  });
});

describe("a delivery that comes twice", () => {
  it("starts one run, by its webhook-id, though its time and signature are new", async () => {
    const made = await echoHook(application, standard);
    const id = fresh("msg");
    const send = (at: number, name = id) =>
      deliver(made.token, { headers: standardHeaders(secret, name, at, "{}"), body: "{}" });
    const [first, second] = await Promise.all([send(Date.now()), send(Date.now() - 60_000)]);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body).toEqual(first.body);
    const other = await send(Date.now(), fresh("msg"));
    expect(other.body.worklet_run_id).not.toBe(first.body.worklet_run_id);
    await ended(made, first.body.worklet_run_id);
    await ended(made, other.body.worklet_run_id);
    expect(
      await eventually(
        () => runsOf(made),
        (items) => items.length >= 2,
      ),
    ).toHaveLength(2);
    expect((await send(Date.now())).body).toEqual(first.body);
  });

  it("starts one run, by the header that the hook names", async () => {
    const made = await echoHook(application, { ...background, idempotency_header: "X-GitHub-Delivery" });
    const send = (delivery: string | null, body = "x") =>
      deliver(made.token, { headers: delivery === null ? {} : { "X-GitHub-Delivery": delivery }, body });
    const delivery = "72d3162e-cc78-11e3-81ab-4c9367dc0958";
    const first = await send(delivery);
    expect((await send(delivery)).body).toEqual(first.body);
    expect((await send("another one, with spaces")).body).not.toEqual(first.body);
    expect((await send(null)).body).not.toEqual((await send(null)).body);
    expect(await send(delivery, "y")).toMatchObject({ status: 422, body: { code: "idempotency.key_reused" } });
  });

  it("is not taken for a repetition when its query or method is another", async () => {
    const made = await echoHook(application, { ...background, idempotency_header: "X-Id" });
    const send = (method: string, query: string) =>
      deliver(made.token, { method, query, headers: { "X-Id": "1" }, body: "x" });
    const first = await send("POST", "?event=paid");
    expect((await send("POST", "?event=paid")).body).toEqual(first.body);
    for (const other of [await send("POST", "?event=refunded"), await send("PUT", "?event=paid")]) {
      expect(other).toMatchObject({ status: 422, body: { code: "idempotency.key_reused" } });
    }
  });

  it("is told apart from the same delivery to another hook of the worklet", async () => {
    const worklet = await newWorklet(application, "export const main = (input) => input;");
    const ids = new Set<string>();
    for (const id of ["one", "other"]) {
      const made = await newHook(application, worklet, { ...background, id: fresh(id), idempotency_header: "X-Id" });
      const { body } = await deliver(made.token, { headers: { "X-Id": "1" } });
      ids.add(body.worklet_run_id);
    }
    expect(ids.size).toBe(2);
  });

  it("runs again when the worklet answers itself: its sender may try again because it has failed", async () => {
    const made = await echoHook(application, { verification: standard.verification });
    const headers = standardHeaders(secret, fresh("msg"), Date.now(), "{}");
    const [first, second] = [
      await deliver(made.token, { headers, body: "{}" }),
      await deliver(made.token, { headers, body: "{}" }),
    ];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.headers.get("Worklet-Run-Id")).not.toBe(first.headers.get("Worklet-Run-Id"));
    const told = { status: 422, body: { errors: [{ path: "/idempotency_header" }] } };
    expect(await call("PATCH", made.path, { body: { idempotency_header: "X-Id" } })).toMatchObject(told);
    const body = { worklet: made.hook.worklet, id: fresh("hook"), idempotency_header: "X-Id" };
    expect(await call("POST", `/applications/${application}/hooks`, { body })).toMatchObject(told);
    expect(idOf(made.path)).toBe(made.hook.id);
  });
});
