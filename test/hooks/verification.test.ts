import { createHmac } from "node:crypto";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { refusalOf, standardKey } from "../../src/hooks/verification.ts";
import { call, fresh, newApplication, newWorklet } from "../support/api.ts";
import { deliver, echoHook, idOf, newHook, newSecret, standardHeaders } from "./support.ts";

/** The example of GitHub's page on validating deliveries. */
const github = {
  secret: "It's a Secret to Everybody",
  body: "Hello, World!",
  signature: "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
};

/** The example that the libraries of Standard Webhooks are tested with. */
const standard = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  body: '{"test": 2432232314}',
  at: 1_614_265_330_000,
  headers: {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  },
};

const hmac = {
  kind: "hmac",
  header: "X-Hub-Signature-256",
  secret: "GITHUB",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "sha256=",
} as const;

let application: string;
afterEach(() => vi.useRealTimers());
beforeAll(async () => {
  application = await newApplication();
  await newSecret(application, "GITHUB", github.secret);
  await newSecret(application, "STANDARD", standard.secret);
});

const refused = { status: 401, body: { code: "hook.signature_invalid" } };

describe("a hook with an HMAC check", () => {
  it("runs what GitHub signed, and nothing else", async () => {
    const { token, hook } = await echoHook(application, { verification: hmac });
    const signed = (signature: string, body = github.body) =>
      deliver(token, { headers: { "X-Hub-Signature-256": signature }, body });
    const answer = await signed(github.signature);
    expect(answer).toMatchObject({ status: 200, body: { raw_body: github.body } });
    for (const [signature, body] of [
      [github.signature, "Hello, World?"],
      [github.signature, `${github.body} `],
      [github.signature, ""],
      [github.signature.replace("sha256=", ""), github.body],
      [github.signature.replace("sha256=", "sha1="), github.body],
      [github.signature.slice(0, -2), github.body],
      [`${github.signature}00`, github.body],
      [`${github.signature}zz`, github.body],
      [`sha256=${"0".repeat(64)}`, github.body],
      ["sha256=", github.body],
      ["", github.body],
    ] as const) {
      expect(await signed(signature, body), `${signature} ${body}`).toMatchObject(refused);
    }
    expect(await deliver(token, { body: github.body })).toMatchObject(refused);
    const { body } = await call("GET", `/applications/${application}/runs?worklet=${hook.worklet}`);
    expect(body.items.length).toBeLessThanOrEqual(1);
  });

  it("signs the bytes, whatever they are", async () => {
    const { token } = await echoHook(application, {
      verification: { kind: "hmac", header: "x-shop", secret: "GITHUB", encoding: "base64" },
    });
    const bytes = new Uint8Array([255, 0, 13, 10, 239, 187, 191]);
    const signature = createHmac("sha256", github.secret).update(bytes).digest("base64");
    const answer = await deliver(token, { headers: { "X-Shop": signature }, body: bytes });
    expect(answer).toMatchObject({ status: 200, body: { raw_body_base64: true } });
    expect(await deliver(token, { headers: { "X-Shop": signature }, body: bytes.slice(1) })).toMatchObject(refused);
  });

  it.each(["sha1", "sha256", "sha512"] as const)("knows %s in hex of either case and in base 64", (algorithm) => {
    const body = new TextEncoder().encode("text");
    for (const encoding of ["hex", "base64"] as const) {
      const digest = createHmac(algorithm, "k").update(body).digest(encoding);
      const ask = (text: string) =>
        refusalOf({ ...hmac, algorithm, encoding, prefix: "" }, "k", {
          headers: new Headers({ [hmac.header]: text }),
          body,
          now: 0,
        });
      expect(ask(digest)).toBeNull();
      if (encoding === "hex") expect(ask(digest.toUpperCase())).toBeNull();
      else expect(ask(digest.toLowerCase())).not.toBeNull();
    }
  });

  it("takes a new secret within seconds of its change, and the old one no longer", async () => {
    const name = fresh("S").replaceAll("-", "_");
    await newSecret(application, name, "old");
    const { token } = await echoHook(application, { verification: { ...hmac, secret: name } });
    const signed = (secret: string) => {
      const signature = `sha256=${createHmac("sha256", secret).update("x").digest("hex")}`;
      return deliver(token, { headers: { "X-Hub-Signature-256": signature }, body: "x" });
    };
    expect((await signed("old")).status).toBe(200);
    await call("PUT", `/applications/${application}/secrets/${name}`, { body: { value: "new" } });
    expect((await signed("new")).status).toBe(200);
    expect(await signed("old")).toMatchObject(refused);
  });

  it("lets nobody in when its secret is gone", async () => {
    const name = fresh("GONE").replaceAll("-", "_");
    await newSecret(application, name, github.secret);
    const { token } = await echoHook(application, { verification: { ...hmac, secret: name } });
    await call("DELETE", `/applications/${application}/secrets/${name}`);
    const answer = await deliver(token, { headers: { "X-Hub-Signature-256": github.signature }, body: github.body });
    expect(answer).toMatchObject(refused);
    expect(JSON.stringify(answer.body)).not.toContain(name);
  });
});

describe("a hook with Standard Webhooks", () => {
  const kind = { verification: { kind: "standard_webhooks", secret: "STANDARD" } };
  const ask = (changes: Record<string, string>, now = standard.at, body = standard.body) =>
    refusalOf({ kind: "standard_webhooks", secret: "STANDARD" }, standard.secret, {
      headers: new Headers({ ...standard.headers, ...changes }),
      body: new TextEncoder().encode(body),
      now,
    });

  it("takes the example of its libraries, with other signatures beside it and under its older names", () => {
    const signature = standard.headers["webhook-signature"];
    expect(ask({})).toBeNull();
    expect(ask({ "webhook-signature": `v1,AAAA v1a,${"A".repeat(44)} ${signature}` })).toBeNull();
    const older = Object.entries(standard.headers).map(([name, value]) => [name.replace("webhook", "svix"), value]);
    const headers = new Headers(older as [string, string][]);
    const proof = { headers, body: new TextEncoder().encode(standard.body), now: standard.at };
    expect(refusalOf({ kind: "standard_webhooks", secret: "S" }, standard.secret, proof)).toBeNull();
  });

  it("refuses another body, id, time or scheme", () => {
    const signature = standard.headers["webhook-signature"];
    expect(ask({}, standard.at, `${standard.body}\n`)).not.toBeNull();
    for (const changes of [
      { "webhook-id": "msg_other" },
      { "webhook-timestamp": "1614265331" },
      { "webhook-signature": signature.replace("v1,", "v2,") },
      { "webhook-signature": signature.slice(3) },
      { "webhook-signature": "v1," },
      { "webhook-signature": "" },
      { "webhook-id": "" },
      { "webhook-timestamp": "" },
      { "webhook-timestamp": "1614265330.0" },
      { "webhook-timestamp": "-1" },
    ]) {
      expect(ask(changes as Record<string, string>), JSON.stringify(changes)).not.toBeNull();
    }
  });

  it("takes a request for five minutes before and after its time, and no longer", () => {
    const limit = 300_000;
    for (const off of [limit, -limit]) expect(ask({}, standard.at + off)).toBeNull();
    for (const off of [limit + 1_000, -limit - 1_000])
      expect(ask({}, standard.at + off)).toContain("webhook-timestamp");
  });

  it("runs a signed request and refuses one that was sent too long ago", async () => {
    const { token } = await echoHook(application, kind);
    const headers = standardHeaders(standard.secret, "msg_1", Date.now(), "{}");
    expect((await deliver(token, { headers, body: "{}" })).status).toBe(200);
    const old = standardHeaders(standard.secret, "msg_1", Date.now() - 310_000, "{}");
    expect(await deliver(token, { headers: old, body: "{}" })).toMatchObject(refused);
    expect(await deliver(token, { body: "{}" })).toMatchObject(refused);
  });

  it("lets nobody in when its secret has lost its form", async () => {
    const name = fresh("WH").replaceAll("-", "_");
    await newSecret(application, name, standard.secret);
    const { token } = await echoHook(application, { verification: { kind: "standard_webhooks", secret: name } });
    await call("PUT", `/applications/${application}/secrets/${name}`, { body: { value: "not base 64!" } });
    const headers = standardHeaders("", "msg_1", Date.now(), "{}");
    expect(await deliver(token, { headers, body: "{}" })).toMatchObject(refused);
  });
});

it("a key of Standard Webhooks that could be guessed is no key", () => {
  const keyOf = (bytes: number) => standardKey(`whsec_${Buffer.alloc(bytes, 1).toString("base64")}`)?.length ?? null;
  expect([0, 1, 15, 16, 24, 64].map(keyOf)).toEqual([null, null, null, 16, 24, 64]);
});

describe("a verification that could never succeed", () => {
  it("is refused when it is saved, with its member", async () => {
    const worklet = await newWorklet(application, "export const main = () => 1;");
    const { path } = await newHook(application, worklet);
    const name = fresh("PLAIN").replaceAll("-", "_");
    await newSecret(application, name, "plain text");
    const short = fresh("SHORT").replaceAll("-", "_");
    await newSecret(application, short, "whsec_c2hvcnQ=");
    for (const verification of [
      { ...hmac, secret: "NOT_THERE" },
      { kind: "standard_webhooks", secret: "NOT_THERE" },
      { kind: "standard_webhooks", secret: name },
      { kind: "standard_webhooks", secret: short },
    ]) {
      const told = { status: 422, body: { errors: [{ path: "/verification/secret" }] } };
      expect(await call("PATCH", path, { body: { verification } })).toMatchObject(told);
      const body = { worklet: idOf(worklet), id: "other", verification };
      expect(await call("POST", `/applications/${application}/hooks`, { body })).toMatchObject(told);
    }
    for (const wrong of [{ header: "a b" }, { algorithm: "md5" }, { encoding: "utf8" }, { prefix: "a b" }, { x: 1 }]) {
      const { status, body } = await call("PATCH", path, { body: { verification: { ...hmac, ...wrong } } });
      expect([status, body.errors[0].path]).toEqual([422, `/verification/${Object.keys(wrong)[0]}`]);
    }
    expect((await call("GET", path)).body.verification).toEqual({ kind: "none" });
  });
});
