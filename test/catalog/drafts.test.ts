import { describe, expect, it } from "vitest";
import { call, eventually, invoke, newApplication, newKey, newWorklet } from "../support/api.ts";

const main = (source: string) => `export const main = ${source};`;
const inDraft = (worklet: string) => worklet.replace("/worklets/", "/draft/worklets/");

type Draft = { graph: { blocks: { id: string }[] }; settings: object };

/** Reads the draft, changes it and puts it back with the ETag that came with it. */
async function edit(worklet: string, change: (draft: Draft) => unknown) {
  const { body, headers } = await call("GET", `${worklet}/draft`);
  change(body);
  return call("PUT", `${worklet}/draft`, { body, headers: { "If-Match": headers.get("ETag") ?? "" } });
}

async function twoBlocks() {
  const worklet = await newWorklet(await newApplication(), main("(input: any) => [...(input ?? []), 'main']"));
  const file = `${worklet.split("/").at(-1)}.ts`;
  const second = { id: "second", kind: "code", file, function: "main" };
  return { worklet, second };
}

describe("a draft", () => {
  it("is edited without production noticing, until it is published", async () => {
    const { worklet, second } = await twoBlocks();
    const saved = await edit(worklet, (draft) => draft.graph.blocks.push(second));
    expect(saved.status).toBe(200);
    expect(saved.headers.get("ETag")).toBe('"2"');
    expect((await call("GET", worklet)).body.unpublished).toBe(true);
    expect((await invoke(worklet)).body.worklet_output).toEqual(["main"]);
    expect((await invoke(inDraft(worklet))).body.worklet_output).toEqual(["main", "main"]);
    expect((await call("POST", `${worklet}/publish`)).status).toBe(201);
    expect((await invoke(worklet)).body.worklet_output).toEqual(["main", "main"]);
    expect((await call("GET", worklet)).body.unpublished).toBe(false);
  });

  it("runs as it was saved last, and up to a block when asked", async () => {
    const { worklet, second } = await twoBlocks();
    await edit(worklet, (draft) => draft.graph.blocks.push(second));
    const until = await call("POST", `${inDraft(worklet)}/invoke`, { body: { until: "main" } });
    expect(until.body.worklet_output).toEqual(["main"]);
    const nowhere = await call("POST", `${inDraft(worklet)}/invoke`, { body: { until: "third" } });
    expect(nowhere).toMatchObject({ status: 422, body: { errors: [{ path: "/until" }] } });
    const live = await call("POST", `${worklet}/invoke`, { body: { until: "main" } });
    expect(live).toMatchObject({ status: 422, body: { errors: [{ path: "/until" }] } });
    expect((await invoke(inDraft(worklet), null, { query: "?version=1" })).body.errors).toMatchObject([
      { path: "?version" },
    ]);
  });

  it("calls drafts, as production calls live versions", async () => {
    const application = await newApplication();
    const callee = await newWorklet(application, main("() => 'live'"));
    const id = callee.split("/").at(-1);
    const caller = await newWorklet(application, main("() => 0"), {
      graph: { blocks: [{ id: "call", kind: "worklet", worklet: id }] },
    });
    await call("PUT", `/applications/${application}/files/${id}.ts`, {
      body: main("() => 'draft'"),
      headers: { "If-Match": "*" },
    });
    expect((await invoke(caller)).body.worklet_output).toBe("live");
    expect((await invoke(inDraft(caller))).body.worklet_output).toBe("draft");
  });

  it("is replaced as a whole: what is left out has its default again", async () => {
    const worklet = await newWorklet(await newApplication(), main("() => 1"), {
      input_schema: { type: "string" },
      settings: { timeout_ms: 5 },
    });
    const { body } = await call("GET", `${worklet}/draft`);
    expect(body.settings).toEqual({
      timeout_ms: 5,
      background_timeout_ms: null,
      run_as_background_task: false,
      retry: null,
    });
    const put = await call("PUT", `${worklet}/draft`, { body: { graph: body.graph }, headers: { "If-Match": "*" } });
    expect(put.body).toMatchObject({ input_schema: null, output_schema: null, settings: { timeout_ms: 300_000 } });
    expect((await call("GET", `${worklet}/draft`)).body).toEqual(put.body);
  });

  it("is only saved when it can run", async () => {
    const { worklet } = await twoBlocks();
    const before = await call("GET", `${worklet}/draft`);
    const put = (graph: object) => call("PUT", `${worklet}/draft`, { body: { graph }, headers: { "If-Match": "*" } });
    const [code] = before.body.graph.blocks;
    for (const [graph, status, code422] of [
      [{ blocks: [] }, 422, "request.invalid"],
      [{ blocks: [{ ...code, function: "gone" }] }, 422, "graph.invalid"],
      [{ blocks: [code, { ...code }] }, 422, "graph.invalid"],
      [
        {
          blocks: [
            { ...code, id: "a", next: ["b"] },
            { ...code, id: "b", next: ["a"] },
          ],
        },
        422,
        "graph.invalid",
      ],
      [{ blocks: [code], start: ["nowhere"] }, 422, "graph.invalid"],
      [{ blocks: [{ ...code, input: "{{ globalThis }}" }] }, 422, "graph.invalid"],
    ] as const) {
      const answer = await put(graph);
      expect([answer.status, answer.body.code]).toEqual([status, code422]);
      expect(answer.body.errors.length).toBeGreaterThan(0);
    }
    const after = await call("GET", `${worklet}/draft`);
    expect([after.body, after.headers.get("ETag")]).toEqual([before.body, before.headers.get("ETag")]);
  });
});

describe("two who edit one draft", () => {
  it("must say what they have read", async () => {
    const { worklet } = await twoBlocks();
    const { body, headers } = await call("GET", `${worklet}/draft`);
    const without = await call("PUT", `${worklet}/draft`, { body });
    expect(without).toMatchObject({ status: 428, body: { code: "draft.if_match_required" } });
    expect(without.body.detail).toContain(headers.get("ETag"));
    for (const wrong of ['"99"', "nonsense", '""', "1"]) {
      expect((await call("PUT", `${worklet}/draft`, { body, headers: { "If-Match": wrong } })).status).toBe(412);
    }
    for (const right of ['"1"', 'W/"2"', '"7", "3"', "*"]) {
      expect((await call("PUT", `${worklet}/draft`, { body, headers: { "If-Match": right } })).status).toBe(200);
    }
  });

  it("do not overwrite each other: exactly one of eight wins", async () => {
    const { worklet } = await twoBlocks();
    const { body, headers } = await call("GET", `${worklet}/draft`);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, place) =>
        call("PUT", `${worklet}/draft`, {
          body: { ...body, settings: { timeout_ms: 1_000 + place } },
          headers: { "If-Match": headers.get("ETag") ?? "" },
        }),
      ),
    );
    const won = answers.filter(({ status }) => status === 200);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412, 412, 412]);
    const after = await call("GET", `${worklet}/draft`);
    expect([after.body, after.headers.get("ETag")]).toEqual([won[0]?.body, '"2"']);
  });

  it("may overwrite on purpose: with * the last one stands", async () => {
    const { worklet } = await twoBlocks();
    const { body } = await call("GET", `${worklet}/draft`);
    const answers = await Promise.all(
      [1, 2, 3].map((ms) =>
        call("PUT", `${worklet}/draft`, {
          body: { ...body, settings: { timeout_ms: ms } },
          headers: { "If-Match": "*" },
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await call("GET", `${worklet}/draft`)).headers.get("ETag")).toBe('"4"');
  });
});

describe("a dry run", () => {
  it("checks everything and keeps nothing", async () => {
    const { worklet, second } = await twoBlocks();
    const { body, headers } = await call("GET", `${worklet}/draft`);
    const etag = headers.get("ETag") ?? "";
    const wished = { ...body, graph: { blocks: [...body.graph.blocks, second] } };
    const good = await call("PUT", `${worklet}/draft?dry_run=true`, { body: wished, headers: { "If-Match": etag } });
    expect([good.status, good.body, good.headers.get("ETag")]).toEqual([200, wished, etag]);
    const bad = await call("PUT", `${worklet}/draft?dry_run=true`, {
      body: { graph: { blocks: [{ ...second, function: "gone" }] } },
      headers: { "If-Match": etag },
    });
    expect(bad.body.code).toBe("graph.invalid");
    expect((await call("GET", `${worklet}/draft`)).body).toEqual(body);
    expect((await call("PUT", `${worklet}/draft?dry_run=yes`, { body })).body.errors).toMatchObject([
      { path: "?dry_run" },
    ]);
  });
});

describe("input that does not fit input_schema", () => {
  const schema = {
    type: "object",
    required: ["text", "lines"],
    properties: {
      text: { type: "string", minLength: 2 },
      lines: { type: "array", items: { type: "integer" } },
      "a/b": { const: 1 },
    },
    additionalProperties: false,
  };

  it("is refused with every pointer before anything runs", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, main("(input: any) => input.text"), { input_schema: schema });
    const answer = await invoke(worklet, { text: "x", lines: [1, "2", 3.5], "a/b": 2, extra: true });
    expect(answer).toMatchObject({ status: 422, body: { code: "worklet.input_invalid", success: false } });
    expect(answer.headers.get("Worklet-Run-Id")).toBeNull();
    expect(answer.body.errors.map((error: { path: string }) => error.path).sort()).toEqual([
      "/worklet_input/a~1b",
      "/worklet_input/extra",
      "/worklet_input/lines/1",
      "/worklet_input/lines/2",
      "/worklet_input/text",
    ]);
    const absent = await call("POST", `${worklet}/invoke`);
    expect(absent.body.errors).toMatchObject([{ path: "/worklet_input" }]);
    const key = await newKey("invoke", application);
    const good = await invoke(worklet, { text: "ok", lines: [] }, { key });
    expect(good.body.worklet_output).toBe("ok");
    const runs = await eventually(
      () => call("GET", `/applications/${application}/runs`),
      (list) => list.body.items.length > 0,
    );
    expect(runs.body.items.map((run: { worklet_run_id: string }) => run.worklet_run_id)).toEqual([
      good.body.worklet_run_id,
    ]);
  });

  it("is checked against the version that runs: the draft's schema counts for the draft only", async () => {
    const worklet = await newWorklet(await newApplication(), main("(input: any) => input"));
    await edit(worklet, (draft) => Object.assign(draft, { input_schema: { type: "string" } }));
    expect((await invoke(worklet, 1)).status).toBe(200);
    expect((await invoke(inDraft(worklet), 1)).status).toBe(422);
    await call("POST", `${worklet}/publish`);
    expect((await invoke(worklet, 1)).status).toBe(422);
    expect((await invoke(worklet, 1, { query: "?version=1" })).status).toBe(200);
  });
});

it("a draft whose files were changed under it says so when it is invoked, with the file", async () => {
  const application = await newApplication();
  const files = `/applications/${application}/files`;
  await call("PUT", `${files}/lib.ts`, { body: "export const x = 1;" });
  const worklet = await newWorklet(application, 'import { x } from "./lib";\nexport const main = () => x;');
  expect((await call("DELETE", `${files}/lib.ts?force=true`)).status).toBe(204);
  const answer = await invoke(inDraft(worklet));
  expect(answer).toMatchObject({ status: 422, body: { code: "file.invalid", errors: [{ line: 1, column: 19 }] } });
  expect(answer.body.errors[0].message).toContain("./lib");
  expect((await invoke(worklet)).body.worklet_output).toBe(1);
});
