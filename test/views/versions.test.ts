import { beforeAll, describe, expect, it } from "vitest";
import { call, newKey } from "../support/api.ts";
import { finder, newDesk, newView, place, publish, save } from "./documents.ts";

let desk: Awaited<ReturnType<typeof newDesk>>;
beforeAll(async () => {
  desk = await newDesk();
});

const noted = (note: unknown) => ({ state: { note } });
const changesOf = async (view: string) => (await call("GET", `${view}/changes`)).body;
const text = (id: string, words: string) => ({ id, kind: "text", place, properties: { text: words } });

describe("publishing a view", () => {
  it("freezes the draft as the next version and makes it live", async () => {
    const view = await newView(desk.views, noted(1));
    const key = await newKey("creator", desk.application);
    const first = await call("POST", `${view}/publish`, { key });
    expect(first).toMatchObject({
      status: 201,
      body: { number: 1, live: true, access: "private", created_by: expect.stringMatching(/^creator-/) },
    });
    expect(first.headers.get("Location")).toBe(`${view}/versions/1`);
    await save(view, noted(2));
    expect((await call("GET", view)).body).toMatchObject({ live_version: 1, unpublished: true });
    expect((await publish(view)).body.number).toBe(2);
    expect((await call("GET", view)).body).toMatchObject({ live_version: 2, unpublished: false });
    expect((await call("GET", `${view}/versions/1`)).body).toMatchObject({ live: false, state: { note: 1 } });
  });

  it("when there is nothing to publish is 200 with the live version", async () => {
    const view = await newView(desk.views);
    await publish(view);
    expect(await publish(view)).toMatchObject({ status: 200, body: { number: 1, live: true } });
  });

  it("many times at once makes one version, and all are told of it", async () => {
    const view = await newView(desk.views);
    for (const number of [1, 2]) {
      await save(view, noted(number));
      const answers = await Promise.all([1, 2, 3, 4].map(() => publish(view)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
      for (const { body } of answers) expect(body).toMatchObject({ number, live: true });
    }
    expect((await call("GET", `${view}/versions`)).body.items).toHaveLength(2);
  });

  it("while others edit never puts an older draft over a newer one", async () => {
    const view = await newView(desk.views);
    for (let round = 0; round < 5; round++) {
      const early = publish(view);
      await save(view, noted(round));
      const [, late] = await Promise.all([early, publish(view)]);
      expect(late.status).toBeLessThan(300);
      const { body } = await call("GET", `${view}/versions?limit=1`);
      expect(body.items[0].live).toBe(true);
      expect((await call("GET", `${view}/versions/${body.items[0].number}`)).body.state.note).toBe(round);
    }
  });

  it("refuses a draft whose worklet is gone, and the live version stays", async () => {
    const { views, worklet, application } = await newDesk();
    const view = await newView(views, finder(worklet));
    await publish(view);
    await save(view, { ...finder(worklet), state: { note: "new" } });
    await call("DELETE", `/applications/${application}/worklets/${worklet}?force=true`);
    const { status, body } = await publish(view);
    expect([status, body.code, body.errors[0].path]).toEqual([422, "view.invalid", "/calls/find/worklet"]);
    expect((await call("GET", view)).body).toMatchObject({ live_version: 1, unpublished: true });
  });
});

describe("the versions of a view", () => {
  it("are listed in pages, newest first, and say who could run what", async () => {
    const view = await newView(desk.views, finder(desk.worklet));
    await publish(view);
    await save(view, { ...finder(desk.worklet), access: "link" });
    await publish(view);
    const first = await call("GET", `${view}/versions?limit=1`);
    expect(first.body.items).toMatchObject([{ number: 2, live: true, access: "link", anyone_can_run: [desk.worklet] }]);
    const second = await call("GET", `${view}/versions?limit=1&cursor=${first.body.next_cursor}`);
    expect(second.body).toMatchObject({
      items: [{ number: 1, live: false, access: "private", anyone_can_run: [] }],
      next_cursor: null,
    });
  });

  it("are live again when restored, and the draft stays", async () => {
    const view = await newView(desk.views, noted(1));
    await publish(view);
    await save(view, noted(2));
    await publish(view);
    expect((await call("POST", `${view}/versions/1/restore`)).body).toMatchObject({ number: 1, live: true });
    expect((await call("GET", view)).body).toMatchObject({ live_version: 1, unpublished: true });
    expect((await call("GET", `${view}/draft`)).body.state.note).toBe(2);
    expect((await publish(view)).body.number).toBe(3);
  });

  it("that are not there are 404", async () => {
    const view = await newView(desk.views);
    for (const [method, path] of [
      ["GET", "1"],
      ["GET", "0"],
      ["GET", "latest"],
      ["POST", "1/restore"],
    ] as const) {
      expect((await call(method, `${view}/versions/${path}`)).body.code).toBe("version.not_found");
    }
  });
});

describe("the changes of a view", () => {
  it("are all of it before it is published, and nothing afterwards", async () => {
    const view = await newView(desk.views, { ...finder(desk.worklet), query: { q: "" }, access: "link" });
    expect(await changesOf(view)).toEqual({
      added: [
        { kind: "component", id: "search" },
        { kind: "component", id: "list" },
        { kind: "call", id: "find" },
        { kind: "state", id: "note" },
        { kind: "query", id: "q" },
        { kind: "access", id: "access" },
      ],
      modified: [],
      deleted: [],
      anyone_can_run: [desk.worklet],
    });
    await publish(view);
    expect(await changesOf(view)).toMatchObject({ added: [], modified: [], deleted: [] });
  });

  it("are told in the words of a person", async () => {
    const view = await newView(desk.views, { components: [text("a", "x"), text("b", "x")], state: { old: 1 } });
    await publish(view);
    await save(view, {
      components: [text("a", "y"), text("c", "x")],
      state: { new: 1 },
      events: { load: [{ action: "set", target: "state.new", value: 2 }] },
      frame_ancestors: ["https://intranet.example.com"],
      access: "link",
    });
    expect(await changesOf(view)).toEqual({
      added: [
        { kind: "component", id: "c" },
        { kind: "state", id: "new" },
        { kind: "events", id: "load" },
        { kind: "frame_ancestors", id: "frame_ancestors" },
      ],
      modified: [
        { kind: "component", id: "a" },
        { kind: "access", id: "access" },
      ],
      deleted: [
        { kind: "component", id: "b" },
        { kind: "state", id: "old" },
      ],
      anyone_can_run: [],
    });
  });

  it("name what was moved in a list, and no more", async () => {
    const names = ["a", "b", "c", "d", "e"];
    const view = await newView(desk.views, { components: names.map((id) => text(id, id)) });
    await publish(view);
    for (const [order, moved] of [
      ["bcdea", ["a"]],
      ["eabcd", ["e"]],
      ["abxcd", []],
      ["adbce", ["d"]],
    ] as const) {
      await save(view, { components: [...order].map((id) => text(id, id)) });
      const { modified } = await changesOf(view);
      expect([order, modified.map(({ id }: { id: string }) => id)]).toEqual([order, moved]);
      expect((await call("GET", view)).body.unpublished).toBe(true);
    }
  });
});
