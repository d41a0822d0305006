import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { call, fresh, invoke, newApplication, newKey, newWorklet } from "../support/api.ts";
import { gate, open, stands } from "../support/hits.ts";

const main = (source: string) => `export const main = ${source};`;
const force = { "If-Match": "*" };

/** A worklet that answers `v1`; `say` changes its file, which is what its draft runs. */
async function saying(source = main("() => 'v1'")) {
  const application = await newApplication();
  const worklet = await newWorklet(application, source);
  const file = `/applications/${application}/files/${worklet.split("/").at(-1)}.ts`;
  const put = (text: string) => call("PUT", file, { body: text, headers: force });
  const say = (word: string) => put(main(`() => '${word}'`));
  const publish = () => call("POST", `${worklet}/publish`);
  const output = async (query = "") => (await invoke(worklet, null, { query })).body.worklet_output;
  return { application, worklet, file, put, say, publish, output };
}

describe("publishing", () => {
  it("freezes the draft as the next version and makes it live at once", async () => {
    const { application, worklet, say, output } = await saying();
    expect(await output()).toBe("v1");
    await say("v2");
    const key = await newKey("creator", application);
    const published = await call("POST", `${worklet}/publish`, { key });
    expect(published).toMatchObject({
      status: 201,
      body: { number: 2, live: true, created_by: expect.stringMatching(/^creator-/) },
    });
    expect(published.headers.get("Location")).toBe(`${worklet}/versions/2`);
    expect([await output(), await output("?version=1"), await output("?version=2")]).toEqual(["v2", "v1", "v2"]);
    const list = await call("GET", `${worklet}/versions`);
    expect(list.body.items.map(({ number, live }: { number: number; live: boolean }) => [number, live])).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  it("when there is nothing to publish is 200 with the live version", async () => {
    const { publish } = await saying();
    expect(await publish()).toMatchObject({ status: 200, body: { number: 1, live: true } });
    expect(await publish()).toMatchObject({ status: 200, body: { number: 1, live: true } });
  });

  it("twice at once makes one version, and both are told of it", async () => {
    const { worklet, say, publish, output } = await saying();
    await say("v2");
    const answers = await Promise.all([publish(), publish(), publish(), publish()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    for (const { body } of answers) expect(body).toMatchObject({ number: 2, live: true });
    expect((await call("GET", `${worklet}/versions`)).body.items).toHaveLength(2);
    expect(await output()).toBe("v2");
  });

  it("while others edit never puts an older draft over a newer one", async () => {
    const { say, publish, output } = await saying();
    for (let round = 0; round < 5; round++) {
      const said = `round ${round}`;
      const early = publish();
      await say(said);
      const [, late] = await Promise.all([early, publish()]);
      expect(late.status).toBeLessThan(300);
      expect(await output()).toBe(said);
    }
  });

  it("is seen by callers at once, however many there are", async () => {
    const { say, publish, output } = await saying();
    let stop = false;
    const callers = Array.from({ length: 4 }, async () => {
      while (!stop) expect(["v1", "v2"]).toContain(await output());
    });
    await say("v2");
    await publish();
    expect(await output()).toBe("v2");
    stop = true;
    await Promise.all(callers);
    expect(await output()).toBe("v2");
  });

  it("refuses a draft that no longer runs, and the live version goes on", async () => {
    const { put, publish, output } = await saying();
    await put("export const renamed = () => 1;");
    const answer = await publish();
    expect(answer).toMatchObject({
      status: 422,
      body: { code: "graph.invalid", errors: [{ path: "/graph/blocks/0/function" }] },
    });
    expect(await output()).toBe("v1");
  });

  it("touches no other worklet that shares the file", async () => {
    const { application, worklet, say, publish } = await saying();
    await call("POST", `${worklet}/clone`, { body: { id: "twin" } });
    await say("v2");
    await publish();
    const twin = `/applications/${application}/worklets/twin`;
    expect((await invoke(twin)).body.worklet_output).toBe("v1");
    expect((await call("GET", twin)).body.unpublished).toBe(true);
  });

  it("and restoring do not disturb runs in flight", async () => {
    const [one, other] = [fresh("flight"), fresh("flight")];
    const held = (name: string, word: string) =>
      gate + main(`async () => { await opened("${name}"); return '${word}'; }`);
    const { worklet, put, say, publish, output } = await saying(held(one, "v1"));
    const first = invoke(worklet);
    await stands(one);
    await say("v2");
    await publish();
    expect(await output()).toBe("v2");
    await open(one);
    expect((await first).body.worklet_output).toBe("v1");
    await put(held(other, "v3"));
    await publish();
    const third = invoke(worklet);
    await stands(other);
    await call("POST", `${worklet}/versions/2/restore`);
    expect(await output()).toBe("v2");
    await open(other);
    expect((await third).body.worklet_output).toBe("v3");
  });
});

describe("a version", () => {
  it("holds the files that its blocks import, whatever becomes of them later", async () => {
    const application = await newApplication();
    const files = `/applications/${application}/files`;
    await call("PUT", `${files}/lib/deep.ts`, { body: "export const deep: string = 'deep';" });
    await call("PUT", `${files}/lib/words.ts`, { body: 'export { deep as word } from "./deep";' });
    await call("PUT", `${files}/unused.ts`, { body: "export const unused = 1;" });
    const worklet = await newWorklet(
      application,
      'import { word } from "./lib/words.ts";\nexport const main = () => word;',
    );
    const version = await call("GET", `${worklet}/versions/1`);
    const own = `${worklet.split("/").at(-1)}.ts`;
    expect(Object.keys(version.body.files).sort()).toEqual(["lib/deep.ts", "lib/words.ts", own].sort());
    expect(version.body.files["lib/deep.ts"]).toBe("export const deep: string = 'deep';");
    expect(version.body).toMatchObject({
      number: 1,
      live: true,
      compatibility_flags: ["nodejs_compat"],
      settings: { retry: null },
    });
    await call("PUT", `${files}/lib/deep.ts`, { body: "export const deep = 'changed';", headers: force });
    await call("DELETE", `${files}/lib/words.ts?force=true`);
    expect((await call("GET", worklet)).body.unpublished).toBe(true);
    expect((await invoke(worklet)).body.worklet_output).toBe("deep");
    expect((await invoke(worklet, null, { query: "?version=1" })).body.worklet_output).toBe("deep");
    expect((await call("GET", `${worklet}/versions/1`)).body).toEqual(version.body);
  });

  it("is restored: live again, while the draft stays as it is", async () => {
    const { worklet, say, publish, output } = await saying();
    await say("v2");
    await publish();
    expect(await call("POST", `${worklet}/versions/1/restore`)).toMatchObject({
      status: 200,
      body: { number: 1, live: true },
    });
    expect(await output()).toBe("v1");
    expect((await call("GET", worklet)).body).toMatchObject({ live_version: 1, unpublished: true });
    expect(await publish()).toMatchObject({ status: 201, body: { number: 3, live: true } });
    expect(await output()).toBe("v2");
    expect(await call("POST", `${worklet}/versions/3/restore`)).toMatchObject({ status: 200, body: { number: 3 } });
  });

  it.each(["0", "9", "-1", "1.0", "01", "one", "99999999999999999999", "1e0"])("%s is not there", async (number) => {
    const { worklet } = await saying();
    expect((await call("GET", `${worklet}/versions/${number}`)).body.code).toBe("version.not_found");
    expect((await call("POST", `${worklet}/versions/${number}/restore`)).body.code).toBe("version.not_found");
  });

  it("that is asked for by a number which is none is refused, not replaced by the live one", async () => {
    const { worklet } = await saying();
    for (const [query, status] of [
      ["?version=2", 404],
      ["?version=0", 422],
      ["?version=-1", 422],
      ["?version=", 422],
      ["?version=live", 422],
      ["?version=1.5", 422],
    ] as const) {
      expect([query, (await invoke(worklet, null, { query })).status]).toEqual([query, status]);
    }
  });

  it("is one of many: the list pages from the newest", async () => {
    const { worklet, say, publish } = await saying();
    for (const word of ["v2", "v3", "v4", "v5"]) {
      await say(word);
      await publish();
    }
    const first = await call("GET", `${worklet}/versions?limit=3`);
    const second = await call("GET", `${worklet}/versions?limit=3&cursor=${first.body.next_cursor}`);
    const numbers = [...first.body.items, ...second.body.items].map(({ number }) => number);
    expect([numbers, second.body.next_cursor]).toEqual([[5, 4, 3, 2, 1], null]);
  });

  it("stores each text once, however many versions hold it", async () => {
    const { worklet, say, publish } = await saying();
    const count = async () =>
      (await (env as Env).DB.prepare("select count(*) as count from contents").first<{ count: number }>())?.count ?? 0;
    await say("v2");
    await publish();
    const before = await count();
    await say("v1");
    await publish();
    await call("POST", `${worklet}/clone`, { body: { id: "twin" } });
    expect(await count()).toBe(before);
  });
});

describe("changes since the live version", () => {
  const changesOf = async (worklet: string) => (await call("GET", `${worklet}/changes`)).body;

  it("are none after publishing, and name each thing that was added, modified or deleted", async () => {
    const { application, worklet, file, say, publish } = await saying();
    expect(await changesOf(worklet)).toEqual({ added: [], modified: [], deleted: [] });
    const path = file.split("/files/")[1] ?? "";
    await say("v2");
    expect(await changesOf(worklet)).toEqual({ added: [], modified: [{ kind: "file", id: path }], deleted: [] });
    await call("PUT", `/applications/${application}/files/new.ts`, { body: main("() => 2") });
    const blocks = [{ id: "fresh", kind: "code", file: "new.ts", function: "main" }];
    await call("PUT", `${worklet}/draft`, {
      headers: force,
      body: { graph: { blocks, start: ["fresh"] }, input_schema: { type: "string" }, settings: { timeout_ms: 7 } },
    });
    const changes = await changesOf(worklet);
    expect(changes.added).toEqual([
      { kind: "block", id: "fresh" },
      { kind: "file", id: "new.ts" },
      { kind: "start", id: "start" },
      { kind: "input_schema", id: "input_schema" },
    ]);
    expect(changes.modified).toEqual([{ kind: "settings", id: "settings" }]);
    expect(changes.deleted).toEqual([
      { kind: "block", id: "main" },
      { kind: "file", id: path },
    ]);
    expect((await publish()).status).toBe(201);
    expect(await changesOf(worklet)).toEqual({ added: [], modified: [], deleted: [] });
  });

  it("see the order of a chain, which is what runs", async () => {
    const { worklet, file, publish } = await saying();
    const code = (id: string, input: string) => ({
      id,
      kind: "code",
      file: file.split("/files/")[1],
      function: "main",
      input,
    });
    const save = (...blocks: object[]) =>
      call("PUT", `${worklet}/draft`, { headers: force, body: { graph: { blocks } } });
    await save(code("a", "1"), code("b", "2"));
    await publish();
    await save(code("b", "2"), code("a", "1"));
    expect(await changesOf(worklet)).toEqual({ added: [], modified: [{ kind: "order", id: "order" }], deleted: [] });
    expect((await publish()).status).toBe(201);
    await save(code("b", "2"), code("new", "3"), code("a", "1"));
    expect(await changesOf(worklet)).toEqual({ added: [{ kind: "block", id: "new" }], modified: [], deleted: [] });
  });

  it("do not come from saving the same thing again", async () => {
    const { worklet, publish } = await saying();
    const { body } = await call("GET", `${worklet}/draft`);
    await call("PUT", `${worklet}/draft`, { body, headers: force });
    expect((await call("GET", worklet)).body.unpublished).toBe(false);
    expect((await publish()).status).toBe(200);
  });
});
