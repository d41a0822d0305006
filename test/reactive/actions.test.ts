import { expect, test } from "vitest";
import type { Page } from "../../src/reactive/reactive.ts";
import { open, quiet, valueAt, type World } from "./world.ts";

/** A page with one button, and what was clicked. */
async function button(
  actions: unknown[],
  more: object = {},
): Promise<{ page: Page; world: World; click: () => Promise<void> }> {
  const { components = [], ...rest } = more as { components?: unknown[] };
  const go = { id: "go", kind: "button", events: { click: actions } };
  const opened = await open({ components: [go, ...components], ...rest });
  const click = async () => {
    void opened.page.dispatch("go", "click", { by: "mouse" });
    await quiet();
  };
  return { ...opened, click };
}

const save = {
  calls: { save: { trigger: "event", values: { n: { from: "{{ state.n }}" } } } },
  state: { n: 1, got: null },
};

test("actions happen one after the other, each with the values as they are then", async () => {
  const { page, world, click } = await button(
    [
      { action: "set", target: "state.n", value: "{{ state.n + 1 }}" },
      { action: "set", target: "name.value", value: "{{ event.by }} {{ state.n }}" },
      { action: "notify", message: "Now {{ name.value }}" },
    ],
    { state: { n: 1 }, components: [{ id: "name", kind: "text_input" }] },
  );
  await click();
  expect([valueAt(page, "state.n"), valueAt(page, "name.value")]).toEqual([2, "mouse 2"]);
  expect(world.effects).toEqual([["notify", "Now mouse 2"]]);
});

test("an action runs a call, waits for its answer and hands it on", async () => {
  const { page, world, click } = await button(
    [
      {
        action: "run_call",
        call: "save",
        into: "state.got",
        on_success: [{ action: "notify", message: "Saved {{ output }}" }],
      },
      { action: "notify", message: "then {{ calls.save.data }}" },
    ],
    save,
  );
  expect(world.runs).toEqual([]);
  await click();
  expect(world.last).toMatchObject({ call: "save", values: { n: 1 } });
  expect(valueAt(page, "calls.save.loading")).toBe(true);
  expect(world.effects).toEqual([]);
  await world.succeed(world.last, 42);
  expect(world.effects).toEqual([
    ["notify", "Saved 42"],
    ["notify", "then 42"],
  ]);
  expect([valueAt(page, "state.got"), valueAt(page, "calls.save.loading")]).toEqual([42, false]);
});

test("the values that an action gives stand over the call's own", async () => {
  const { world, click } = await button(
    [{ action: "run_call", call: "save", values: { n: "{{ state.n * 10 }}" } }],
    save,
  );
  await click();
  expect(world.last.values).toEqual({ n: 10 });
});

test("an action that fails runs its on_error and ends the list", async () => {
  const { page, world, click } = await button(
    [
      { action: "run_call", call: "save", on_error: [{ action: "notify", message: "No: {{ error }}" }] },
      { action: "notify", message: "never" },
    ],
    save,
  );
  await click();
  await world.fail(world.last, "It broke.");
  expect(world.effects).toEqual([["notify", "No: It broke."]]);
  expect(valueAt(page, "calls.save.error")).toBe("It broke.");
});

test("a failure that nothing in the document answers is told", async () => {
  const { world, click } = await button([{ action: "notify", message: "{{ state.none.name }}" }], {
    state: { none: null },
  });
  await click();
  expect(world.effects).toEqual([["failed", expect.stringContaining("`state.none` is null")]]);
});

test("a mistake of the document is told in the words that the page's place has for it, and what a call says as it is", async () => {
  const chained = { action: "set", target: "state.got", value: "{{ state.got.name }}" };
  const { world, click } = await button(
    [{ ...chained, on_error: [{ action: "notify", message: "Chain: {{ error }}" }] }],
    save,
  );
  world.tellsMistakes = false;
  await click();
  expect(world.effects).toEqual([["notify", "Chain: It could not."]]);
  for (const [action, sentence] of [
    [{ action: "notify", message: "x", only_when: "state.got.name" }, "It could not."],
    [{ action: "notify", message: "x", confirm: "{{ state.got.name }}?" }, "It could not."],
    [{ action: "open_url", url: "{{ 'javascript:1' }}" }, "It could not."],
    [{ action: "set", target: "many.page", value: "no number" }, "It could not."],
    [{ action: "run_call", call: "save", values: { n: "{{ state.got.name }}" } }, "It could not."],
    [{ action: "run_call", call: "save" }, "There is no such order."],
  ] as const) {
    const page = await button([action], { ...save, components: [{ id: "many", kind: "table" }] });
    page.world.tellsMistakes = false;
    await page.click();
    if (page.world.runs.length > 0) await page.world.fail(page.world.last, "There is no such order.");
    expect(page.world.effects).toEqual([["failed", sentence]]);
  }
});

test("a browser that does not let a page copy says so itself", async () => {
  const { world, click } = await button([{ action: "copy", text: "x" }]);
  world.tellsMistakes = false;
  Object.assign(world.ports.effects, { copy: () => Promise.reject(new Error("Copy it by hand.")) });
  await click();
  expect(world.effects).toEqual([["failed", "Copy it by hand."]]);
});

test("a second click with the same values shares the run", async () => {
  const { world, click } = await button(
    [{ action: "run_call", call: "save", on_success: [{ action: "notify", message: "x" }] }],
    save,
  );
  await click();
  await click();
  expect(world.runs).toHaveLength(1);
  await world.succeed(world.last, null);
  expect(world.effects).toHaveLength(2);
});

test("a click with other values cancels the run under way, and its list ends there", async () => {
  const actions = [{ action: "run_call", call: "save", on_success: [{ action: "notify", message: "{{ output }}" }] }];
  const { page, world, click } = await button(actions, save);
  await click();
  page.set("state.n", 2);
  await click();
  expect(world.runs[0]?.isCanceled).toBe(true);
  await world.succeed(world.last, "second");
  await world.succeed(world.runs[0] as never, "first");
  expect(world.effects).toEqual([["notify", "second"]]);
  expect(valueAt(page, "calls.save.data")).toBe("second");
});

test("with overlap every click is a run of its own, and the newest is shown", async () => {
  const { page, world, click } = await button(
    [{ action: "run_call", call: "save", on_success: [{ action: "notify", message: "{{ output }}" }] }],
    { ...save, calls: { save: { ...save.calls.save, overlap: "allow" } } },
  );
  await click();
  await click();
  expect(world.runs.map(({ isCanceled, supersedes }) => [isCanceled, supersedes])).toEqual([
    [false, null],
    [false, null],
  ]);
  await world.succeed(world.last, "second");
  await world.succeed(world.runs[0] as never, "first");
  expect(world.effects.map(([, message]) => message)).toEqual(["second", "first"]);
  expect(valueAt(page, "calls.save.data")).toBe("second");
});

test("a condition leaves an action out, and the list goes on", async () => {
  const { world, click } = await button(
    [
      { action: "notify", message: "one", only_when: "state.n > 5" },
      { action: "notify", message: "two", only_when: "{{ state.n < 5 }}" },
    ],
    save,
  );
  await click();
  expect(world.effects).toEqual([["notify", "two"]]);
});

test("a no to a question ends the list", async () => {
  const { page, world, click } = await button(
    [
      { action: "set", target: "state.n", value: 9, confirm: "Set {{ state.n }}?" },
      { action: "notify", message: "set" },
    ],
    save,
  );
  world.confirms = false;
  await click();
  expect(world.effects).toEqual([["confirm", "Set 1?"]]);
  expect(valueAt(page, "state.n")).toBe(1);
  world.confirms = true;
  await click();
  expect(valueAt(page, "state.n")).toBe(9);
});

test("of actions that come faster than their debounce only the last happens", async () => {
  const { world, click } = await button([{ action: "notify", message: "{{ state.n }}", debounce_ms: 100 }], save);
  for (let n = 0; n < 5; n += 1) {
    await click();
    await world.advance(60);
  }
  await world.advance(100);
  expect(world.effects).toEqual([["notify", "1"]]);
});

test("modals, files, addresses and what is copied", async () => {
  const { page, world, click } = await button(
    [
      { action: "open_modal", modal: "more" },
      { action: "copy", text: "{{ [1, 2] }}" },
      { action: "download", name: "rows.csv", value: "{{ state.rows }}", format: "csv" },
      { action: "open_url", url: "https://example.com/{{ 1 + 1 }}" },
      { action: "navigate", query: { q: "{{ 7 }}" } },
      { action: "navigate", view: "other", query: { id: "x" } },
    ],
    {
      query: { q: "", page: "1" },
      state: {
        rows: [
          { a: "=1+1", b: 'x"y' },
          { a: null, b: [1] },
        ],
      },
      components: [{ id: "more", kind: "modal" }],
    },
  );
  await click();
  expect(valueAt(page, "more.open")).toBe(true);
  expect(valueAt(page, "query.q")).toBe("7");
  expect(world.effects).toEqual([
    ["copy", "[1,2]"],
    ["download", { name: "rows.csv", type: "text/csv", text: 'a,b\r\n\'=1+1,"x""y"\r\n,[1]\r\n' }],
    ["openUrl", "https://example.com/2", true],
    ["navigate", { view: null, query: { q: "7", page: "1" } }],
    ["navigate", { view: "other", query: { id: "x" } }],
  ]);
});

test.each(["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "/relative", "java\nscript:alert(1)"])(
  "an address from data that is none to open is refused: %j",
  async (address) => {
    const { world, click } = await button([{ action: "open_url", url: "{{ state.url }}" }], {
      state: { url: address },
    });
    await click();
    expect(world.effects).toEqual([["failed", expect.stringMatching(/address/i)]]);
  },
);

test("a form that is reset shows again what the document says, with all that stands in it", async () => {
  const { page, click } = await button([{ action: "reset", component: "order" }], {
    components: [
      { id: "order", kind: "form" },
      { id: "who", kind: "text_input", parent: "order", properties: { value: "nobody" } },
      { id: "outside", kind: "text_input" },
    ],
  });
  page.set("who.value", "Ada");
  page.set("outside.value", "stays");
  await click();
  expect([valueAt(page, "who.value"), valueAt(page, "outside.value")]).toEqual(["nobody", "stays"]);
});

test("refresh and cancel_call reach a binding", async () => {
  const { world, page, click } = await button(
    [
      { action: "refresh", call: "list" },
      { action: "cancel_call", call: "list", only_when: "state.n == 2" },
    ],
    { calls: { list: {} }, state: { n: 1 } },
  );
  await world.succeed(world.last, "old");
  await click();
  expect(world.runs).toHaveLength(2);
  page.set("state.n", 2);
  await click();
  expect(world.open).toEqual([]);
  expect(valueAt(page, "calls.list.error")).toBe("The call was canceled.");
});

test("what happens on load happens once", async () => {
  const { page, world } = await open({ events: { load: [{ action: "notify", message: "hello", tone: "info" }] } });
  await page.load();
  expect(world.effects).toEqual([["notify", "hello"]]);
});

test("leaving the page ends the lists that wait", async () => {
  const { page, world, click } = await button(
    [
      { action: "notify", message: "late", debounce_ms: 100 },
      { action: "notify", message: "later" },
    ],
    save,
  );
  await click();
  page.dispose();
  await world.advance(1000);
  expect(world.effects).toEqual([]);
});

test("an event of a component that does not exist is refused", async () => {
  const { page } = await open({});
  await expect(page.dispatch("gone", "click")).rejects.toThrow("There is no component `gone`");
});
