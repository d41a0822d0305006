import { SELF } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import { depthOf } from "../../src/http/body.ts";
import { jsonFaultAt } from "../../src/source/json-fault.ts";
import { call, host, invoke, newApplication, newWorklet, rootKey, send } from "../support/api.ts";

let echo: string;

beforeAll(async () => {
  echo = await newWorklet(await newApplication(), "export const main = (input: unknown) => input;");
});

const authorized = { Authorization: `Api-Key ${rootKey}` };

/** Sends bytes as they are; in pieces, so that no Content-Length is sent, when they come as a list. */
async function sendBytes(bytes: Uint8Array | Uint8Array[], path = `${echo}/invoke`, method = "POST") {
  const body = Array.isArray(bytes) ? streamOf(bytes) : bytes;
  const response = await SELF.fetch(host + path, { method, headers: authorized, body });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const wrapped = (input: string) => `{"worklet_input":${input}}`;

describe("a body that is too large", () => {
  it("is taken at exactly 1 MB and refused one byte later, with a Content-Length", async () => {
    const room = 1_000_000 - wrapped('""').length;
    const most = await sendBytes(utf8(wrapped(JSON.stringify("x".repeat(room)))));
    // The answer holds the output and more around it: here only the request counts.
    expect(most.status).not.toBe(413);
    const over = await sendBytes(utf8(wrapped(JSON.stringify("x".repeat(room + 1)))));
    expect(over).toMatchObject({
      status: 413,
      body: { code: "request.too_large", detail: expect.stringContaining("1000000 bytes") },
    });
  });

  it("is refused while it arrives when nobody said how long it is", async () => {
    const pieces = Array.from({ length: 50 }, () => new Uint8Array(50_000).fill(0x20));
    expect(await sendBytes(pieces)).toMatchObject({ status: 413, body: { code: "request.too_large" } });
    expect((await sendBytes(pieces.slice(0, 20))).status).toBe(200);
  });

  it("counts bytes of UTF-8, not characters", async () => {
    expect((await sendBytes(utf8(wrapped(JSON.stringify("é".repeat(500_001)))))).status).toBe(413);
  });

  it("is named as the file when it is one", async () => {
    const files = `/applications/${await newApplication()}/files/large.ts`;
    const answer = await sendBytes(utf8(`// ${"x".repeat(1_000_000)}`), files, "PUT");
    expect(answer).toMatchObject({
      status: 413,
      body: { detail: "The file is larger than 1000000 bytes. Send less." },
    });
  });
});

describe("a body that is not good JSON", () => {
  it.each([
    ['{"a":1', "line 1, column 7, it ends too early"],
    ['{"a":1,\n "b":}', 'line 2, column 6, "}" cannot stand there'],
    ["hello", 'line 1, column 1, "hello" cannot stand there'],
    ["{'a': 1}", "line 1, column 2"],
    ['{"a":01}', "line 1, column 7"],
    ['{"a":1}{"b":2}', "line 1, column 8"],
    ['{"a":NaN}', "line 1, column 6"],
    ["worklet_input=1&b=2", "line 1, column 1"],
  ])("is 400 with the place: %j", async (text, place) => {
    const answer = await call("POST", `${echo}/invoke`, { body: text });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: "request.not_json", detail: expect.stringContaining(place) },
    });
  });

  it("finds a fault exactly where JSON.parse finds one or not", () => {
    const pieces = [
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"\\u00e9"',
      '"\\x"',
      "1",
      "-0.5e+7",
      "01",
      "true",
      "nul",
      " ",
      "\n",
      "\t",
    ];
    let seed = 7;
    const chance = (count: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * count);
    };
    for (let round = 0; round < 5_000; round++) {
      const text = Array.from({ length: 1 + chance(7) }, () => pieces[chance(pieces.length)]).join("");
      expect([text, jsonFaultAt(text) === null]).toEqual([text, parses(text)]);
    }
  });

  it("is 400 when it is not UTF-8", async () => {
    for (const bytes of [
      [0xff, 0xfe],
      [0xc3, 0x28],
      [0xed, 0xa0, 0x80],
      [0xf8, 0x88, 0x80, 0x80, 0x80],
    ]) {
      const body = new Uint8Array([...utf8('{"worklet_input":"'), ...bytes, ...utf8('"}')]);
      expect(await sendBytes(body)).toMatchObject({ status: 400, body: { code: "request.not_json", detail: /UTF-8/ } });
    }
    const files = `/applications/${await newApplication()}/files/broken.ts`;
    expect((await sendBytes(new Uint8Array([0x2f, 0x2f, 0xff]), files, "PUT")).status).toBe(400);
  });

  it("is 400 when it is nested more than 64 levels deep, the body's own level included", async () => {
    const nested = (levels: number) => wrapped("[".repeat(levels) + "]".repeat(levels));
    expect((await call("POST", `${echo}/invoke`, { body: nested(63) })).status).toBe(200);
    for (const body of [nested(64), nested(200_000), `${'{"a":'.repeat(100_000)}1`]) {
      const answer = await call("POST", `${echo}/invoke`, { body });
      expect(answer).toMatchObject({ status: 400, body: { code: "request.too_deep" } });
    }
  });

  it("does not take brackets inside strings for levels", async () => {
    expect(depthOf(JSON.stringify({ a: '[[[[\\"{{{{' }))).toBe(1);
    expect((await invoke(echo, `${"[".repeat(500)}\\"{{{`)).body.worklet_output).toBe(`${"[".repeat(500)}\\"{{{`);
  });
});

describe("a body that is unusual but good", () => {
  it("may start with a byte order mark", async () => {
    expect((await sendBytes(utf8(`\ufeff${wrapped("7")}`))).body.worklet_output).toBe(7);
  });

  it("may be empty or blank: that is {}", async () => {
    for (const text of ["", " \r\n\t "]) expect((await sendBytes(utf8(text))).body.worklet_output).toBeNull();
  });

  it("keeps members called __proto__ and constructor as data", async () => {
    const input = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"a":{"__proto__":1}}';
    const response = await send("POST", `${echo}/invoke`, { body: wrapped(input) });
    expect(await response.text()).toContain(`"worklet_output":${input}`);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("refuses __proto__ where members are checked", async () => {
    const answer = await call("POST", "/applications", { body: '{"name":"x","__proto__":{"id":"y"}}' });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: "/__proto__" }] } });
  });

  it("takes the last of two members with one name, as JSON.parse does", async () => {
    const answer = await call("POST", `${echo}/invoke`, { body: '{"worklet_input":1,"worklet_input":2}' });
    expect(answer.body.worklet_output).toBe(2);
  });

  it("gives the input back as it came, whatever JSON value it is", async () => {
    for (const input of [0, "", false, null, [], {}, 1e21, "\u2028\u0000\ud83d\ude00", [[null]]]) {
      expect((await invoke(echo, input)).body.worklet_output).toEqual(input);
    }
  });
});

describe("a body with very much wrong in it", () => {
  it("is told a hundred faults and how many there are, quickly", async () => {
    const members = Object.fromEntries(Array.from({ length: 60_000 }, (_, place) => [`k${place}`, 0]));
    for (const [method, path] of [
      ["POST", `${echo}/invoke`],
      ["POST", "/applications"],
    ] as const) {
      const from = Date.now();
      const answer = await call(method, path, { body: members });
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toHaveLength(100);
      expect(answer.body.detail).toMatch(/^\/\w+: .* \(and \d{5} more\)/);
      expect(Date.now() - from).toBeLessThan(15_000);
    }
  });

  it("is told all of it at once when that is little, each with its pointer and what to do", async () => {
    const answer = await call("POST", "/applications", {
      body: { name: 5, id: "No!", "a/b": 1, allowed_origins: ["x"] },
    });
    expect(answer.body.errors.map((error: { path: string }) => error.path).sort()).toEqual([
      "/allowed_origins/0",
      "/a~1b",
      "/id",
      "/name",
    ]);
    expect(answer.body.detail).toContain("(and 3 more)");
    const both = await call("POST", `${echo}/invoke`, { body: { worklet_input: { a: 1 }, foo: 1 } });
    expect(both.body.errors).toMatchObject([{ path: "/foo" }]);
    expect(both.body.detail, "a cure that would drop the input").not.toContain("Put the input inside");
    const missing = await call("POST", "/applications", { body: {} });
    expect(missing.body.errors).toEqual([{ path: "/name", message: "This string is required." }]);
  });
});

function streamOf(pieces: Uint8Array[]): ReadableStream {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
