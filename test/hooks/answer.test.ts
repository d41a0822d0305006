import { beforeAll, describe, expect, it } from "vitest";
import { replyOf } from "../../src/hooks/answer.ts";
import { newApplication, newWorklet } from "../support/api.ts";
import { deliver, deliverRaw, newHook } from "./support.ts";

/** A hook whose worklet answers what it is sent. */
let token: string;
beforeAll(async () => {
  const application = await newApplication();
  const worklet = await newWorklet(application, "export const main = (input) => input.body;");
  token = (await newHook(application, worklet)).token;
});

const json = { "Content-Type": "application/json" };

async function answerOf(output: unknown) {
  const response = await deliverRaw(token, { headers: json, body: JSON.stringify(output) });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe("an output that is an answer", () => {
  it("gives its status, headers and body", async () => {
    const answer = await answerOf({ status: 201, headers: { "X-Made": "1", Location: "/a" }, body: { id: 7 } });
    expect([answer.status, answer.text]).toEqual([201, '{"id":7}']);
    expect(answer.headers.get("X-Made")).toBe("1");
    expect(answer.headers.get("Location")).toBe("/a");
    expect(answer.headers.get("Content-Type")).toBe("application/json");
    expect(answer.headers.get("Worklet-Outcome")).toBe("succeeded");
  });

  it("sends a string as it is, as the type that it says", async () => {
    const plain = await answerOf({ status: 200, body: '"quoted"\n' });
    expect([plain.text, plain.headers.get("Content-Type")]).toEqual(['"quoted"\n', "text/plain; charset=utf-8"]);
    const xml = await answerOf({ status: 200, headers: { "CONTENT-type": "application/xml" }, body: "<a/>" });
    expect([xml.text, xml.headers.get("Content-Type")]).toEqual(["<a/>", "application/xml"]);
  });

  it("may have no body, and has none where HTTP allows none", async () => {
    for (const output of [{ status: 200 }, { status: 200, body: null }, { status: 204, body: "x" }, { status: 304 }]) {
      const answer = await answerOf(output);
      expect([answer.status, answer.text]).toEqual([output.status, ""]);
    }
  });

  it("may say how it is cached", async () => {
    expect((await answerOf({ status: 200 })).headers.get("Cache-Control")).toBe("no-store");
    const cached = await answerOf({ status: 200, headers: { "cache-control": "max-age=60" } });
    expect(cached.headers.get("Cache-Control")).toBe("max-age=60");
  });

  it("sets no header that is the platform's, the connection's or the whole host's", async () => {
    const { headers } = await answerOf({
      status: 200,
      headers: {
        "Worklet-Run-Id": "run_forged",
        "worklet-outcome": "failed",
        "X-Request-Id": "forged",
        "Set-Cookie": "session=1",
        "Strict-Transport-Security": "max-age=1",
        "Clear-Site-Data": '"*"',
        "Content-Security-Policy": "default-src *",
        "X-Content-Type-Options": "other",
        "Content-Length": "1000",
        "Transfer-Encoding": "gzip",
        "Content-Encoding": "gzip",
        "Access-Control-Allow-Credentials": "true",
      },
      body: "whole",
    });
    expect(headers.get("Worklet-Run-Id")).toMatch(/^run_s/);
    expect(headers.get("Worklet-Outcome")).toBe("succeeded");
    expect(headers.get("X-Request-Id")).toMatch(/^req_/);
    expect(headers.get("Content-Security-Policy")).toBe("sandbox");
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    for (const name of ["Set-Cookie", "Strict-Transport-Security", "Clear-Site-Data", "Content-Encoding"]) {
      expect(headers.get(name), name).toBeNull();
    }
    expect(headers.get("Access-Control-Allow-Credentials")).toBeNull();
  });
});

describe("the headers of an answer", () => {
  it.each([
    ...["WWW-Authenticate", "Refresh", "Set-Login", "Use-As-Dictionary", "Speculation-Rules", "Origin-Trial", "Link"],
    ...["Attribution-Reporting-Register-Source", "Access-Control-Allow-Origin", "Service-Worker-Allowed", "SourceMap"],
    ...[
      "Permissions-Policy",
      "X-Frame-Options",
      "X-Content-Security-Policy",
      "X-Accel-Redirect",
      "X-Sendfile",
      "Made-Up",
    ],
  ])("leave %s behind, which browsers or proxies heed", async (name) => {
    expect((await answerOf({ status: 200, headers: { [name]: "x" }, body: "x" })).headers.get(name)).toBeNull();
  });

  it("are those that describe this answer, and names of one's own", async () => {
    const sent = {
      ...{ "Content-Language": "de", "Content-Disposition": "attachment", "Cache-Control": "max-age=1", ETag: '"1"' },
      ...{
        "Last-Modified": "Thu, 01 Jan 1970 00:00:00 GMT",
        Expires: "0",
        Vary: "Accept",
        Location: "/b",
        Allow: "GET",
      },
      ...{ "Retry-After": "5", "X-Custom": "1", "X-Shop-Signature": "2", "WebHook-Allowed-Origin": "*" },
    };
    const { headers } = await answerOf({ status: 200, headers: sent, body: "x" });
    for (const [name, value] of Object.entries(sent)) expect([name, headers.get(name)]).toEqual([name, value]);
  });
});

describe("what a worklet answers is no code of a page of this host", () => {
  const ask = async (destination: string) => {
    const script = { status: 200, headers: { "Content-Type": "text/javascript" }, body: "alert(1)" };
    const headers = { ...json, "Sec-Fetch-Dest": destination };
    const response = await deliverRaw(token, { headers, body: JSON.stringify(script) });
    return [response.status, (await response.text()).includes("alert")];
  };

  it.each(["script", "style", "worker", "serviceworker", "sharedworker", "manifest"])(
    "not as %s, which script-src 'self' would allow",
    async (destination) => {
      expect(await ask(destination)).toEqual([404, false]);
    },
  );

  it("but a person who opens the address, and a program, are answered", async () => {
    for (const destination of ["document", "empty", "image"]) expect(await ask(destination)).toEqual([200, true]);
  });
});

describe("any other output", () => {
  it.each([
    [null],
    [7],
    ["text"],
    [[1, 2]],
    [{}],
    [{ status: "200", headers: {}, body: "x" }],
    [{ status: "ok" }],
    [{ status: 200, items: [] }],
    [{ statusCode: 200, body: "x" }],
    [{ body: "x" }],
  ])("is answered as JSON: %j", async (output) => {
    const answer = await answerOf(output);
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "application/json"]);
    expect(JSON.parse(answer.text)).toEqual(output);
    expect(answer.headers.get("Content-Security-Policy")).toBe("sandbox");
  });
});

describe("an answer that cannot be sent", () => {
  it.each([
    [{ status: 99 }, "status"],
    [{ status: 199 }, "status"],
    [{ status: 600 }, "status"],
    [{ status: 200.5 }, "status"],
    [{ status: 200, headers: { "X-A": "1\r\nSet-Cookie: session=1" } }, "headers"],
    [{ status: 200, headers: { "X-A": "1\n" } }, "headers"],
    [{ status: 200, headers: { "X-A": "\u0000" } }, "headers"],
    [{ status: 200, headers: { "X-A": "€" } }, "headers"],
    [{ status: 200, headers: { "X A": "1" } }, "headers"],
    [{ status: 200, headers: { "X-A\r\nSet-Cookie": "1" } }, "headers"],
    [{ status: 200, headers: { "": "1" } }, "headers"],
    [{ status: 200, headers: { "X-A": 1 } }, "headers"],
    [{ status: 200, headers: ["X-A"] }, "headers"],
    [
      { status: 200, headers: Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`X-Header-${at}`, ""])) },
      "headers",
    ],
  ])("is a failure of the worklet which names its member: %#", async (output, member) => {
    const { status, body, headers } = await deliver(token, { headers: json, body: JSON.stringify(output) });
    expect(status).toBe(500);
    expect(body).toMatchObject({ success: false, worklet_run_id: headers.get("Worklet-Run-Id") });
    expect(body.message).toContain(`"${member}"`);
    expect(headers.get("Set-Cookie")).toBeNull();
  });

  it("is larger than an output may be", async () => {
    const application = await newApplication();
    const source = 'export const main = () => ({ status: 200, body: "x".repeat(1_000_001) });';
    const { token } = await newHook(application, await newWorklet(application, source));
    expect(await deliver(token)).toMatchObject({ status: 500, body: { message: "Worklet has failed" } });
  });
});

it("an answer never throws, whatever stands in it", () => {
  const names = ["status", "headers", "body", "__proto__", "constructor"];
  const values = [
    "null",
    "200",
    "-0",
    "1e400",
    '"200"',
    "[]",
    "{}",
    '{"status":200}',
    '{"__proto__":"x"}',
    '"\\ud800"',
  ];
  for (const name of names) {
    for (const value of values) {
      for (const output of [
        `{"${name}":${value}}`,
        `{"status":200,"${name}":${value}}`,
        `{"${name}":${value},"status":204}`,
      ]) {
        const answer = replyOf(output);
        if (!("reply" in answer)) continue;
        const { status, text = null, headers } = answer.reply;
        expect(() => new Response(text, { status, ...(headers && { headers }) }), output).not.toThrow();
      }
    }
  }
});
