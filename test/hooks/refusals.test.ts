import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { call, eventually, fresh, newApplication, newKey, newWorklet } from "../support/api.ts";
import { ask, countedDatabase } from "../support/unready.ts";
import { deliver, echoHook, type Made, newHook, newSecret } from "./support.ts";

/** The sender is told little: those who may see a hook find there why its last request was refused. */

let application: string;
beforeAll(async () => {
  application = await newApplication();
});
afterEach(() => vi.useRealTimers());

const refusalOf = async ({ path }: Made) =>
  (
    await eventually(
      () => call("GET", path),
      ({ body }) => body.last_refused_at !== null,
    )
  ).body.last_refusal;

const json = { "Content-Type": "application/json" };
const hmac = (secret: string) => ({ verification: { kind: "hmac", header: "X-Signature", secret } });
const nameOf = (text: string) => fresh(text).replaceAll("-", "_");

describe("the last refusal of a hook", () => {
  it("is nothing while everything is taken", async () => {
    const made = await echoHook(application);
    await deliver(made.token);
    expect((await call("GET", made.path)).body).toMatchObject({ last_refused_at: null, last_refusal: null });
  });

  it("says that the method, the size or the signature was wrong", async () => {
    const onlyPut = await echoHook(application, { methods: ["PUT"] });
    expect((await deliver(onlyPut.token)).status).toBe(405);
    expect(await refusalOf(onlyPut)).toBe("method_not_allowed");

    const small = await echoHook(application);
    expect((await deliver(small.token, { body: "x".repeat(1_000_001) })).status).toBe(413);
    expect(await refusalOf(small)).toBe("body_too_large");

    const secret = nameOf("SIGNED");
    await newSecret(application, secret, "value");
    const signed = await echoHook(application, hmac(secret));
    expect((await deliver(signed.token, { headers: { "X-Signature": "00" } })).status).toBe(401);
    expect(await refusalOf(signed)).toBe("signature_invalid");
  });

  it("says that no signature can be verified, which the sender is not told", async () => {
    const secret = nameOf("GONE");
    await newSecret(application, secret, "value");
    const made = await echoHook(application, hmac(secret));
    await call("DELETE", `/applications/${application}/secrets/${secret}`);
    expect((await deliver(made.token, { headers: { "X-Signature": "00" } })).status).toBe(401);
    expect(await refusalOf(made)).toBe("signature_unverifiable");
  });

  it("says that the input did not fit, that the draft cannot run, and that an answer could not be sent", async () => {
    const fits = await newHook(
      application,
      await newWorklet(application, "export const main = () => 1;", { input_schema: { required: ["more"] } }),
    );
    expect((await deliver(fits.token)).status).toBe(422);
    expect(await refusalOf(fits)).toBe("input_invalid");

    const worklet = await newWorklet(application, "export const main = () => 1;");
    const draft = await newHook(application, worklet, { environment: "draft" });
    await call("DELETE", `/applications/${application}/files/${draft.hook.worklet}.ts?force=true`);
    expect((await deliver(draft.token)).status).toBe(422);
    expect(await refusalOf(draft)).toBe("draft_invalid");

    const odd = await newWorklet(application, "export const main = () => ({ status: 99 });");
    const answer = await newHook(application, odd);
    expect((await deliver(answer.token)).status).toBe(500);
    expect(await refusalOf(answer)).toBe("answer_invalid");
  });

  it("says that a delivery's name was used for something else", async () => {
    const made = await echoHook(application, { background: true, idempotency_header: "X-Id" });
    for (const body of ["a", "b"]) await deliver(made.token, { headers: { "X-Id": "1" }, body });
    expect(await refusalOf(made)).toBe("delivery_reused");
  });

  it("is seen by operators of the application, and holds nothing of what was sent", async () => {
    const made = await echoHook(application, { methods: ["PUT"] });
    await deliver(made.token, { headers: json, body: '{"password": "hunter2"}' });
    await refusalOf(made);
    const { body } = await call("GET", made.path, { key: await newKey("operator", application) });
    expect(body.last_refusal).toBe("method_not_allowed");
    const { results } = await (env as Env).DB.prepare("select * from hooks where id = ?").bind(body.id).all();
    expect(JSON.stringify(results)).not.toContain("hunter2");
  });

  it("does not let its sender decide how often the database writes", async () => {
    const made = await echoHook(application, { methods: ["PUT"] });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    await deliver(made.token);
    await refusalOf(made);
    const { body: first } = await call("GET", made.path);
    const { DB, count } = countedDatabase();
    for (let times = 0; times < 20; times++) await ask({ DB }, `/hooks/${made.token}`, { method: "POST" });
    expect(count()).toBe(0);
    vi.setSystemTime(Date.now() + 10_001);
    await ask({ DB }, `/hooks/${made.token}`, { method: "POST" });
    const { body: second } = await call("GET", made.path);
    expect(Date.parse(second.last_refused_at) - Date.parse(first.last_refused_at)).toBe(10_001);
  });
});
