import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { filesBelow, root } from "./source.ts";

it("migrations are numbered once, from 0000", () => {
  const numbers = filesBelow("migrations").flatMap((path) => /(\d{4})_\w+\.sql$/.exec(path)?.[1] ?? []);
  expect(numbers).toEqual(numbers.map((_, place) => String(place).padStart(4, "0")));
});

it("migrations make exactly the tables of src", () => {
  const copy = mkdtempSync(join(tmpdir(), "migrations-"));
  try {
    cpSync(join(root, "migrations"), copy, { recursive: true });
    const before = readdirSync(copy).sort();
    const drizzle = join(root, "node_modules/.bin/drizzle-kit");
    const options = ["generate", "--dialect", "sqlite", "--schema", "./src/*/table.ts", "--out", copy];
    execFileSync(drizzle, options, { cwd: root, stdio: "pipe" });
    expect(readdirSync(copy).sort()).toEqual(before);
  } finally {
    rmSync(copy, { recursive: true });
  }
});
