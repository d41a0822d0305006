import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { importsOf, roomOf, root, sources } from "./source.ts";

/** From the ground up: a room imports itself and what lies below it. */
const floors = [
  "contract",
  "platform",
  "expression",
  "source",
  "reactive",
  "http",
  "access",
  "sandbox",
  "models",
  "engine",
  "compiler",
  "catalog",
  "runs",
  "schedules",
  "hooks",
  "views",
  "folder",
  "app.ts",
  "index.ts",
  "view",
  "console",
];

/** Programs of the browser know what crosses a wire and how texts are read, and nothing of the server. */
const ofBrowsers: Record<string, string[]> = {
  view: ["view", "contract", "expression", "reactive"],
  console: ["console", "contract", "expression", "source", "reactive", "view"],
};

it("every room has its floor", () => {
  expect([...new Set(sources.map(roomOf))].filter((room) => !floors.includes(room))).toEqual([]);
});

it("imports go down or stay in the room", () => {
  const up = sources.flatMap((from) =>
    importsOf(from)
      .filter((to) => floors.indexOf(roomOf(to)) > floors.indexOf(roomOf(from)))
      .map((to) => `${from} -> ${to}`),
  );
  expect(up).toEqual([]);
});

it.each(Object.keys(ofBrowsers))("%s enters what browsers may know, and nothing else", (room) => {
  const astray = sources
    .filter((from) => roomOf(from) === room)
    .flatMap((from) =>
      importsOf(from)
        .filter((to) => to.startsWith("src/") && !ofBrowsers[room]?.includes(roomOf(to)))
        .map((to) => `${from} -> ${to}`),
    );
  expect(astray).toEqual([]);
});

it("every import leads to a file that is there", () => {
  const astray = sources.flatMap((from) =>
    importsOf(from)
      .filter((to) => !existsSync(join(root, to)))
      .map((to) => `${from} -> ${to}`),
  );
  expect(astray).toEqual([]);
});

it("no file imports itself by way of others", () => {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: string[]) => {
    const at = trail.indexOf(path);
    if (at >= 0) circles.push([...trail.slice(at), path].join(" -> "));
    if (at >= 0 || done.has(path)) return;
    for (const next of importsOf(path).filter((each) => sources.includes(each))) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of sources) visit(path, []);
  expect(circles).toEqual([]);
});
