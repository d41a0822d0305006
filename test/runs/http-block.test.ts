import { describe, expect, it } from "vitest";
import { call, fresh, invoke } from "../support/api.ts";
import { desk, providers, run, runBehind, save, witness } from "./outside-blocks.ts";

const http = (url: string, more: object = {}) => ({ id: "ask", kind: "http", url, ...more });
const fault = (kind: string, told = "") => `${providers}/fault/${fresh("http")}/${kind}${told}`;

describe("the request of an http block", () => {
  it("is written by templates over input, blocks, env, run and secrets", async () => {
    const { body } = await run(
      await desk(),
      [
        { id: "first", kind: "code", file: "first.ts", function: "main" },
        http(`${providers}/echo/{{ input.id }}`, {
          headers: { Authorization: "Bearer {{ secrets.TOKEN }}", "X-Run": "{{ run.id }}", "X-Env": "{{ env.seen }}" },
          query: { tag: ["a", "b c"], none: null, n: "{{ worklet_input.n }}" },
          body: { all: "{{ blocks.first }}", n: "{{ input.n + 1 }}" },
        }),
      ],
      { n: 1 },
      {
        files: { "first.ts": "export const main = (input, env) => { env.seen = 'yes'; return { id: 7, ...input }; };" },
      },
    );
    const { status, headers, body: sent } = body.worklet_output;
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("application/json");
    expect(sent).toMatchObject({ method: "POST", url: "/echo/7?tag=a&tag=b+c&n=1" });
    expect(JSON.parse(sent.body)).toEqual({ all: { id: 7, n: 1 }, n: 2 });
    expect(sent.headers).toMatchObject({
      authorization: "Bearer secret-token-1234",
      "x-run": body.worklet_run_id,
      "x-env": "yes",
      "content-type": "application/json",
      "idempotency-key": `${body.worklet_run_id}:ask`,
    });
    expect(JSON.stringify(body.trace)).not.toContain("secret-token-1234");
  });

  it("is a GET without a body, and carries no Idempotency-Key then", async () => {
    const { body } = await run(await desk(), [http(`${providers}/echo`)]);
    const { method, headers, body: sent } = body.worklet_output.body;
    expect([method, sent, headers["idempotency-key"]]).toEqual(["GET", "", undefined]);
  });

  it("sends a text as it is, an object as the form that its header says, and the block's own Idempotency-Key", async () => {
    const application = await desk();
    const text = await run(application, [http(`${providers}/echo`, { method: "PUT", body: "n={{ input }}" })], 5);
    expect(text.body.worklet_output.body).toMatchObject({ method: "PUT", body: "n=5" });
    const headers = { "Content-Type": "application/x-www-form-urlencoded", "idempotency-key": "mine" };
    const form = await run(application, [http(`${providers}/echo`, { headers, body: { a: "1 2", b: ["x", "y"] } })]);
    expect(form.body.worklet_output.body).toMatchObject({
      body: "a=1+2&b=x&b=y",
      headers: { "idempotency-key": "mine" },
    });
  });
});

describe("the answer", () => {
  it("is JSON by its type, else text, else base 64", async () => {
    const application = await desk();
    const text = await run(application, [http(fault("says", "?200 all%20well"))]);
    expect(text.body.worklet_output).toMatchObject({ status: 200, body: "all well" });
    const empty = await run(application, [http(fault("says", "?200"))]);
    expect(empty.body.worklet_output.body).toBeNull();
    const wrong = await run(application, [http(fault("not-json"))]);
    expect(wrong.body.worklet_output.body).toContain("Sign in");
    const bytes = await run(application, [http(fault("bytes"))]);
    expect(bytes.body.worklet_output).toMatchObject({ body: "//4A", body_base64: true });
  });

  it("fails the block from 400 on, with the status and the server's words, unless it is accepted", async () => {
    const application = await desk();
    const refused = await run(application, [http(fault("422"))]);
    expect(refused.status).toBe(500);
    expect(refused.body.error).toMatchObject({ kind: "user", block: "ask" });
    expect(refused.body.error.message).toContain("answered 422");
    expect(refused.body.error.message).toContain("This is a 422.");
    for (const accept_statuses of [[422], ["4xx"]]) {
      const accepted = await run(application, [http(fault("422"), { accept_statuses })]);
      expect(accepted.body.worklet_output).toMatchObject({
        status: 422,
        body: { error: { message: "This is a 422." } },
      });
    }
    expect((await run(application, [http(fault("500"), { accept_statuses: ["4xx"] })])).status).toBe(500);
  });

  it.each(["huge", "endless"])("is refused when it is %s", async (kind) => {
    const { body } = await run(await desk(), [http(fault(kind))]);
    expect(body.error).toMatchObject({ kind: "limit", block: "ask" });
    expect(body.error.message).toContain("1000000 bytes");
  });

  it("never shows a secret, not even when the server repeats it in its refusal", async () => {
    const url = fault("says", "?403%20no%20access%20for%20secret-token-1234").replace("?403%20", "?403 ");
    const { body } = await run(await desk(), [http(url, { headers: { "X-Key": "{{ secrets.TOKEN }}" } })]);
    expect(body.error.message).toContain("no access for ***");
    expect(JSON.stringify(body)).not.toContain("secret-token-1234");
  });

  it("never shows a secret of several lines that the server repeats on one", async () => {
    const application = await desk();
    const pem = "-----BEGIN KEY-----\nMIIEvgIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----";
    await call("POST", `${application}/secrets`, { body: { name: "PEM", value: pem } });
    const repeating = http(fault("repeats", "?403"), {
      method: "POST",
      body: { message: "refused: {{ secrets.PEM }}" },
    });
    const { body } = await run(application, [repeating]);
    expect(body.error.message).toContain("***");
    expect(JSON.stringify(body)).not.toContain("MIIEvgIBADANBgkq");
  });

  it("comes after the block's retry, which waits as long as the server asks", async () => {
    const retry = { max_attempts: 2, backoff_ms: 1 };
    const started = Date.now();
    const { body } = await run(await desk(), [http(fault("429-once", "?1"), { retry })]);
    expect(body.worklet_output).toMatchObject({ status: 200, body: { answer: "good" } });
    expect(Date.now() - started).toBeGreaterThanOrEqual(1_000);
    expect(body.trace.blocks.map((each: { status: string }) => each.status)).toEqual(["FAILED", "SUCCEEDED"]);
  });

  it("is not waited for past the block's time", async () => {
    const { body } = await run(await desk(), [http(fault("hang"), { timeout_ms: 200 })]);
    expect(body.error).toEqual({
      kind: "timeout",
      message: "Block `ask` did not finish within 200 ms",
      block: "ask",
      stack: "",
    });
  });
});

describe("a redirect", () => {
  const headers = { Authorization: "Bearer {{ secrets.TOKEN }}", "X-Key": "{{ secrets.TOKEN }}", "X-Plain": "plain" };

  it("keeps its headers within an origin and loses what is secret at another", async () => {
    const application = await desk();
    const inside = await run(application, [http(fault("to", "?/echo"), { headers })]);
    expect(inside.body.worklet_output.body.headers).toMatchObject({ "x-key": "secret-token-1234", "x-plain": "plain" });
    const target = encodeURIComponent(`${witness}/echo`);
    const outside = await run(application, [http(fault("to", `?${target}`), { headers })]);
    const sent = JSON.parse(outside.body.worklet_output.body).headers;
    expect(sent["x-plain"]).toBe("plain");
    expect([sent.authorization, sent["x-key"]]).toEqual([undefined, undefined]);
  });

  it("becomes a GET as in a browser, keeps method and body for 307, and carries no secret body elsewhere", async () => {
    const application = await desk();
    const moved = await run(application, [http(fault("to", "?/echo"), { body: { a: 1 } })]);
    expect(moved.body.worklet_output.body).toMatchObject({ method: "GET", body: "" });
    const kept = await run(application, [http(fault("to-307", "?/echo"), { body: { a: 1 } })]);
    expect(kept.body.worklet_output.body).toMatchObject({ method: "POST", body: '{"a":1}' });
    const target = encodeURIComponent(`${witness}/echo`);
    const leak = await run(application, [
      http(fault("to-307", `?${target}`), { body: { key: "{{ secrets.TOKEN }}" } }),
    ]);
    expect(leak.body.error.message).toContain("its body holds a secret");
  });

  it("leads to no address that code may not reach, and not on for ever", async () => {
    const application = await desk();
    const target = encodeURIComponent("http://169.254.169.254/latest/meta-data");
    const refused = await run(application, [http(fault("to", `?${target}`))]);
    expect(refused.body.error.message).toContain("Egress refused: http://169.254.169.254/ is a link-local address");
    const circle = await run(application, [http(fault("circle"))]);
    expect(circle.body.error.message).toContain("redirected more than 5 times");
  });
});

describe("an address", () => {
  it.each(["http://10.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://x.internal/"])(
    "such as %s is refused",
    async (url) => {
      const { body } = await run(await desk(), [http("{{ input }}")], url);
      expect(body.error).toMatchObject({ kind: "user", block: "ask" });
      expect(body.error.message).toContain("Egress refused");
    },
  );

  it("that an expression makes of nothing is a failure that names the block", async () => {
    const application = await desk();
    const astray = ["https://x.example/a/../b", "https://x.example/a/%2E%2e/b"];
    for (const input of ["ftp://x.example/", "no address", "https://user:word@x.example/", ...astray]) {
      const { body } = await run(application, [http("{{ input }}")], input);
      expect(body.error).toMatchObject({ kind: "user", block: "ask", message: expect.stringMatching(/[Tt]he url/) });
    }
  });
});

describe("what is wrong with an http block", () => {
  it.each([
    ["/url", "url", { url: "ftp://x.example/" }],
    ["/url", "url", { url: "https://user:word@x.example/" }],
    ["/url", "url", { url: "https://x.example/{{ inptu.a }}" }],
    ["/url", "url", { url: "https://x.example/{{ input. }}" }],
    ["/headers/Host", "headers/Host", { url: "https://x.example/", headers: { Host: "other" } }],
    ["/headers/X-Key", "headers/X-Key", { url: "https://x.example/", headers: { "X-Key": "{{ secrets.NOPE }}" } }],
    [
      "/headers/X-Key",
      "headers/X-Key",
      { url: "https://x.example/", headers: { "X-Key": "{{ secrets[input.name] }}" } },
    ],
    ["/body", "body", { url: "https://x.example/", method: "GET", body: 1 }],
    ["/body", "body", { url: "https://x.example/", body: { a: "{{ item }}" } }],
    ["/input", "input", { url: "https://x.example/", input: "{{ secrets.TOKEN }}" }],
  ])("is refused when it is saved, at %s", async (path, member, block) => {
    const { status, body } = await save(await desk(), [{ id: "ask", kind: "http", ...block }]);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ path: `/graph/blocks/0${path}`, block: "ask", member }]);
  });

  it("fails the block when a secret was deleted since", async () => {
    const application = await desk();
    const made = await save(application, [http(`${providers}/echo`, { headers: { "X-Key": "{{ secrets.TOKEN }}" } })]);
    await call("DELETE", `${application}/secrets/TOKEN`);
    const { body } = await invoke(made.headers.get("Location") ?? "");
    expect(body.error).toMatchObject({
      kind: "user",
      block: "ask",
      message: expect.stringContaining("no secret TOKEN"),
    });
  });
});

it("an http block runs in the background too, and its secret is masked in all that is kept", async () => {
  const headers = { "X-Key": "{{ secrets.TOKEN }}" };
  const { poll, address } = await runBehind(await desk(), [http(`${providers}/echo`, { headers })]);
  expect(poll.worklet_output.body.headers["x-key"]).toBe("secret-token-1234");
  const trace = await call("GET", `${address}/trace`);
  expect(JSON.stringify(trace.body)).not.toContain("secret-token-1234");
  expect(trace.body.blocks[0].output.body.headers["x-key"]).toBe("***");
});
