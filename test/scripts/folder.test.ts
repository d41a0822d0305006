import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { belongs, idOf, readFolder, writeFolder } from "../../scripts/folder.ts";
import { drop, run } from "./checkout.ts";

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "worklets-"));
  onTestFinished(() => drop(folder));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const desk = {
  "application.json": '{"name": "Desk"}',
  "files/lib/a.ts": "export {};",
  "views/a.json": "{}",
  "worklets/a.json": "{}",
};
const beside = {
  "README.md": "hello",
  ".git/config": "x",
  "files/.hidden.ts": "",
  "node_modules/x/application.json": "{}",
};

describe("an application's folder", () => {
  test("is read without what does not belong to it", () => {
    expect(readFolder(folderOf({ ...desk, ...beside }))).toEqual(desk);
    expect(() => readFolder(folderOf(beside))).toThrow("holds no application.json");
  });

  test("is written without touching what does not belong to it", () => {
    const folder = folderOf({ ...desk, ...beside });
    const wanted = {
      "application.json": desk["application.json"],
      "files/lib/a.ts": "export const a = 1;",
      "files/b.ts": "",
    };
    const changes = {
      added: ["files/b.ts"],
      modified: ["files/lib/a.ts"],
      deleted: ["views/a.json", "worklets/a.json"],
    };
    expect(writeFolder(folder, wanted, { dryRun: true })).toEqual(changes);
    expect(readFolder(folder)).toEqual(desk);
    expect(writeFolder(folder, wanted, { dryRun: false })).toEqual(changes);
    expect(readFolder(folder)).toEqual(wanted);
    for (const [path, text] of Object.entries(beside)) expect(readFileSync(join(folder, path), "utf8")).toBe(text);
  });

  test("takes no path that leads out of it, whatever the platform sends", () => {
    const folder = folderOf(desk);
    for (const path of [
      "../evil.ts",
      "files/../../evil.ts",
      "/etc/passwd",
      "files/.npmrc.ts",
      "package.json",
      "files/a\\..\\x.ts",
    ]) {
      expect(belongs(path), path).toBe(false);
      const wanted = { "application.json": "changed", [path]: "x" };
      expect(() => writeFolder(folder, wanted, { dryRun: false })).toThrow("none of an application's folder");
    }
    expect(readFolder(folder)).toEqual(desk);
    expect(existsSync(join(folder, "../evil.ts"))).toBe(false);
  });

  test("holds no links, which could lead out of it", () => {
    const outside = folderOf({ "lib.ts": "export {};" });
    for (const [path, target] of [
      ["files/link.ts", join(outside, "lib.ts")],
      ["files/lib2", outside],
      ["worklets/b.json", join(outside, "lib.ts")],
      ["views/b.json", join(outside, "lib.ts")],
    ] as const) {
      const folder = folderOf(desk);
      symlinkSync(target, join(folder, path));
      expect(() => readFolder(folder)).toThrow(`${path} is a link`);
      expect(() => writeFolder(folder, desk, { dryRun: false })).toThrow(`${path} is a link`);
    }
    expect(readFileSync(join(outside, "lib.ts"), "utf8")).toBe("export {};");
    const folder = folderOf({ ...desk, ...beside });
    symlinkSync(outside, join(folder, "notes"));
    expect(readFolder(folder)).toEqual(desk);
  });

  test("stands for the application in its application.json, else of its name", () => {
    expect(idOf(folderOf({ "application.json": '{"id": "desk", "name": "x"}' }))).toBe("desk");
    const unnamed = folderOf(desk);
    expect(idOf(unnamed)).toBe(unnamed.split("/").at(-1));
    expect(() => idOf(folderOf({ "application.json": "{" }))).toThrow("is not JSON");
  });
});

describe("push and pull", () => {
  const cases: [string, string[], number, string][] = [
    ["without a folder say how they are used", [], 2, "npm run"],
    ["take no third argument", ["a", "http://localhost:1", "c"], 2, "npm run"],
    ["take no unknown option", ["a", "--force"], 2, "Unknown option '--force'"],
    ["explain themselves", ["--help"], 0, "Ends with 0 when all is well"],
    ["refuse what is no address", ["a", "ftp://x"], 1, "ftp://x is no address"],
  ];
  test.each(cases)("%s", async (_, args, code, says) => {
    for (const script of ["scripts/push.ts", "scripts/pull.ts"]) {
      const ended = await run(process.cwd(), [script, ...args], { WORKLETS_KEY: "x" });
      expect(ended.code).toBe(code);
      expect(ended.output).toContain(says);
    }
  });

  test.each([
    ["would be published", null, "--dry-run"],
    ["is live as version 3", 3, "--publish"],
  ])("say of a view that %s what anyone with the link can run", async (words, version, option) => {
    const views = [
      { view: "open", version, anyone_can_run: ["find", "save"] },
      { view: "closed", version, anyone_can_run: [] },
    ];
    const lists = { added: [], modified: [], deleted: [], kept: [], missing_secrets: [], published: [] };
    const platform = createServer((_, answer) => {
      answer.setHeader("Content-Type", "application/json");
      answer.end(JSON.stringify({ application: "desk", created: false, ...lists, published_views: views }));
    });
    await new Promise<void>((done) => platform.listen(0, "127.0.0.1", done));
    try {
      const { port } = platform.address() as AddressInfo;
      const args = ["scripts/push.ts", folderOf(desk), `http://127.0.0.1:${port}`, "--publish", option];
      const { output } = await run(process.cwd(), args, { WORKLETS_KEY: "x" });
      const shown = output.split("\n").slice(1, -1);
      expect(shown).toEqual([
        `  ^ view open ${words}`,
        "    anyone with the link can run: find, save",
        `  ^ view closed ${words}`,
      ]);
    } finally {
      platform.close();
    }
  });

  test("say when nothing answers, and when there is no key", async () => {
    const folder = folderOf(desk);
    const silent = await run(process.cwd(), ["scripts/push.ts", folder, "http://127.0.0.1:9"], { WORKLETS_KEY: "x" });
    expect(silent).toMatchObject({
      code: 1,
      output: "Nothing answers at http://127.0.0.1:9. Is the platform running?\n",
    });
    const keyless = await run(process.cwd(), ["scripts/push.ts", folder, "https://worklets.example"], {
      WORKLETS_KEY: "",
    });
    expect(keyless.code).toBe(1);
    expect(keyless.output).toContain("Set WORKLETS_KEY");
  });
});
