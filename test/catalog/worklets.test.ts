import { describe, expect, it } from "vitest";
import { call, fresh, invoke, newApplication, newKey, newWorklet } from "../support/api.ts";
import { gate, open, stands } from "../support/hits.ts";

const main = (source: string) => `export const main = ${source};`;
const block = (id: string, file: string, more: object = {}) => ({ id, kind: "code", file, function: "main", ...more });

async function twoThatCall() {
  const application = await newApplication();
  const callee = await newWorklet(application, main("(input: any) => ({ from: 'callee', input })"));
  const caller = await newWorklet(application, main("(input: any) => input"), {
    graph: { blocks: [{ id: "call", kind: "worklet", worklet: callee.split("/").at(-1) }] },
  });
  return { application, callee, caller };
}

describe("creating a worklet", () => {
  it("takes a name only: a file with a passthrough that explains itself, live at once", async () => {
    const application = await newApplication();
    const made = await call("POST", `/applications/${application}/worklets`, { body: { name: "Order Check" } });
    expect(made).toMatchObject({
      status: 201,
      body: {
        id: "order-check",
        name: "Order Check",
        live_version: 1,
        unpublished: false,
        next_tick_at: null,
        created_by: "root key",
      },
    });
    const address = `/applications/${application}/worklets/order-check`;
    expect(made.headers.get("Location")).toBe(address);
    const version = await call("GET", `${address}/versions/1`);
    expect(Object.keys(version.body.files)).toEqual(["order-check.ts"]);
    for (const word of ["blockInput", "env", "context"]) expect(version.body.files["order-check.ts"]).toContain(word);
    expect((await invoke(address, { a: 1 })).body.worklet_output).toEqual({ a: 1 });
  });

  it.each(["**//", "*/ throw 1; /*", "a\u2028b\nc", "${process.exit()}", "`", "\\u002a/"])(
    "survives the name %j",
    async (name) => {
      const application = await newApplication();
      const made = await call("POST", `/applications/${application}/worklets`, { body: { name, id: "odd" } });
      expect(made.status).toBe(201);
      expect((await invoke(`/applications/${application}/worklets/odd`, 1)).body.worklet_output).toBe(1);
    },
  );

  it("takes another file when the one of its name is taken", async () => {
    const application = await newApplication();
    const address = `/applications/${application}/worklets`;
    await call("POST", address, { body: { name: "One" } });
    await call("DELETE", `${address}/one`);
    await call("POST", address, { body: { name: "One" } });
    const draft = await call("GET", `${address}/one/draft`);
    expect(draft.body.graph.blocks[0].file).toBe("one-2.ts");
  });

  it("keeps everything of it or nothing: a refused one leaves no file behind", async () => {
    const application = await newApplication();
    const wish = {
      name: "Half",
      files: { "good.ts": main("() => 1") },
      graph: { blocks: [block("a", "good.ts"), block("b", "missing.ts")] },
    };
    const answer = await call("POST", `/applications/${application}/worklets`, { body: wish });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: "graph.invalid", errors: [{ path: "/graph/blocks/1/file" }] },
    });
    expect((await call("GET", `/applications/${application}/files`)).body.items).toEqual([]);
  });

  it("tells everything that keeps the graph from running at once", async () => {
    const wish = {
      name: "Wrong",
      files: { "a.ts": main("() => 1") },
      graph: {
        blocks: [
          block("a", "a.ts", { function: "nope" }),
          { id: "b", kind: "worklet", worklet: "nobody" },
          { id: "b", kind: "code", file: "a.ts", function: "main", input: "{{ blocks.zzz }}" },
        ],
      },
      input_schema: { type: "strin" },
      output_schema: { $ref: "https://example.com/schema" },
    };
    const answer = await call("POST", `/applications/${await newApplication()}/worklets`, { body: wish });
    expect(answer.status).toBe(422);
    const paths = answer.body.errors.map((error: { path: string }) => error.path);
    for (const path of [
      "/graph/blocks/0/function",
      "/graph/blocks/1/worklet",
      "/input_schema/type",
      "/output_schema/$ref",
    ]) {
      expect(paths).toContain(path);
    }
    expect(answer.body.errors.find(({ path }: { path: string }) => path.endsWith("function")).message).toContain(
      "it has: main",
    );
  });

  it.each([
    [{ id: "x", kind: "model", model: "No Name" }, "A model's name is"],
    [{ id: "x", kind: "magic" }, 'no kind "magic"'],
    [{ id: "x" }, "needs a kind"],
    [{ id: "x", kind: "code", file: "../a.ts", function: "main" }, "path"],
    [{ id: "1x", kind: "code", file: "a.ts", function: "main" }, "block's id"],
    [{ id: "x", kind: "code", file: "a.ts", function: "main", tiemout_ms: 1 }, "no such member"],
  ])("refuses the block %j with a sentence", async (wrong, sentence) => {
    const answer = await call("POST", `/applications/${await newApplication()}/worklets`, {
      body: { name: "x", graph: { blocks: [wrong] } },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].path).toMatch(/^\/graph\/blocks\/0/);
    expect(answer.body.errors[0].message).toContain(sentence);
  });

  it("refuses a taken or reserved id", async () => {
    const address = `/applications/${await newApplication()}/worklets`;
    await call("POST", address, { body: { name: "One" } });
    expect((await call("POST", address, { body: { name: "One" } })).body).toMatchObject({
      status: 409,
      code: "worklet.exists",
    });
    expect((await call("POST", address, { body: { name: "Draft" } })).body.errors).toMatchObject([{ path: "/id" }]);
    expect((await call("POST", address, { body: { name: "x", id: "production" } })).body.errors).toMatchObject([
      { path: "/id" },
    ]);
  });

  it("made twice at once is made once", async () => {
    const address = `/applications/${await newApplication()}/worklets`;
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => call("POST", address, { body: { name: "Race" } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect((await call("GET", address)).body.items).toHaveLength(1);
  });

  it("may call itself, and may call more than ninety others", async () => {
    const application = await newApplication();
    const address = `/applications/${application}/worklets`;
    const ids = Array.from({ length: 95 }, (_, place) => `w${String(place).padStart(3, "0")}`);
    await call("POST", address, { body: { name: ids[0] } });
    for (let at = 1; at < ids.length; at += 19) {
      await Promise.all(
        ids.slice(at, at + 19).map((id) => call("POST", `${address}/w000/clone`, { body: { id, name: id } })),
      );
    }
    const blocks = [...ids, "all"].map((id, place) => ({ id: `b${place}`, kind: "worklet", worklet: id }));
    const made = await call("POST", address, { body: { name: "all", graph: { blocks } } });
    expect(made).toMatchObject({ status: 201, body: { id: "all" } });
  });
});

describe("a worklet", () => {
  it("keeps its id and address when it is renamed", async () => {
    const worklet = await newWorklet(await newApplication(), main("() => 'here'"));
    const renamed = await call("PATCH", worklet, { body: { name: "  New name " } });
    expect(renamed.body).toMatchObject({ name: "New name", id: worklet.split("/").at(-1), unpublished: false });
    expect((await invoke(worklet)).body.worklet_output).toBe("here");
    expect((await call("PATCH", worklet, { body: { id: "other" } })).body.errors).toMatchObject([{ path: "/id" }]);
    expect((await call("PATCH", worklet, { body: { name: "" } })).status).toBe(422);
  });

  it("is listed with whether it has unpublished changes, by id, in pages", async () => {
    const application = await newApplication();
    const address = `/applications/${application}/worklets`;
    for (const name of ["b", "a", "c"]) await call("POST", address, { body: { name } });
    await call("PUT", `${address}/b/draft`, {
      headers: { "If-Match": "*" },
      body: { graph: { blocks: [block("renamed", "b.ts")] } },
    });
    const first = await call("GET", `${address}?limit=2`);
    const second = await call("GET", `${address}?limit=2&cursor=${first.body.next_cursor}`);
    const items = [...first.body.items, ...second.body.items];
    expect(items.map(({ id, unpublished }) => [id, unpublished])).toEqual([
      ["a", false],
      ["b", true],
      ["c", false],
    ]);
    expect(second.body.next_cursor).toBeNull();
  });
});

describe("a clone", () => {
  it("has the draft of the original as its first version, and shares its files", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, main("(input: any) => input + 1"), {
      input_schema: { type: "number" },
    });
    const key = await newKey("creator", application);
    const clone = await call("POST", `${worklet}/clone`, { key, body: { name: "Twin" } });
    expect(clone).toMatchObject({ status: 201, body: { id: "twin", live_version: 1, unpublished: false } });
    expect(clone.body.created_by).toMatch(/^creator-/);
    const twin = `/applications/${application}/worklets/twin`;
    expect((await invoke(twin, 1)).body.worklet_output).toBe(2);
    expect((await invoke(twin, "x")).status).toBe(422);
    expect((await call("GET", `${twin}/draft`)).body).toEqual((await call("GET", `${worklet}/draft`)).body);
  });

  it("names and numbers itself, and does not take an id that is taken", async () => {
    const worklet = await newWorklet(await newApplication(), main("() => 1"), { name: "Plain", id: "plain" });
    const original = worklet.replace(/[^/]+$/, "plain");
    const clones = [];
    for (let count = 0; count < 3; count++) clones.push((await call("POST", `${original}/clone`)).body);
    expect(clones.map(({ id, name }) => [id, name])).toEqual([
      ["plain-copy", "Plain (copy)"],
      ["plain-copy-2", "Plain (copy 2)"],
      ["plain-copy-3", "Plain (copy 3)"],
    ]);
    for (const body of [{ name: "Plain (copy)" }, { id: "plain-copy" }])
      expect((await call("POST", `${original}/clone`, { body })).body.code).toBe("worklet.exists");
    expect((await call("POST", `${original}/clone`, { body: { id: fresh("another") } })).status).toBe(201);
    expect((await call("POST", `${worklet}-not/clone`)).status).toBe(404);
  });
});

describe("deleting a worklet", () => {
  it("needs force while others call it, in their draft or live, and names them", async () => {
    const { callee, caller } = await twoThatCall();
    const id = caller.split("/").at(-1);
    expect((await call("DELETE", callee)).body).toMatchObject({
      status: 409,
      code: "worklet.in_use",
      used_by: [`worklet ${id}`],
    });
    const own = { blocks: [block("own", `${callee.split("/").at(-1)}.ts`)] };
    await call("PUT", `${caller}/draft`, { headers: { "If-Match": "*" }, body: { graph: own } });
    expect((await call("DELETE", callee)).status).toBe(409);
    await call("POST", `${caller}/publish`);
    expect((await call("DELETE", callee)).status).toBe(204);
  });

  it("by force lets the others fail with a sentence", async () => {
    const { callee, caller } = await twoThatCall();
    expect((await invoke(caller, 1)).body.worklet_output).toEqual({ from: "callee", input: 1 });
    expect((await call("DELETE", `${callee}?force=true`)).status).toBe(204);
    const answer = await invoke(caller, 1);
    expect(answer.status).toBe(500);
    expect(answer.body.error.message).toContain("There is no worklet");
  });

  it("ends its endpoint at once, fixed versions included, and a new one of that id is another", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, main("() => 'old'"));
    expect((await invoke(worklet, null, { query: "?version=1" })).body.worklet_output).toBe("old");
    expect((await invoke(worklet)).body.worklet_output).toBe("old");
    await call("DELETE", worklet);
    for (const query of ["", "?version=1"])
      expect((await invoke(worklet, null, { query })).body.code).toBe("worklet.not_found");
    await call("POST", `/applications/${application}/worklets`, {
      body: { name: "new one", id: worklet.split("/").at(-1) },
    });
    for (const query of ["", "?version=1"])
      expect((await invoke(worklet, "new", { query })).body.worklet_output).toBe("new");
  });

  it("does not disturb its run in flight", async () => {
    const name = fresh("flight");
    const source = gate + main(`async () => { await opened("${name}"); return 'done'; }`);
    const worklet = await newWorklet(await newApplication(), source);
    const running = invoke(worklet);
    await stands(name);
    expect((await call("DELETE", worklet)).status).toBe(204);
    await open(name);
    expect((await running).body.worklet_output).toBe("done");
    expect((await invoke(worklet)).status).toBe(404);
  });
});
