import ts from "@typescript/typescript6";
import { describe, expect, it } from "vitest";
import { blockInsertions, ShadowText } from "../../../src/console/code/shadow-text.ts";

function shadowOf(text: string, path = "a.ts"): ShadowText {
  const isTyped = path.endsWith(".ts");
  const file = ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.ESNext,
    true,
    isTyped ? ts.ScriptKind.TS : ts.ScriptKind.JS,
  );
  return new ShadowText(text, blockInsertions(ts, file, isTyped));
}

const all = "blockInput: Worklets.Input, env: Worklets.Env, context: Worklets.Context";

describe("the types that nobody wrote", () => {
  it.each([
    ["export function f(blockInput, env, context) {}", `export function f(${all}) {}`],
    ["export const f = async (blockInput, env, context) => 1", `export const f = async (${all}) => 1`],
    ["function f(blockInput, env, context) {}\nexport { f as g }", `function f(${all}) {}\nexport { f as g }`],
    ["const f = (blockInput, env, context) => 1;\nexport default f", `const f = (${all}) => 1;\nexport default f`],
    ["export default function (blockInput, env, context) {}", `export default function (${all}) {}`],
    ["export const f = input => input", "export const f = (input: Worklets.Input) => input"],
    ["export const f = async input => input", "export const f = async (input: Worklets.Input) => input"],
    ["export const f = <T>(input) => input", "export const f = <T>(input: Worklets.Input) => input"],
    [
      "export function f({ a }, _env, { log }) {}",
      "export function f({ a }: Worklets.Input, _env: Worklets.Env, { log }: Worklets.Context) {}",
    ],
    ["export function f(input?, env = {}) {}", "export function f(input?: Worklets.Input, env: Worklets.Env = {}) {}"],
  ])("%s", (written, shadow) => expect(shadowOf(written).text).toBe(shadow));

  it.each([
    ["what has a type keeps it", "export function f(blockInput: { a: 1 }, env: object, context: unknown) {}"],
    ["a function that is not exported", "function f(blockInput, env, context) {}"],
    ["an exported helper whose parameters have other names", "export const add = (a, b) => a + b"],
    ["a typed constant", "export const f: Handler = (input, env, context) => 1"],
    ["a rest parameter", "export function f(...input) {}"],
    ["a text that does not parse", "export function f(blockInput: , env"],
  ])("%s is left as it is", (_name, written) => expect(shadowOf(written).text).not.toContain("blockInput: Worklets"));

  it("stands in comments in JavaScript, unless a comment says it already", () => {
    expect(shadowOf("export const f = (input, env) => 1", "a.js").text).toBe(
      "export const f = (/** @type {Worklets.Input} */ input, /** @type {Worklets.Env} */ env) => 1",
    );
    const said = "/** @param {string} input */\nexport function f(input) {}";
    expect(shadowOf(said, "a.js").text).toBe(said);
  });
});

describe("offsets", () => {
  it.each(["a.ts", "a.js"])("lead to the same character in the shadow and back (%s)", (path) => {
    const written = "export const f = input => input.a;\nexport function g(blockInput, env, context) { return env; }";
    const shadow = shadowOf(written, path);
    for (let at = 0; at < written.length; at++) {
      if (/[\w.]/.test(written[at] as string)) expect(shadow.text[shadow.toShadow(at)]).toBe(written[at]);
      expect(shadow.toWritten(shadow.toShadow(at))).toBe(at);
    }
  });

  it("of an insertion lead to where it stands", () => {
    const shadow = shadowOf("export function f(env, b) {}\nexport function g(a, env) {}");
    const at = shadow.text.indexOf("Worklets.Env");
    expect(shadow.toWritten(at)).toBe("export function f(env, b) {}\nexport function g(a, env".length);
  });
});
