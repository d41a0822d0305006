import { describe, expect, it } from "vitest";
import type { Component } from "../../src/contract/view.ts";
import { addressOf, placeOf, queryFrom, searchWith } from "../../src/view/page/address.ts";
import { makeEffects } from "../../src/view/page/effects.ts";
import { safeFileName } from "../../src/view/page/file-name.ts";
import { heightOf, placed } from "../../src/view/page/layout.ts";
import { safeLink } from "../../src/view/page/links.ts";

/** The rules of a page that need no browser. */

function at(id: string, x: number, y: number, h = 1): Component {
  return { id, kind: "text", place: { x, y, w: 4, h }, properties: {}, events: {} };
}

describe("the grid", () => {
  const nothing = () => false;

  it("is read row by row, from left to right, whatever the document's order", () => {
    const ids = placed([at("c", 0, 1), at("b", 6, 0), at("a", 0, 0)], nothing).map(({ component }) => component.id);
    expect(ids).toEqual(["a", "b", "c"]);
  });

  it("closes rows that only hidden components took up, and keeps the gaps that were made", () => {
    const all = [at("a", 0, 0), at("gone", 0, 1, 2), at("beside", 6, 2), at("below", 0, 5)];
    const rows = placed(all, (id) => id === "gone").map(({ component, row }) => [component.id, row]);
    expect(rows).toEqual([
      ["a", 0],
      ["beside", 1],
      ["below", 4],
    ]);
  });

  it("has rows of 40 pixels with gaps of 12 between them", () => {
    expect([1, 2, 6].map(heightOf)).toEqual([40, 92, 300]);
  });
});

describe("the address", () => {
  const declared = { q: "", page: "1" };

  it("names the view", () => {
    expect(placeOf("/v/shop/customers")).toBe("/v/shop/customers");
    expect(placeOf("/v/shop/customers/")).toBe("/v/shop/customers");
    expect(placeOf("/view/")).toBeNull();
    expect(addressOf("/v/shop/customers", "orders", { q: "a b&c=1", id: "7" })).toBe(
      "/v/shop/orders?q=a+b%26c%3D1&id=7",
    );
  });

  it("gives the declared parameters and no others", () => {
    expect(queryFrom("?q=a%20b&evil=1&__proto__=x", declared)).toEqual({ q: "a b" });
  });

  it("leaves out defaults and keeps what others put there", () => {
    expect(searchWith("?utm=x&page=3", { q: "a&b", page: "1" }, declared)).toBe("?utm=x&q=a%26b");
    expect(searchWith("?q=a", { q: "", page: "1" }, declared)).toBe("");
    expect(searchWith("?page=3", { page: "" }, declared)).toBe("?page=");
    expect(searchWith("", {}, { valueOf: "" })).toBe("");
  });
});

describe("a file's name", () => {
  it.each([
    ["report", "application/json", "report.json"],
    ["report.json", "application/json", "report.json"],
    ["notes.md", "text/plain", "notes.md"],
    ["setup.exe", "text/plain", "setup.exe.txt"],
    ["page.html", "text/csv", "page.html.csv"],
    ["../../etc/passwd", "text/plain", "-..-etc-passwd.txt"],
    ["a\u202Egnp.json", "application/json", "agnp.json"],
    ["line\nbreak\u0000.csv", "text/csv", "linebreak.csv"],
    ["con", "text/plain", "download-con.txt"],
    ["", "text/csv", "download.csv"],
    ["...", "text/csv", "download.csv"],
  ])("%j of %s becomes %j", (name, type, safe) => {
    expect(safeFileName(name, type)).toBe(safe);
  });

  it("is cut before its ending", () => {
    const name = safeFileName(`${"😀".repeat(500)}.csv`, "text/csv");
    expect(Array.from(name)).toHaveLength(124);
    expect(name.endsWith("😀.csv")).toBe(true);
  });
});

it.each([
  "javascript:alert(1)",
  " JaVa\tscript:alert(1)",
  "data:text/html,x",
  "blob:x",
  "file:///etc",
  "//example.com",
  "",
])("%j is no address to open", (text) => {
  expect(safeLink(text)).toBeNull();
});

describe("notices and questions", () => {
  const effects = () => makeEffects({ navigate: () => {} });

  it("are at most five, the newest ones, and none twice", () => {
    const { port, notices } = effects();
    for (const message of ["a", "b", "a", "c", "d", "e", "f"]) port.notify({ tone: "info", message });
    expect(notices.read().map(({ message }) => message)).toEqual(["a", "c", "d", "e", "f"]);
  });

  it("an action that failed is told as an error", () => {
    const { port, notices } = effects();
    port.failed("It broke.");
    expect(notices.read()).toMatchObject([{ tone: "error", message: "It broke." }]);
  });

  it("are asked one after the other, each with its own answer", async () => {
    const { port, questions } = effects();
    const answers = Promise.all([port.confirm("First?"), port.confirm("Second?")]);
    expect(questions.read().map(({ text }) => text)).toEqual(["First?", "Second?"]);
    questions.read()[0]?.answer(true);
    questions.read()[0]?.answer(false);
    expect(await answers).toEqual([true, false]);
    expect(questions.read()).toEqual([]);
  });
});
