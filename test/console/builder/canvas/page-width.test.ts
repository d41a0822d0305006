import { expect, it } from "vitest";
import { drawnWidth } from "../../../../src/console/builder/canvas/page-width.ts";

it.each([
  ["desktop", 640, { width: 1280, scale: 0.5 }],
  ["tablet", 576, { width: 768, scale: 0.75 }],
  ["fit", 900, { width: 900, scale: 1 }],
] as const)("%s in %i pixels is as wide as the page and as large as there is room", (chosen, room, drawn) => {
  expect(drawnWidth(chosen, room, false)).toEqual(drawn);
});

it("is never drawn larger than it is, nor smaller than one can take hold of", () => {
  expect(drawnWidth("tablet", 3000, false).scale).toBe(1);
  expect(drawnWidth("desktop", 100, false).scale).toBe(0.4);
});

it("a page that fits keeps the twelve columns, and is no wider than the published one", () => {
  expect(drawnWidth("fit", 300, false).width).toBeGreaterThan(640);
  expect(drawnWidth("fit", 3000, false)).toEqual({ width: 1600, scale: 1 });
});

it("has its own size where that is asked for", () => {
  expect(drawnWidth("desktop", 640, true)).toEqual({ width: 1280, scale: 1 });
});
