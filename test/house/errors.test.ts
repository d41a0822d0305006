import { expect, it } from "vitest";
import { faults } from "../../src/contract/fault.ts";
import { textOf } from "./source.ts";

const page = textOf("docs/errors.md");
const sections = page.split(/^## /m).slice(1);
const codes = sections.map((section) => /^`([^`]+)`$/m.exec(section)?.[1] ?? section.split("\n")[0]);

it("every code that the platform answers is a heading of docs/errors.md, and every heading is such a code", () => {
  expect([...codes].sort()).toEqual(Object.keys(faults).sort());
});

it("the codes stand in the order of their nouns, so that a reader finds them", () => {
  expect(codes).toEqual([...codes].sort());
});

it.each(Object.entries(faults))("%s is explained under its own status and title", (code, { status, title }) => {
  const section = sections.find((text) => text.startsWith(`\`${code}\``)) ?? "";
  const [, told, ...advice] = section.trim().split("\n\n");
  expect(told).toBe(`**${status}** ${title}.`);
  expect(advice.join(" ").length, "what happened and what to do").toBeGreaterThan(40);
});
