import { expect, test } from "vitest";
import type { Page } from "../../src/reactive/reactive.ts";
import { open, quiet, valueAt, World } from "./world.ts";

const search = (call: object = {}) => ({
  components: [{ id: "search", kind: "text_input" }],
  calls: { find: { values: { q: { from: "{{ search.value }}" } }, ...call } },
});

function shown(page: Page, name = "find") {
  const { data, error, loading, stale } =
    (page.snapshot().values.calls as Record<string, Record<string, unknown>>)[name] ?? {};
  return { data, error, loading, stale };
}

test("a binding runs when the page is loaded, and again when its values have stood still", async () => {
  const { page, world } = await open(search());
  expect(world.runs.map(({ values }) => values)).toEqual([{ q: "" }]);
  await world.succeed(world.last, ["all"]);
  expect(shown(page)).toEqual({ data: ["all"], error: null, loading: false, stale: false });
  page.set("search.value", "a");
  expect(shown(page)).toEqual({ data: ["all"], error: null, loading: true, stale: true });
  await world.advance(249);
  expect(world.runs).toHaveLength(1);
  await world.advance(1);
  expect(world.last.values).toEqual({ q: "a" });
  await world.succeed(world.last, ["ada"]);
  expect(shown(page)).toEqual({ data: ["ada"], error: null, loading: false, stale: false });
});

test("ten letters typed 50 ms apart make one run beside the first", async () => {
  const { page, world } = await open(search());
  for (let letters = 1; letters <= 10; letters += 1) {
    page.set("search.value", "x".repeat(letters));
    await world.advance(50);
  }
  await world.advance(1000);
  expect(world.runs).toHaveLength(2);
  expect(world.runs[0]?.isCanceled).toBe(true);
  await world.succeed(world.last, "ten");
  expect(shown(page)).toMatchObject({ data: "ten", loading: false });
});

test("without a debounce every run but the last is canceled, and its late answer is dropped", async () => {
  const { page, world } = await open(search({ debounce_ms: 0 }));
  for (let letters = 1; letters <= 10; letters += 1) {
    page.set("search.value", "x".repeat(letters));
    await world.advance(50);
  }
  expect(world.runs).toHaveLength(11);
  expect(world.runs.map(({ isCanceled }) => isCanceled)).toEqual([...Array(10).fill(true), false]);
  expect(world.runs.map(({ signal }) => signal.aborted)).toEqual([...Array(10).fill(true), false]);
  expect(world.runs.slice(1).map(({ supersedes }) => supersedes)).toEqual(
    world.runs.slice(0, -1).map(({ callId }) => callId),
  );
  for (const run of [...world.runs].reverse()) await world.succeed(run, `${(run.values.q as string).length} letters`);
  expect(shown(page)).toEqual({ data: "10 letters", error: null, loading: false, stale: false });
});

test("going back to the values of the run under way lets it go on", async () => {
  const { page, world } = await open(search());
  page.set("search.value", "a");
  await world.advance(100);
  page.set("search.value", "");
  await world.advance(1000);
  expect(world.runs).toHaveLength(1);
  await world.succeed(world.last, "all");
  expect(shown(page)).toMatchObject({ data: "all", loading: false });
});

test("going back to the values that were answered cancels the run under way and needs no other", async () => {
  const { page, world } = await open(search());
  await world.succeed(world.last, "all");
  page.set("search.value", "a");
  await world.advance(250);
  page.set("search.value", "");
  expect(shown(page)).toEqual({ data: "all", error: null, loading: false, stale: false });
  expect(world.runs[1]?.isCanceled).toBe(true);
  await world.advance(1000);
  expect(world.runs).toHaveLength(2);
});

test("an answer to values that are no longer there is dropped while the new ones wait for their debounce", async () => {
  const { page, world } = await open(search());
  await world.succeed(world.last, "all");
  page.set("search.value", "a");
  await world.advance(250);
  page.set("search.value", "ab");
  await world.succeed(world.last, "a");
  expect(shown(page)).toEqual({ data: "all", error: null, loading: true, stale: true });
  await world.advance(250);
  await world.succeed(world.last, "ab");
  expect(shown(page)).toEqual({ data: "ab", error: null, loading: false, stale: false });
});

test("an error keeps the last answer, marked stale", async () => {
  const { page, world } = await open(search({ debounce_ms: 0 }));
  await world.succeed(world.last, "all");
  page.set("search.value", "a");
  await world.fail(world.last, "It broke.");
  expect(shown(page)).toEqual({ data: "all", error: "It broke.", loading: false, stale: true });
  page.set("search.value", "b");
  world.last.fail(new Error("The connection was lost."));
  await quiet();
  expect(shown(page)).toEqual({ data: "all", error: "The connection was lost.", loading: false, stale: true });
  page.set("search.value", "a");
  expect(shown(page)).toMatchObject({ error: null, loading: true });
  await world.succeed(world.last, "a");
  expect(shown(page)).toEqual({ data: "a", error: null, loading: false, stale: false });
});

test("going back to values whose run failed tries them again", async () => {
  const { page, world } = await open(search({ debounce_ms: 0 }));
  await world.fail(world.last, "It broke.");
  page.set("search.value", "a");
  page.set("search.value", "");
  expect(world.runs).toHaveLength(3);
  await world.succeed(world.last, "all");
  expect(shown(page)).toEqual({ data: "all", error: null, loading: false, stale: false });
});

test("a call whose values fail is not run and says why", async () => {
  const { page, world } = await open({
    state: { row: null },
    calls: { find: { values: { id: { from: "{{ state.row.id }}" } } } },
  });
  expect(world.runs).toEqual([]);
  expect(shown(page)).toMatchObject({ error: expect.stringMatching(/^id: `state.row` is null/), loading: false });
  page.set("state.row", { id: 7 });
  await world.advance(250);
  expect(world.last.values).toEqual({ id: 7 });
});

test("while its condition does not hold a call is off: nothing runs, and it has no data", async () => {
  const { page, world } = await open(search({ only_when: "search.value.length > 1", debounce_ms: 0 }));
  expect(world.runs).toEqual([]);
  expect(shown(page)).toEqual({ data: null, error: null, loading: false, stale: false });
  page.set("search.value", "ad");
  await world.succeed(world.last, "ada");
  page.set("search.value", "adam");
  page.set("search.value", "a");
  expect(shown(page)).toEqual({ data: null, error: null, loading: false, stale: false });
  expect(world.last.isCanceled).toBe(true);
});

test("a call waits for the call that it reads, and does not show an error meanwhile", async () => {
  const { page, world } = await open({
    components: [
      { id: "search", kind: "text_input" },
      { id: "name", kind: "text", properties: { text: "{{ calls.one.data.name }}" } },
    ],
    calls: {
      one: { values: { q: { from: "{{ search.value }}" } } },
      two: { values: { id: { from: "{{ calls.one.data.id }}" }, q: { from: "{{ search.value }}" } } },
    },
  });
  expect(world.runs.map(({ call }) => call)).toEqual(["one"]);
  expect(shown(page, "two")).toEqual({ data: null, error: null, loading: true, stale: false });
  expect(page.get("name.text").loading).toBe(true);
  expect(page.snapshot().failing).toEqual([]);
  await world.succeed(world.last, { id: 1, name: "Ada" });
  expect(page.get("name.text")).toEqual({ value: "Ada", error: null, loading: false });
  expect(world.last).toMatchObject({ call: "two", values: { id: 1, q: "" } });
  await world.succeed(world.last, "first");
  page.set("search.value", "x");
  expect(shown(page, "two")).toMatchObject({ data: "first", loading: true, stale: true });
  await world.advance(1000);
  expect(world.runs.map(({ call }) => call)).toEqual(["one", "two", "one"]);
  await world.succeed(world.last, { id: 2, name: "Bo" });
  expect(world.last).toMatchObject({ call: "two", values: { id: 2, q: "x" } });
});

test("values too large to be compared run once, and again when they differ", async () => {
  const rows = (first: number) => Array.from({ length: 5_000 }, (_, id) => ({ id: id + first }));
  const { page, world } = await open({
    state: { rows: rows(0), other: 1 },
    calls: { find: { values: { rows: { from: "{{ state.rows.filter(row => state.other) }}" } }, debounce_ms: 0 } },
  });
  expect(world.runs).toHaveLength(1);
  page.set("state.other", 2);
  page.set("state.rows", rows(0));
  expect(world.runs).toHaveLength(1);
  page.set("state.rows", rows(1));
  expect(world.runs).toHaveLength(2);
  await world.succeed(world.last, "done");
  expect(shown(page)).toEqual({ data: "done", error: null, loading: false, stale: false });
});

test("whatever reads a call shares its runs, and another name is another call", async () => {
  const shows = (id: string, call: string) => ({ id, kind: "table", properties: { data: `{{ calls.${call}.data }}` } });
  const find = { worklet: "find", values: { text: { from: "{{ state.text }}" } } };
  const { page, world } = await open({
    state: { text: "a" },
    components: [shows("one", "find"), shows("two", "find"), shows("other", "again")],
    calls: { find, again: find },
  });
  expect(world.runs.map(({ call, values }) => [call, values])).toEqual([
    ["find", { text: "a" }],
    ["again", { text: "a" }],
  ]);
  await world.succeed(world.runs[0] as never, [{ n: 1 }]);
  expect(["one", "two", "other"].map((id) => valueAt(page, `${id}.data`))).toEqual([[{ n: 1 }], [{ n: 1 }], []]);
});

test("refreshing runs a binding again with the same values", async () => {
  const { page, world } = await open(search());
  await world.succeed(world.last, "old");
  page.refresh("find");
  expect(shown(page)).toEqual({ data: "old", error: null, loading: true, stale: true });
  page.refresh("find");
  expect(world.runs.map(({ isCanceled }) => isCanceled)).toEqual([false, true, false]);
  await world.succeed(world.last, "new");
  expect(shown(page)).toEqual({ data: "new", error: null, loading: false, stale: false });
});

test("canceling is the answer of the run under way", async () => {
  const { page, world } = await open(search());
  page.cancel("find");
  expect(world.last.isCanceled).toBe(true);
  await world.succeed(world.last, "too late");
  expect(shown(page)).toEqual({ data: null, error: "The call was canceled.", loading: false, stale: false });
});

test("a background run is followed, and a page that is loaded again goes on following it", async () => {
  const view = search();
  const { page, world } = await open(view);
  world.last.answer({ outcome: "accepted", runId: "run_1" });
  await quiet();
  world.followers[0]?.tell({ status: "RUNNING", done: 1, failed: 0, total: 4 });
  expect(valueAt(page, "calls.find.progress")).toEqual({ status: "RUNNING", done: 1, failed: 0, total: 4 });
  expect(valueAt(page, "calls.find.run_id")).toBe("run_1");
  expect(shown(page)).toMatchObject({ loading: true });
  page.dispose();
  expect(world.runs[0]?.isCanceled).toBe(false);
  expect(world.followers[0]?.signal.aborted).toBe(true);

  const again = await open(view, { pending: world.pending }, new World());
  expect(again.world.runs).toEqual([]);
  expect(shown(again.page)).toMatchObject({ loading: true });
  again.world.followers[0]?.end({ outcome: "succeeded", runId: "run_1", output: "done" });
  await quiet();
  expect(shown(again.page)).toEqual({ data: "done", error: null, loading: false, stale: false });
  expect(valueAt(again.page, "calls.find.progress")).toBe(null);
  expect(again.world.pending).toEqual([]);
});

test("a call that reads the run of another follows it, also when that is taken away", async () => {
  const { page, world } = await open({
    ...search({ debounce_ms: 0 }),
    calls: {
      find: { values: { q: { from: "{{ search.value }}" } }, debounce_ms: 0 },
      about: { values: { run: { from: "{{ calls.find.run_id }}" } }, debounce_ms: 0 },
    },
  });
  world.runs[0]?.answer({ outcome: "accepted", runId: "run_1" });
  await quiet();
  expect(world.last).toMatchObject({ call: "about", values: { run: "run_1" } });
  page.set("search.value", "a");
  expect(valueAt(page, "calls.find.run_id")).toBe(null);
  expect(world.last).toMatchObject({ call: "about", values: { run: null } });
});

test("a run that was accepted too late, when another took its place, is not followed", async () => {
  const { page, world } = await open(search({ debounce_ms: 0 }));
  page.set("search.value", "a");
  world.runs[0]?.answer({ outcome: "accepted", runId: "run_1" });
  await quiet();
  expect(world.followers).toEqual([]);
  expect(world.pending).toEqual([]);
});

test("a background run of other values is superseded after a reload", async () => {
  const { world } = await open(search());
  world.last.answer({ outcome: "accepted", runId: "run_1" });
  await quiet();
  const [old] = world.pending;
  const again = await open(
    { ...search(), components: [{ id: "search", kind: "text_input", properties: { value: "now" } }] },
    { pending: world.pending },
  );
  expect(again.world.last).toMatchObject({ values: { q: "now" }, supersedes: old?.callId });
});

test("leaving the page cancels what nobody waits for any more", async () => {
  const { page, world } = await open(search());
  page.dispose();
  expect(world.last.isCanceled).toBe(true);
  await world.succeed(world.last, "late");
  expect(shown(page)).toMatchObject({ data: null });
});

test("a page that begins with what another kept needs no call again", async () => {
  const view = search();
  const { page, world } = await open(view);
  page.set("search.value", "a");
  await world.advance(250);
  await world.succeed(world.last, "ada");
  const kept = JSON.parse(JSON.stringify(page.snapshot().kept));
  const again = await open(view, { kept });
  expect(again.world.runs).toEqual([]);
  expect(valueAt(again.page, "search.value")).toBe("a");
  expect(shown(again.page)).toEqual({ data: "ada", error: null, loading: false, stale: false });
});
