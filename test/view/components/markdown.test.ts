import { describe, expect, it } from "vitest";
import { isElsewhere, isPicture, linkOf, webAddressOf } from "../../../src/view/components/markdown/addresses.ts";
import { type Piece, tokensOf, withoutReferences } from "../../../src/view/components/markdown/tokens.ts";

type AnyToken = { type: string; tokens?: AnyToken[]; items?: AnyToken[] };

function levels(tokens: readonly AnyToken[]): number {
  return Math.max(0, ...tokens.map(({ tokens: inner = [], items = [] }) => 1 + levels([...inner, ...items])));
}

function types(text: string): string[] {
  const all = (tokens: readonly AnyToken[]): string[] =>
    tokens.flatMap((token) => [token.type, ...all([...(token.tokens ?? []), ...(token.items ?? [])])]);
  return all(tokensOf(text) as readonly AnyToken[]);
}

describe("links", () => {
  it.each([
    "https://example.com/a?b=1#c",
    "http://example.com",
    "mailto:ada@example.com",
    "tel:+491234",
    "./other?x=1",
    "/v/shop/orders",
    "#top",
  ])("%s leads somewhere", (address) => {
    expect(linkOf(` ${address} `)).toBe(address);
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.com/x",
    "https://",
    `https://example.com/${"x".repeat(5_000)}`,
  ])("%j leads nowhere", (address) => {
    expect(linkOf(address)).toBe(null);
  });

  it("only what leaves this server opens elsewhere", () => {
    expect(["https://example.com", "//example.com/x", "\\\\example.com"].map(isElsewhere)).toEqual([true, true, true]);
    expect(["./a", "/a", "#a", "mailto:a@b.c"].map(isElsewhere)).toEqual([false, false, false, false]);
  });

  it("a cell is a link when all of it is an address of the web", () => {
    expect(webAddressOf("https://example.com/x")).toBe("https://example.com/x");
    for (const text of ["see https://example.com", "javascript:alert(1)", "https://a b", "https://", "ftp://a.b"])
      expect(webAddressOf(text)).toBe(null);
  });
});

it("a picture is in the text itself, and never one that can hold a program", () => {
  expect(isPicture("data:image/png;base64,iVBORw0KGgo=")).toBe(true);
  for (const address of [
    "https://example.com/x.png",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "data:text/html;base64,PHN2Zz4=",
    "data:image/png,<svg>",
    'data:image/png;base64,AAAA" onerror="alert(1)',
  ])
    expect(isPicture(address)).toBe(false);
});

describe("reading", () => {
  it("knows headings, lists, tasks, tables, code, quotes and emphasis", () => {
    const text = "# A\n\n- [x] b *c* **d** ~~e~~ `f`\n\n> g\n\n| h |\n|---|\n| i |\n\n```\nj\n```\n\n---\n";
    expect(types(text)).toEqual(
      expect.arrayContaining([
        "heading",
        "list",
        "checkbox",
        "em",
        "strong",
        "del",
        "codespan",
        "blockquote",
        "table",
        "code",
        "hr",
      ]),
    );
  });

  it("keeps HTML as a piece with its own text", () => {
    const [paragraph] = tokensOf("a <b onclick=x>b</b>") as readonly (Piece & { tokens: Piece[] })[];
    expect(paragraph?.tokens.filter(({ type }) => type === "html").map(({ raw }) => raw)).toEqual([
      "<b onclick=x>",
      "</b>",
    ]);
  });

  it.each([">", "> - 1. ", "- ", "1. ", "*a **b ", "[![a](", "~~a *b "])(
    "%j without end is read to a depth and no further",
    (part) => {
      expect(levels(tokensOf(part.repeat(20_000)) as readonly AnyToken[])).toBeLessThan(80);
    },
  );

  it.each(["a **b* c", "~~a~", "_a", "a@a.", "[a](", "![", "`a``", "<a ", "((", "|a|b\n"])(
    "100,000 characters of %j take a moment",
    (part) => {
      const begun = performance.now();
      tokensOf(part.repeat(100_000 / part.length));
      // Without the bounds some of them take half a minute.
      expect(performance.now() - begun).toBeLessThan(5_000);
    },
  );

  it("reads no more than so many characters", () => {
    expect(tokensOf("a\n\n".repeat(50_000)).length).toBeLessThan(70_000);
  });
});

it("references of characters become characters, and others stay", () => {
  expect(withoutReferences("&lt;b&gt; &amp;amp; &#8364;&#x20AC; &nope; &#0; &#x110000; &constructor;")).toBe(
    "<b> &amp; €€ &nope; \ufffd \ufffd &constructor;",
  );
});
