import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CallOf,
  curlOf,
  javascriptValue,
  placeOf,
  pythonValue,
  quotedForShell,
  snippetMakers,
} from "../../../src/console/call/snippets.ts";

const call = (input: unknown, more: Partial<CallOf> = {}): CallOf => ({
  origin: "https://worklets.example",
  application: "desk",
  worklet: "triage",
  environment: "production",
  input,
  ...more,
});

const nasty = [
  "it's",
  "a\nb\r\n\tc",
  '$HOME `id` $(id) !! \\ \\\\ "quoted"',
  "ünï 漢字 👩‍💻 \u2028 \u007f",
  { "a'b": ["$x", { __proto__: null }], "": "@file" },
  JSON.parse('{"__proto__": {"x": 1}}'),
  "</script>",
  "${1 + 1} True None null",
];

/** Runs a text in a real shell whose `curl` prints the words that it got, each with its length. */
function wordsInShell(text: string): string[] {
  const script = `curl() { for word; do printf '%s\\0' "$word"; done; }\n${text}`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

describe("curl", () => {
  it("is the documented call", () => {
    expect(curlOf(call({ text: "x" }))).toBe(
      `curl -X POST https://worklets.example/applications/desk/worklets/triage/invoke \\
     -H 'Authorization: Api-Key YOUR_API_KEY' \\
     -d '{"worklet_input":{"text":"x"}}'`,
    );
  });

  it.each(nasty.map((input) => [JSON.stringify(input), input]))("sends %s as it is through a shell", (_, input) => {
    const words = wordsInShell(curlOf(call(input)));
    expect(words.slice(0, 3)).toEqual([
      "-X",
      "POST",
      "https://worklets.example/applications/desk/worklets/triage/invoke",
    ]);
    expect(words.at(-1)).toBe(JSON.stringify({ worklet_input: input }));
  });

  it("quotes any word for a shell", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: "binary" }).filter((text) => !text.includes("\0")),
          { minLength: 10, maxLength: 40 },
        ),
        (words) => {
          expect(wordsInShell(`curl ${words.map(quotedForShell).join(" ")}`)).toEqual(words);
        },
      ),
      { numRuns: 4 },
    );
  }, 30_000);

  it("calls the draft, up to a block, in the background, and asks for the run then", () => {
    const text = snippetMakers.curl.make(call(null, { environment: "draft", until: "clean", isAsync: true }));
    const words = wordsInShell(text);
    expect(words).toContain("https://worklets.example/applications/desk/draft/worklets/triage/invoke");
    expect(words).toContain('{"worklet_input":null,"async":true,"until":"clean"}');
    expect(words).toContain("https://worklets.example/applications/desk/draft/worklets/triage/RUN_ID?wait=60");
  });
});

describe("JavaScript", () => {
  it("writes every value so that it is read back, the name __proto__ too", () => {
    for (const value of nasty) {
      const read: unknown = new Function(`return ${javascriptValue(value)}`)();
      expect(JSON.stringify(read)).toBe(JSON.stringify(value));
    }
  });

  it.each([false, true])("gets the output from a server (async: %s)", async (isAsync) => {
    const asked: { method: string; url: string; key: string | undefined; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => {
        body += part;
      });
      request.on("end", () => {
        asked.push({ method: request.method ?? "", url: request.url ?? "", key: request.headers.authorization, body });
        const polls = asked.filter(({ method }) => method === "GET").length;
        const run = { status: polls < 2 ? "RUNNING" : "SUCCEEDED", worklet_output: "done" };
        const sync = { success: true, worklet_output: "done", worklet_run_id: "run_a1" };
        response.end(JSON.stringify(request.method === "GET" ? run : sync));
      });
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const program = snippetMakers.javascript.make(call({ text: "it's\n$x" }, { origin, isAsync }));
    const said: unknown[] = [];
    const AsyncFunction = (async () => undefined).constructor as new (
      ...text: string[]
    ) => (log: object) => Promise<void>;
    await new AsyncFunction("console", program)({ log: (word: unknown) => said.push(word) });
    await new Promise((closed) => server.close(closed));
    expect(said).toEqual(["done"]);
    expect(asked[0]).toMatchObject({ method: "POST", key: "Api-Key YOUR_API_KEY" });
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual({
      worklet_input: { text: "it's\n$x" },
      ...(isAsync && { async: true }),
    });
    expect(asked.map(({ url }) => url)).toEqual(
      isAsync
        ? [
            "/applications/desk/worklets/triage/invoke",
            "/applications/desk/worklets/triage/run_a1?wait=60",
            "/applications/desk/worklets/triage/run_a1?wait=60",
          ]
        : ["/applications/desk/worklets/triage/invoke"],
    );
  });
});

describe("Python", () => {
  it("has its own words for true, false and null, but not inside texts", () => {
    expect(pythonValue({ a: true, b: [false, null], c: 'true "null" \\', true: 1 })).toBe(
      `{"a":True,"b":[False,None],"c":"true \\"null\\" \\\\","true":1}`,
    );
  });

  it("asks the draft's address of the run while it is open", () => {
    const program = snippetMakers.python.make(call({ a: 1 }, { environment: "draft", isAsync: true }));
    expect(program).toContain('worklet = "https://worklets.example/applications/desk/draft/worklets/triage"');
    expect(program).toContain('json={"worklet_input":{"a":1},"async":True},');
    expect(program).toContain("{receipt['worklet_run_id']}?wait=60");
  });
});

it("writes long values over lines, as each language is indented", () => {
  const input = { text: "a text that is long enough to need lines of its own", n: 1 };
  expect(snippetMakers.python.make(call(input))).toContain('json={\n        "worklet_input": {\n            "text"');
  expect(snippetMakers.javascript.make(call(input))).toContain('stringify({\n    "worklet_input": {\n      "text"');
});

it("names the environment in the address of the draft only", () => {
  expect(placeOf(call(null))).toBe("https://worklets.example/applications/desk/worklets/triage");
  expect(placeOf(call(null, { environment: "draft" }))).toBe(
    "https://worklets.example/applications/desk/draft/worklets/triage",
  );
});
