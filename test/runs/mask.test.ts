import { describe, expect, it } from "vitest";
import { maskOf, textMaskOf } from "../../src/runs/trace/trace.ts";

describe("a mask of secrets", () => {
  it("replaces a value wherever it stands in strings of JSON, keys included", () => {
    const mask = maskOf(["tok-1234"]);
    expect(JSON.parse(mask(JSON.stringify({ a: "Bearer tok-1234", "tok-1234": ["x tok-1234 y"] })))).toEqual({
      a: "Bearer ***",
      "***": ["x *** y"],
    });
  });

  it("gives JSON again when the value is a number, or looks like a word of JSON", () => {
    const mask = maskOf(["1234", "null", '":["']);
    expect(JSON.parse(mask('{"n":1234,"m":12340.5,"none":null,"list":["1234"]}'))).toEqual({
      n: "***",
      m: "***0.5",
      none: null,
      list: ["***"],
    });
  });

  it("does not take an escape for the beginning of a value", () => {
    const text = JSON.stringify({ a: "one\nabcd", b: "nabcd" });
    expect(JSON.parse(maskOf(["nabcd"])(text))).toEqual({ a: "one\nabcd", b: "***" });
  });

  it("finds a value with quotes, backslashes and line ends, and each of its longer lines", () => {
    const secret = 'pass"word\\\nsecond-line';
    const text = JSON.stringify({ whole: `<${secret}>`, line: "second-line" });
    expect(JSON.parse(maskOf([secret])(text))).toEqual({ whole: "<***>", line: "***" });
    expect(textMaskOf([secret])(`say ${secret}!`)).toBe("say ***!");
  });

  it("finds a value inside JSON that stands inside a text", () => {
    const secret = 'pa"ss"word-9';
    const logged = JSON.stringify({ v: secret });
    expect(textMaskOf([secret])(`seen ${logged}`)).toBe('seen {"v":"***"}');
    expect(JSON.parse(maskOf([secret])(JSON.stringify({ text: logged }))).text).toBe('{"v":"***"}');
  });

  it("masks the head of a value that a cut went through", () => {
    const secret = "sk-live-0123456789";
    expect(textMaskOf([secret])("a long line, then sk-live-0123…")).toBe("a long line, then ***…");
    expect(textMaskOf([secret])("[ 'xx sk-live-012'... 250 more characters ]")).toBe(
      "[ 'xx ***'... 250 more characters ]",
    );
    expect(JSON.parse(maskOf([secret])(JSON.stringify({ text: "one … two sk-live-…" }))).text).toBe("one … two ***…");
    expect(textMaskOf([secret])("sk-… is not enough to tell anything")).toBe("sk-… is not enough to tell anything");
  });

  it("leaves values of fewer than four characters: masking them would shred every text", () => {
    expect(maskOf(["abc"])('"abc"')).toBe('"abc"');
  });
});
