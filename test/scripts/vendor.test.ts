import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** `npm run vendor` with packages that this file writes, so that no registry is asked. */

const script = join(import.meta.dirname, "../../scripts/vendor.ts");
let home = "";

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "vendor-test-"));
  mkdirSync(join(home, "app"));
  mkdirSync(join(home, "temporary"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function writePackage(folder: string, description: object, files: Record<string, string>) {
  const all = { "package.json": JSON.stringify({ version: "1.2.3", license: "MIT", ...description }), ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(home, folder, path)), { recursive: true });
    writeFileSync(join(home, folder, path), text);
  }
}

function vendor(...parts: string[]) {
  const temporary = join(home, "temporary");
  const { INIT_CWD: _, ...env } = process.env;
  const done = spawnSync(process.execPath, [script, ...parts], {
    cwd: home,
    encoding: "utf8",
    env: { ...env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  });
  const left = readdirSync(temporary).filter((name) => name.startsWith("vendor-"));
  return { status: done.status, out: done.stdout, error: done.stderr.trim(), left };
}

const vendored = (file: string) => join(home, "app/files/vendor", file);
const load = (file: string) => import(/* @vite-ignore */ pathToFileURL(vendored(file)).href);

describe("npm run vendor", () => {
  it("makes one file of an ES package, with its exports, its licence and the command that made it", async () => {
    writePackage(
      "words",
      { name: "@desk/words", type: "module", exports: "./index.js" },
      {
        "index.js": 'export { twice } from "./twice.js"; export default (text) => text.split(" ").length;',
        "twice.js": 'import { inspect } from "node:util"; export const twice = (x) => inspect(x + x);',
        LICENSE: "MIT License\n\nCopyright (c) Grace",
      },
    );
    const { status, out, left } = vendor("./words", "app");
    expect(status).toBe(0);
    expect(left).toEqual([]);
    const text = readFileSync(vendored("desk-words.js"), "utf8");
    expect(text).toMatch(
      /^\/\*! @desk\/words 1\.2\.3 \(MIT\)\n \* made by: npm run vendor -- @desk\/words@1\.2\.3 FOLDER \*\/\n/,
    );
    expect(text).toContain("Copyright (c) Grace");
    expect(text).not.toContain(home);
    expect(out).toContain('import words from "./vendor/desk-words.js";');
    expect(out).toContain("--data-binary @app/files/vendor/desk-words.js");
    const words = await load("desk-words.js");
    expect([words.default("a b c"), words.twice(2)]).toEqual([3, "4"]);
  });

  it("gives the named exports of a CommonJS package, whose require of Node's modules becomes imports", async () => {
    writePackage(
      "emitter",
      { name: "emitter", main: "main.js" },
      {
        "main.js":
          'const Emitter = require("events"); exports.make = () => new Emitter(); exports.delete = 1; exports["a-b"] = 2;',
      },
    );
    expect(vendor("./emitter", "app")).toMatchObject({
      status: 0,
      out: expect.stringContaining("Exports: default, delete, make"),
    });
    const emitter = await load("emitter.js");
    expect(Object.keys(emitter).sort()).toEqual(["default", "delete", "make"]);
    expect(typeof emitter.make().on).toBe("function");
    expect(emitter.default["a-b"]).toBe(2);
  });

  it("makes the same file again from the same package", () => {
    vendor("./emitter", "app");
    const first = readFileSync(vendored("emitter.js"), "utf8");
    vendor("./emitter", "app");
    expect(readFileSync(vendored("emitter.js"), "utf8")).toBe(first);
  });

  it.each([
    [
      "reads files",
      "reader",
      { "index.js": 'import fs from "node:fs"; export const read = () => fs.readFileSync("a");' },
      "a file system",
    ],
    [
      "is native",
      "native",
      { "index.js": 'import a from "./a.node"; export default a;', "a.node": "\0" },
      "native addon",
    ],
    ["is too large", "large", { "index.js": `export default "${"x".repeat(1_000_001)}";` }, "the limit is 1,000,000"],
    [
      "imports by a path that it computes",
      "lazy",
      { "index.js": "export const load = (x) => import(x);" },
      "takes a fixed path",
    ],
    ["lacks a part of itself", "torn", { "index.js": 'export * from "./gone.js";' }, "cannot be bundled"],
  ])("a package that %s is refused in one sentence, and nothing is written", (_, name, files, message) => {
    writePackage(name, { name, type: "module", exports: "./index.js" }, files);
    const { status, error, left } = vendor(`./${name}`, "app");
    expect([status, left, existsSync(vendored(`${name}.js`))]).toEqual([1, [], false]);
    expect(error).toContain(message);
    expect(error.split("\n")).toHaveLength(1);
  });

  it("a command that lacks something says how it is written", () => {
    expect(vendor()).toMatchObject({
      status: 1,
      error: expect.stringContaining("npm run vendor -- PACKAGE[@VERSION] FOLDER"),
    });
    expect(vendor("./words", "nowhere").error).toContain("There is no folder nowhere.");
    expect(vendor("./gone", "app").error).toBe("There is no folder or package file ./gone.");
  });
});
