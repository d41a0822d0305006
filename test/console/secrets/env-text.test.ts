import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assignmentsIn, readEnv, withoutNames } from "../../../src/console/secrets/env-text.ts";

const pairs = (text: string) => readEnv(text).entries.map(({ name, value }) => [name, value]);

describe("the text of a .env file", () => {
  test("lines are read with export, spaces, comments and Windows line ends", () => {
    const text = "# keys\r\nA=1\r\n\r\n  export B = two words  # why\r\nC=a#b\r\nD=\r\n";
    expect(pairs(text)).toEqual([
      ["A", "1"],
      ["B", "two words"],
      ["C", "a#b"],
      ["D", ""],
    ]);
    expect(readEnv(text).faults).toEqual([]);
  });

  test("a comment right behind the = leaves no value", () => {
    expect(pairs("A= # nothing yet")).toEqual([["A", ""]]);
  });

  test("quotes keep spaces and signs, and only double quotes know a backslash", () => {
    expect(pairs(`A=' a # b '\nB="x\\ny\\"z\\\\"\nC='x\\ny'\nD=\`it's\` # note`)).toEqual([
      ["A", " a # b "],
      ["B", 'x\ny"z\\'],
      ["C", "x\\ny"],
      ["D", "it's"],
    ]);
  });

  test("a quoted value has as many lines as it has, and the lines behind it keep their numbers", () => {
    const { entries, faults } = readEnv('KEY="-----BEGIN\nabc\n-----END"\nNEXT=1\nnothing\n');
    expect(entries.map(({ name, value, line }) => [name, value, line])).toEqual([
      ["KEY", "-----BEGIN\nabc\n-----END", 1],
      ["NEXT", "1", 4],
    ]);
    expect(faults.map(({ line }) => line)).toEqual([5]);
  });

  test("a value that only begins with a quote is taken as it stands", () => {
    expect(pairs(`A='a' and 'b'`)).toEqual([["A", "'a' and 'b'"]]);
  });

  test("a quote that does not end is a fault of its line, and the next line is read", () => {
    const { entries, faults } = readEnv('A="open\nB=2');
    expect(entries.map(({ name }) => name)).toEqual(["B"]);
    expect(faults).toEqual([{ line: 1, message: "The quote of A does not end." }]);
  });

  test("of a name that is there twice the last one counts, and the first is told of", () => {
    expect(readEnv("A=1\nB=2\nA=3").entries).toMatchObject([
      { name: "A", value: "3", line: 3, earlierLines: [1] },
      { name: "B", value: "2", earlierLines: [] },
    ]);
  });

  test("faults never show what stands in their line", () => {
    const { faults } = readEnv("sk-live-123456\n=sk-live-123456\nA='sk-live-123456");
    expect(faults).toHaveLength(3);
    expect(JSON.stringify(faults)).not.toContain("sk-live");
  });

  test("what has arrived leaves the text, every time that it is there, and the rest stays as it was", () => {
    const text = "# mine\nA=1\nexport B='x\ny'\nA=2\nwhat is this\nC=3";
    expect(withoutNames(text, new Set(["A", "B"]))).toBe("# mine\nwhat is this\nC=3");
  });

  test("any values come back out of quotes, and any text at all is read to its end", () => {
    const quoted = (value: string) => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { maxLength: 5 }), (values) => {
        const text = values.map((value, at) => `N${at}=${quoted(value)}`).join("\n");
        expect(pairs(text)).toEqual(values.map((value, at) => [`N${at}`, value]));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("A", "=", '"', "'", "\n", "#", " ", "\\") }), (text) => {
        const { entries } = readEnv(text);
        const left = withoutNames(text, new Set(entries.map(({ name }) => name)));
        expect(left.length).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe("a text that was pasted as one value", () => {
  test("reads as several secrets when every line is an assignment", () => {
    expect(assignmentsIn("A=1\n# note\nb=2").map(({ name }) => name)).toEqual(["A", "b"]);
  });

  test("reads as one when it is a single line with a name in capitals", () => {
    expect(assignmentsIn("OPENAI_API_KEY=sk-1")).toMatchObject([{ name: "OPENAI_API_KEY", value: "sk-1" }]);
  });

  test.each([
    ["a key of several lines", "-----BEGIN PRIVATE KEY-----\nMIIEvQ==\n-----END PRIVATE KEY-----"],
    ["base 64", "QUJDRA==\nQUJDRA=="],
    ["JSON", '{\n  "type": "service_account"\n}'],
    ["an address", "postgres://user:word@host/db?sslmode=require"],
    ["a connection string", "Server=db;User=me"],
    ["a token", "sk-proj-abc_DEF="],
  ])("stays a value when it is %s", (_, text) => {
    expect(assignmentsIn(text)).toEqual([]);
  });
});
