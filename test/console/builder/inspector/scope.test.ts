import { describe, expect, it } from "vitest";
import { inputScope, outputScope } from "../../../../src/console/builder/calls/call-scopes.ts";
import { errorScope, eventScope, successScope } from "../../../../src/console/builder/inspector/actions/event-scope.ts";
import { helpOf } from "../../../../src/console/builder/inspector/help.ts";
import { type Form, outcomeOf, prepared, type Scope } from "../../../../src/console/builder/inspector/scope.ts";
import type { CompletionTree } from "../../../../src/console/code/expression-completion.ts";
import { completeExpression } from "../../../../src/console/code/expression-completion.ts";
import { namesOf, type Page } from "../../../../src/reactive/reactive.ts";
import { open, viewOf } from "../../../reactive/world.ts";

const written = {
  state: { step: 2 },
  components: [
    { id: "search", kind: "text_input", properties: { value: "ada" } },
    { id: "list", kind: "table", properties: { data: "{{ calls.find.data }}" } },
  ],
  calls: {
    find: { values: { q: { from: "{{ search.value }}" } }, input: { text: "{{ values.q }}" } },
    save: { trigger: "event", values: { id: {} } },
  },
};
const view = viewOf(written);

function scopeOf(page: Page): Scope {
  return {
    names: namesOf(view),
    read: (path) => page.get(path),
    more: {},
    tree: () => page.snapshot().values as CompletionTree,
    help: helpOf(view),
  };
}

const give = (text: string, scope: Scope, form: Form = "value") => outcomeOf(prepared(text, form, scope.names), scope);

async function opened() {
  const { page, world } = await open(written);
  return { page, world, scope: scopeOf(page) };
}

describe("what an expression of the page gives now", () => {
  it("is the live value, and text without expressions is constant", async () => {
    const { scope } = await opened();
    expect(give("{{ search.value.length + state.step }}", scope)).toEqual({ type: "value", value: 5, loading: false });
    expect(give("Hello", scope)).toEqual({ type: "constant", value: "Hello" });
    expect(give("state.step > 1", scope, "condition")).toEqual({ type: "value", value: true, loading: false });
  });

  it("is loading while an answer is to come, and follows it", async () => {
    const { scope, world } = await opened();
    expect(give("{{ calls.find.data }}", scope)).toEqual({ type: "value", value: null, loading: true });
    expect(give("{{ calls.find.data.length }}", scope)).toMatchObject({ type: "value", loading: true });
    await world.succeed(world.last, [{ id: 1 }, { id: 2 }]);
    expect(give("{{ calls.find.data.length }}", scope)).toEqual({ type: "value", value: 2, loading: false });
  });

  it("is wrong in words for a name that leads nowhere and for what cannot be read, and fails for values that are missing", async () => {
    const { scope, world } = await opened();
    await world.succeed(world.last, []);
    expect(give("{{ serch.value }}", scope)).toEqual({
      type: "wrong",
      message: "There is nothing called `serch`. Did you mean `search`?",
    });
    expect(give("{{ search.valu }}", scope)).toMatchObject({
      message: expect.stringContaining("Did you mean `value`?"),
    });
    expect(give("{{ 1 + }}", scope)).toMatchObject({ type: "wrong" });
    expect(give("{{ list.selected_row.name }}", scope)).toMatchObject({
      type: "fails",
      message: expect.stringContaining("list.selected_row"),
    });
  });
});

describe("what actions know beside the page", () => {
  it("an input's `event` has the value that it has now", async () => {
    const { scope, page } = await opened();
    page.set("search.value", "grace");
    const event = eventScope(scope, view.components[0] ?? null, "change");
    expect(give("{{ event.value }}", event)).toEqual({ type: "value", value: "grace", loading: false });
    expect(event.tree().event).toEqual({ value: "grace" });
  });

  it("a row's event is an example until a row is chosen", async () => {
    const { scope, page, world } = await opened();
    await world.succeed(world.last, [{ id: 1 }, { id: 2 }]);
    const event = () => eventScope(scope, view.components[1] ?? null, "row_select");
    expect(give("{{ event.row.id }}", event())).toMatchObject({ type: "unknown" });
    expect(event().tree().event).toEqual({ row: { id: 1 }, index: 0 });
    page.set("list.selected", 1);
    expect(give("{{ event.row.id + event.index }}", event())).toMatchObject({ value: 3 });
  });

  it("`output` and `error` are there only where they exist", async () => {
    const { scope } = await opened();
    expect(give("{{ output }}", scope)).toMatchObject({ type: "wrong" });
    expect(give("{{ output }}", successScope(scope, { action: "run_call", call: "save" }))).toEqual({
      type: "unknown",
      why: "Known when save has run.",
    });
    expect(give("{{ error }}", errorScope(scope))).toMatchObject({ type: "unknown" });
    expect(give("{{ output }}", errorScope(scope))).toMatchObject({ type: "wrong" });
  });
});

describe("what stays on the server", () => {
  it("`input` knows the values as they are now, and nothing of the page", async () => {
    const { scope, page } = await opened();
    const call = view.calls.find as (typeof view.calls)[string];
    page.set("search.value", "grace");
    expect(give("{{ values.q }}", inputScope(scope, "find", call))).toMatchObject({ value: "grace" });
    expect(give("{{ search.value }}", inputScope(scope, "find", call))).toMatchObject({ type: "wrong" });
  });

  it("values that only an action gives are unknown before it", async () => {
    const { scope } = await opened();
    const call = view.calls.save as (typeof view.calls)[string];
    expect(give("{{ values.id }}", inputScope(scope, "save", call))).toMatchObject({ type: "unknown" });
  });

  it("`output` is that of the last run", async () => {
    const { scope } = await opened();
    const call = view.calls.find as (typeof view.calls)[string];
    expect(give("output.items", outputScope(scope, "find", call, undefined), "bare")).toMatchObject({
      type: "unknown",
    });
    expect(give("output.items", outputScope(scope, "find", call, { items: [1] }), "bare")).toMatchObject({
      value: [1],
    });
  });
});

describe("completion in the builder", () => {
  it("offers names with their live value and a line about each", async () => {
    const { scope } = await opened();
    const found = completeExpression("{{ search.", 10, scope.tree(), scope.help)?.list ?? [];
    expect(found.find(({ label }) => label === "value")).toMatchObject({ detail: '"ada"', help: "The text." });
    const calls = completeExpression("{{ calls.find.", 14, scope.tree(), scope.help)?.list ?? [];
    expect(calls.map(({ label }) => label)).toEqual(["data", "error", "loading", "stale", "run_id", "progress"]);
    expect(calls[0]?.help).toContain("The last answer");
  });
});
