import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { typesOf } from "../../../src/catalog/contracts/types.ts";
import { TypeProject } from "../../../src/console/code/type-project.ts";
import { complete, details, explain, findings } from "../../../src/console/code/type-questions.ts";

/** Questions of an editor, answered by the real TypeScript with the real declarations. */

const project = new TypeProject();
const globals = {
  secrets: ["API_KEY", "SLACK_TOKEN"],
  worklets: ["report"],
  models: [],
  inputSchema: { type: "object", properties: { text: { type: "string" } } },
};
project.learn({
  written: { "lib/words.ts": "/** Its words. */\nexport const words = (text: string) => text.split(' ');\n" },
  gone: [],
  globals,
});

async function opened(text: string, path = "a.ts"): Promise<string[]> {
  project.write(path, text);
  await project.prepare();
  return findings(project, path).map(({ from, to, message }) => `${text.slice(from, to)}: ${message}`);
}

/** What is offered at `|`. */
async function offered(marked: string, path = "a.ts"): Promise<string[]> {
  await opened(marked.replace("|", ""), path);
  return complete(project, path, marked.indexOf("|"))?.list.map(({ name }) => name) ?? [];
}

const block = (body: string) => `export async function f(blockInput, env, context) {\n  ${body}\n}`;

it("a block's parameters complete without types, in TypeScript and in JavaScript", async () => {
  const members = ["getSecret", "get_secret", "invoke", "log", "model", "run", "secrets", "step"];
  for (const path of ["a.ts", "b.js"]) {
    expect((await offered(block("context.|"), path)).sort()).toEqual(members);
    expect(await offered(block("blockInput.|"), path)).toContain("text");
    expect(await offered(block('context.secrets.get("|")'), path)).toEqual(["API_KEY", "SLACK_TOKEN"]);
    expect(await offered(block('context.invoke("|")'), path)).toEqual(["report"]);
  }
});

it("an application of one file knows its names too, when they are learned after the libraries were read", () => {
  const alone = new TypeProject();
  alone.service.getProgram()?.getGlobalDiagnostics();
  alone.learn({ written: {}, gone: [], globals });
  const text = block('context.secrets.get("")');
  alone.write("a.ts", text);
  const names = complete(alone, "a.ts", text.indexOf('""') + 1)?.list.map(({ name }) => name);
  expect(names).toEqual(["API_KEY", "SLACK_TOKEN"]);
});

it("faults stand where they were written, beside the types that nobody wrote", async () => {
  expect(await opened(block("const n: number = blockInput.text; env.anything = blockInput.other.deep;"))).toEqual([
    expect.stringMatching(/^n: Type 'string \| undefined' is not assignable to type 'number'\./),
  ]);
  expect(await opened(block('context.secrets.get("API_KY");'))).toEqual([
    expect.stringContaining('"API_KY": Argument of type'),
  ]);
});

it("imports are judged as the server judges them", async () => {
  const text = `import a from "left-pad";\nimport b from "fs";\nimport { words } from "./lib/words";\nimport d from "./gone";\n`;
  expect(
    await opened(`${text}import { createHash } from "node:crypto";\ncreateHash("sha256");\na; b; d; words("x");`),
  ).toEqual([
    expect.stringContaining('"left-pad": "left-pad" is an npm package. Run `npm run vendor -- left-pad FOLDER`'),
    '"fs": Modules of Node are imported with their prefix: write "node:fs".',
    '"./gone": There is no file for the import "./gone".',
  ]);
});

it("a name of another file brings its import along", async () => {
  const text = block("word");
  await opened(text);
  const at = text.indexOf("word") + 4;
  const entry = complete(project, "a.ts", at)?.list.find(({ name }) => name === "words");
  expect(entry?.source).toBeDefined();
  const { edits } = details(project, "a.ts", at, { name: "words", source: entry?.source }) ?? {};
  expect(edits).toEqual([{ from: 0, to: 0, insert: 'import { words } from "./lib/words";\n\n' }]);
});

it("a type is told with its comment", async () => {
  const text = block("await context.step;");
  await opened(text);
  const at = text.indexOf("step");
  const told = explain(project, "a.ts", at + 1);
  expect(told).toMatchObject({ from: at, to: at + 4 });
  expect(told?.documentation).toContain("gets it from the store");
});

it.each(["daily-report/files/report.ts", "hello/files/hello.ts", "triage/files/triage.ts"])(
  "the example %s has no fault",
  async (path) => expect(await opened(readFileSync(`examples/${path}`, "utf8"))).toEqual([]),
);

it("the context is that of the declarations which users download", async () => {
  const theirs = typesOf({ id: "a", worklets: [], secrets: [], models: [] }).replace(
    "namespace Worklets",
    "namespace Theirs",
  );
  const same = "type Same<A, B> = keyof A extends keyof B ? (keyof B extends keyof A ? true : never) : never;";
  const text = `declare global { ${theirs.replace("declare ", "")} }\n${same}\nexport const context: Same<Theirs.Context, Worklets.Context> = true;\nexport const run: Same<Theirs.Run, Worklets.Run> = true;\nexport const kind = (run: Theirs.Run): Worklets.Run => run;`;
  expect(await opened(text)).toEqual([]);
});
