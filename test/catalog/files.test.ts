import { beforeAll, describe, expect, it } from "vitest";
import { call, invoke, newApplication, newKey, newWorklet, send } from "../support/api.ts";

let application: string;
let files: string;

beforeAll(async () => {
  application = await newApplication();
  files = `/applications/${application}/files`;
});

const put = (path: string, body: string, ifMatch?: string, query = "") =>
  call("PUT", `${files}/${path}${query}`, { body, ...(ifMatch !== undefined && { headers: { "If-Match": ifMatch } }) });
const textOf = async (path: string) => (await send("GET", `${files}/${path}`)).text();

describe("a file", () => {
  it("is kept and given back to the letter, whatever type it is sent as", async () => {
    const text = '// ü \u{1f600}\r\nexport const a: number = 1;\n\nexport default function main() {}\n// "x" \\u0041';
    const key = await newKey("creator", application);
    const made = await call("PUT", `${files}/deep/er/own.ts`, {
      key,
      body: text,
      headers: { "Content-Type": "application/json" },
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        path: "deep/er/own.ts",
        bytes: new TextEncoder().encode(text).length,
        exports: ["default"],
        created_by: expect.stringMatching(/^creator-/),
      },
    });
    const response = await send("GET", `${files}/deep/er/own.ts`);
    expect(await response.text()).toBe(text);
    expect(response.headers.get("ETag")).toBe(made.headers.get("ETag"));
    expect(response.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
  });

  it("remembers who made it and who changed it last", async () => {
    const [maker, changer] = [await newKey("creator"), await newKey("creator")];
    const made = await call("PUT", `${files}/who.ts`, { key: maker, body: "export const a = 1;" });
    const changed = await call("PUT", `${files}/who.ts`, {
      key: changer,
      body: "export const a = 2;",
      headers: { "If-Match": "*" },
    });
    expect(changed.status).toBe(200);
    expect(changed.body.created_by).toBe(made.body.created_by);
    expect(changed.body.updated_by).not.toBe(made.body.created_by);
  });

  it("may be empty, and may be vendored JavaScript", async () => {
    expect((await put("empty.ts", "")).status).toBe(201);
    expect(await textOf("empty.ts")).toBe("");
    expect((await put("vendor/tiny.js", "var a=1;export{a as default};")).body.exports).toEqual(["default"]);
  });

  it.each([
    "../x.ts",
    "a/../x.ts",
    ".hidden.ts",
    "a/.git/x.ts",
    "/x.ts",
    "a//x.ts",
    "x",
    "x.json",
    "x.ts/",
    "a b.ts",
    "ü.ts",
    `${"x".repeat(300)}.ts`,
    "a\\b.ts",
    "a%b.ts",
    ".ts",
  ])("cannot stand at the path %s", async (path) => {
    const answer = await call("PUT", `${files}/${encodeURIComponent(path)}`, { body: "" });
    expect(answer).toMatchObject({ status: 422, body: { code: "request.invalid", errors: [{ path: "/path" }] } });
    expect((await call("GET", `${files}/${encodeURIComponent(path)}`)).body.code).toBe("file.not_found");
  });

  it("is one file however its path is escaped", async () => {
    await put("folder/one%2Ets", "export const a = 1;");
    expect(await textOf("folder%2Fone.ts")).toBe("export const a = 1;");
    expect((await put("folder/one.ts", "")).status).toBe(428);
  });

  it("of another application is another file", async () => {
    await put("mine.ts", "export const a = 1;");
    const theirs = `/applications/${await newApplication()}/files/mine.ts`;
    expect((await call("GET", theirs)).status).toBe(404);
    expect((await call("PUT", theirs, { body: "export const b = 1;" })).status).toBe(201);
  });
});

describe("two who save one file", () => {
  it("must say what they have read, unless the file is new", async () => {
    const made = await put("two.ts", "export const a = 1;");
    const etag = made.body.etag;
    expect(await put("two.ts", "export const a = 2;")).toMatchObject({
      status: 428,
      body: { code: "draft.if_match_required" },
    });
    expect(await put("two.ts", "export const a = 2;", '"nope"')).toMatchObject({
      status: 412,
      body: { code: "draft.changed" },
    });
    expect((await put("two.ts", "export const a = 2;", etag)).status).toBe(200);
    expect((await put("two.ts", "export const a = 3;", etag)).status).toBe(412);
    expect(await textOf("two.ts")).toBe("export const a = 2;");
    expect((await put("not-there.ts", "", etag)).status).toBe(412);
  });

  it("do not overwrite each other: of eight who read the same, one wins", async () => {
    const { body } = await put("race.ts", "export const a = 0;");
    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => put("race.ts", `export const a = ${n};`, body.etag)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412, 412, 412]);
    expect(await textOf("race.ts")).toBe(`export const a = ${answers.findIndex(({ status }) => status === 200) + 1};`);
  });

  it("and make it at once: one makes it, the others learn that it is there", async () => {
    const answers = await Promise.all([1, 2, 3, 4].map((n) => put("born.ts", `export const a = ${n};`)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(201);
    for (const status of statuses.slice(1)) expect([412, 428]).toContain(status);
    expect(await textOf("born.ts")).toBe(`export const a = ${answers.findIndex(({ status }) => status === 201) + 1};`);
  });

  it("may try first with dry_run, which keeps nothing", async () => {
    expect((await put("dry.ts", "export const a = 1;", undefined, "?dry_run=true")).status).toBe(200);
    expect((await call("GET", `${files}/dry.ts`)).status).toBe(404);
    expect((await put("dry.ts", "export const a = ;", undefined, "?dry_run=true")).body.code).toBe("file.invalid");
  });
});

describe("a file that does not compile", () => {
  it("is refused with file, line, column and the offending line, and what was there stays", async () => {
    await put("broken.ts", "export const a = 1;");
    const answer = await put("broken.ts", "export const a = 1;\n  const b = ;\n", "*");
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: "file.invalid",
        errors: [{ path: "/files/broken.ts", file: "broken.ts", line: 2, column: 13, line_text: "  const b = ;" }],
      },
    });
    expect(answer.body.detail).toMatch(/^broken\.ts:2:13 /);
    expect(await textOf("broken.ts")).toBe("export const a = 1;");
  });

  it("for a bare import names the module and the command that cures it", async () => {
    const answer = await put("bare.ts", 'import { detect } from "lande";\nexport const main = () => detect("x");');
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ line: 1, column: 24, line_text: 'import { detect } from "lande";' }] },
    });
    expect(answer.body.detail).toContain("npm run vendor -- lande");
    expect(answer.body.detail).toContain("./vendor/lande.js");
  });

  it("is refused when it comes with a worklet too, all of them at once", async () => {
    const answer = await call("POST", `/applications/${application}/worklets`, {
      body: {
        name: "broken one",
        files: { "b1.ts": "export const = 1", "b2.ts": "namespace X { export const a = 1 }", "../b3.ts": "" },
      },
    });
    expect(answer.body.errors).toMatchObject([
      { path: "/files/..~1b3.ts", message: expect.stringContaining("A path is made of") },
    ]);
    const next = await call("POST", `/applications/${application}/worklets`, {
      body: {
        name: "broken one",
        files: { "b1.ts": "export const = 1", "b2.ts": "namespace X { export const a = 1 }" },
      },
    });
    expect(next.body.errors.map((error: { file: string }) => error.file)).toEqual(["b1.ts", "b2.ts"]);
  });

  it("is found when it is used, if only its imports are wrong: files may be sent in any order", async () => {
    expect((await put("first.ts", 'import { later } from "./later";\nexport const main = () => later;')).status).toBe(
      201,
    );
    const blocks = [{ id: "main", kind: "code", file: "first.ts", function: "main" }];
    const early = await call("POST", `/applications/${application}/worklets`, {
      body: { name: "early", graph: { blocks } },
    });
    expect(early).toMatchObject({
      status: 422,
      body: { code: "file.invalid", errors: [{ file: "first.ts", line: 1 }] },
    });
    await put("later.ts", "export const later = 'now';");
    const made = await call("POST", `/applications/${application}/worklets`, {
      body: { name: "early", graph: { blocks } },
    });
    expect(made.status).toBe(201);
    expect((await invoke(`/applications/${application}/worklets/early`)).body.worklet_output).toBe("now");
  });
});

describe("files of a worklet", () => {
  it("may come with it; one that is there and differs is file.exists, one that is the same is shared", async () => {
    const wish = (text: string, name: string) => ({
      name,
      files: { "shared.ts": text },
      graph: { blocks: [{ id: "main", kind: "code", file: "shared.ts", function: "main" }] },
    });
    const create = (text: string, name: string) =>
      call("POST", `/applications/${application}/worklets`, { body: wish(text, name) });
    expect((await create("export const main = () => 1;", "share one")).status).toBe(201);
    expect((await create("export const main = () => 2;", "share two")).body).toMatchObject({
      status: 409,
      code: "file.exists",
    });
    expect(await textOf("shared.ts")).toBe("export const main = () => 1;");
    expect((await create("export const main = () => 1;", "share two")).status).toBe(201);
    expect((await call("GET", `/applications/${application}/worklets/share-two`)).status).toBe(200);
  });

  it("may import each other in a circle", async () => {
    await put(
      "even.ts",
      'import { odd } from "./odd";\nexport const even = (n: number): boolean => n === 0 || odd(n - 1);',
    );
    await put(
      "odd.ts",
      'import { even } from "./even";\nexport const odd = (n: number): boolean => n !== 0 && even(n - 1);',
    );
    const worklet = await newWorklet(
      application,
      'import { even } from "./even";\nexport const main = (n: number) => even(n);',
    );
    expect((await invoke(worklet, 10)).body.worklet_output).toBe(true);
  });

  it("may have 4 MB together, and not more: the refusal names the largest", async () => {
    const application = await newApplication();
    const names = ["a", "b", "c", "d", "e"];
    for (const name of names) {
      const body = `export const ${name} = ${JSON.stringify(name.repeat(850_000))};`;
      expect((await call("PUT", `/applications/${application}/files/${name}.ts`, { body })).status).toBe(201);
    }
    const importing = (count: number) => ({
      name: `imports ${count}`,
      files: {
        [`use-${count}.ts`]: `${names
          .slice(0, count)
          .map((name) => `import { ${name} } from "./${name}";`)
          .join("\n")}\nexport const main = () => [${names.slice(0, count)}].join("").length;`,
      },
      graph: { blocks: [{ id: "main", kind: "code", file: `use-${count}.ts`, function: "main" }] },
    });
    const create = (count: number) => call("POST", `/applications/${application}/worklets`, { body: importing(count) });
    const refused = await create(5);
    expect(refused).toMatchObject({ status: 422, body: { code: "file.invalid" } });
    expect(refused.body.detail).toContain("the limit is 4000000");
    expect((await create(4)).status).toBe(201);
    expect((await invoke(`/applications/${application}/worklets/imports-4`)).body.worklet_output).toBe(3_400_000);
  });

  it("cannot be deleted while a draft needs them, unless forced; versions keep their own copy", async () => {
    await put("needed.ts", "export const word = 'kept';");
    await put("between.ts", 'export * from "./needed";');
    const worklet = await newWorklet(application, 'import { word } from "./between";\nexport const main = () => word;');
    const refused = await call("DELETE", `${files}/needed.ts`);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "file.in_use", used_by: [`worklet ${worklet.split("/").at(-1)}`] },
    });
    expect((await call("DELETE", `${files}/needed.ts?force=true`)).status).toBe(204);
    expect((await call("GET", `${files}/needed.ts`)).status).toBe(404);
    expect((await invoke(worklet)).body.worklet_output).toBe("kept");
    expect((await call("POST", `${worklet}/publish`)).body.code).toBe("file.invalid");
    expect((await call("DELETE", `${files}/needed.ts`)).body.code).toBe("file.not_found");
  });
});

it("files are listed by path in pages, without their texts", async () => {
  const own = await newApplication();
  for (const path of ["b.ts", "a/z.ts", "a.ts"])
    await call("PUT", `/applications/${own}/files/${path}`, { body: "export const unlisted = 1;" });
  const first = await call("GET", `/applications/${own}/files?limit=2`);
  const second = await call("GET", `/applications/${own}/files?limit=2&cursor=${first.body.next_cursor}`);
  expect([...first.body.items, ...second.body.items].map(({ path }) => path)).toEqual(["a.ts", "a/z.ts", "b.ts"]);
  expect(JSON.stringify(first.body)).not.toContain("unlisted");
});
