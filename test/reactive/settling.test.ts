import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../src/expression/expression.ts";
import { checkView, createPage, type Page, publicView, type Reading } from "../../src/reactive/reactive.ts";
import { anyDocument, type Document } from "./documents.ts";
import { oracle, pathsOf } from "./oracle.ts";
import { quiet, type Run, viewOf, World } from "./world.ts";

/** What a worklet answers: the same for the same values. */
function outputOf({ call, values }: Run): Json {
  const text = `${call}${JSON.stringify(values)}`;
  const rows = [...text].slice(0, 4).map((letter, place) => ({ id: place, text: `${letter}${text.length}` }));
  return text.length % 5 === 0 ? null : { text, rows };
}

type Step =
  | { do: "set"; path: number; value: Json }
  | { do: "wait"; ms: number }
  | { do: "answer" | "fail" | "accept" | "progress" | "end"; run: number }
  | { do: "refresh"; call: number }
  | { do: "cancel"; call: number }
  | { do: "click"; button: number };

const place = fc.nat({ max: 99 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("set" as const),
      path: place,
      value: fc.constantFrom<Json>(0, 1, 2, 3, "a", "b", ""),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(1, 50, 100, 249, 250, 400) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom("answer" as const, "answer" as const, "fail" as const, "accept" as const),
      run: place,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("progress" as const, "end" as const), run: place }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("refresh" as const), call: place }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cancel" as const), call: place }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("click" as const), button: place }) },
);

/** Values that fit: a page is a number, a search is text. */
function setIn(page: Page, path: string, value: Json): void {
  const isPage = path.endsWith(".page");
  page.set(path, isPage ? (typeof value === "number" ? value + 1 : 1) : value);
}

async function carryOut(
  step: Step,
  page: Page,
  world: World,
  { settable, bindings, buttons }: Document,
): Promise<void> {
  const nth = <Item>(items: readonly Item[], place: number) => items[place % items.length];
  if (step.do === "set") setIn(page, nth(settable, step.path) ?? "", step.value);
  else if (step.do === "wait") await world.advance(step.ms);
  else if (step.do === "refresh" || step.do === "cancel") {
    const call = nth(bindings, step.call);
    if (call !== undefined) page[step.do](call);
  } else if (step.do === "click") {
    const button = nth(buttons, step.button);
    if (button !== undefined) void page.dispatch(button, "click");
  } else if (step.do === "progress" || step.do === "end") {
    const follower = nth(world.followers, step.run);
    if (step.do === "progress") follower?.tell({ status: "RUNNING", done: 1, failed: 0, total: null });
    else if (follower !== undefined) end(world, follower.callId);
  } else {
    // Any run, whether it is canceled or answered already: answers come late, twice and in any order.
    const run = nth(world.runs, step.run);
    const runId = `run-${run?.callId}`;
    if (step.do === "answer") run?.answer({ outcome: "succeeded", runId, output: outputOf(run) });
    else if (step.do === "accept") run?.answer({ outcome: "accepted", runId });
    else run?.fail(new Error("broken"));
  }
  await quiet();
}

function end(world: World, callId: string): void {
  const run = world.runs.find((each) => each.callId === callId);
  const follower = world.followers.find((each) => each.callId === callId);
  if (run !== undefined) follower?.end({ outcome: "succeeded", runId: `run-${callId}`, output: outputOf(run) });
}

/** Time passes and everything is answered, until nothing more happens; what failed is tried again. */
async function settle(page: Page, world: World, { view }: Document): Promise<void> {
  for (let round = 0; round < 60; round += 1) {
    await world.advance(20_000);
    const { open } = world;
    for (const run of [...open].reverse()) run.answer({ outcome: "succeeded", runId: null, output: outputOf(run) });
    for (const { callId, signal } of world.followers) if (!signal.aborted) end(world, callId);
    await quiet();
    const { calls } = page.snapshot().kept;
    const broken = Object.keys(calls).filter((name) => {
      const { value } = page.get(`calls.${name}.error`);
      return value !== null && value === calls[name]?.answered?.error;
    });
    const retried = broken.filter((name) => view.calls[name]?.trigger === "binding");
    for (const name of retried) page.refresh(name);
    const isQuiet = open.length === 0 && retried.length === 0;
    if (isQuiet && world.open.length === 0) return;
  }
  throw new Error("The page does not settle.");
}

/** Follows a page from its subscribers' side, and compares every state that they see with what it has to be. */
function witness(page: Page, { view }: Document): () => void {
  const paths = pathsOf(view);
  const seen = new Map<string, Reading>(paths.map((path) => [path, page.get(path)]));
  let isFirst = true;
  const compare = () => {
    const truth = oracle(view, page.snapshot().kept);
    for (const path of paths) expect({ path, ...bare(page.get(path)) }).toEqual({ path, ...bare(truth(path)) });
  };
  for (const path of paths)
    page.subscribe(path, (reading) => {
      seen.set(path, reading);
      expect(page.get(path)).toBe(reading);
      // The first who is told sees the others as new as itself.
      if (isFirst) compare();
      isFirst = false;
    });
  const check = () => {
    isFirst = true;
    for (const path of paths) expect({ path, ...bare(seen.get(path)) }).toEqual({ path, ...bare(page.get(path)) });
    compare();
  };
  page.watch(check);
  return check;
}

/** The engine says where and why, the oracle only whether. */
function bare(reading: Reading | undefined): object {
  return { value: reading?.value, loading: reading?.loading, failed: reading?.error !== null };
}

async function opened(document: Document): Promise<{ page: Page; world: World; check: () => void }> {
  const world = new World();
  const page = createPage(publicView(document.view), world.ports);
  const check = witness(page, document);
  void page.load();
  await quiet();
  return { page, world, check };
}

/** A page that never saw anything but the final inputs: those that were set are set again, each when all before it stands. */
async function fresh(document: Document, last: Page): Promise<Page> {
  const { page, world } = await opened(document);
  const { state, held, calls } = last.snapshot().kept;
  await settle(page, world, document);
  for (const [name, value] of Object.entries(state)) page.set(`state.${name}`, value);
  await settle(page, world, document);
  for (const path of document.settable) {
    if (Object.hasOwn(held, path)) page.set(path, held[path] as Json);
    await settle(page, world, document);
    await ask(page, world, document, calls);
  }
  return page;
}

async function ask(
  page: Page,
  world: World,
  document: Document,
  calls: Record<string, { asked: unknown }>,
): Promise<void> {
  const asked = document.buttons.filter((button) => {
    const name = button.replace("button", "asked");
    return calls[name]?.asked !== null && page.snapshot().kept.calls[name]?.asked === null;
  });
  for (const button of asked) void page.dispatch(button, "click");
  await settle(page, world, document);
}

/** Of each property; each run of the tests tries others. */
const numRuns = Number(process.env.REACTIVE_RUNS ?? 100);

test("every document that is made here is one that can be saved", () => {
  fc.assert(
    fc.property(anyDocument, ({ view }) => {
      expect(checkView(view)).toEqual([]);
    }),
  );
});

test("for any edits and answers in any order, every state that is seen follows from one state of the inputs", async () => {
  await fc.assert(
    fc.asyncProperty(anyDocument, fc.array(step, { maxLength: 30 }), async (document, steps) => {
      const { page, world, check } = await opened(document);
      for (const each of steps) {
        await carryOut(each, page, world, document);
        check();
        for (const name of Object.keys(document.view.calls))
          expect(world.open.filter(({ call }) => call === name).length).toBeLessThanOrEqual(1);
      }
      await settle(page, world, document);
      check();
      const stuck = pathsOf(document.view).filter(
        (path) => page.get(path).loading || (/loading$/.test(path) && page.get(path).value),
      );
      expect(stuck).toEqual([]);
    }),
    { numRuns },
  );
});

test("when everything has settled, the page is as one that never saw anything but the last inputs", async () => {
  const withoutEvents = anyDocument.filter(({ buttons }) => buttons.length === 0);
  const withoutCancel = step.filter((each) => each.do !== "cancel");
  await fc.assert(
    fc.asyncProperty(withoutEvents, fc.array(withoutCancel, { maxLength: 30 }), async (document, steps) => {
      const { page, world } = await opened(document);
      for (const each of steps) await carryOut(each, page, world, document);
      await settle(page, world, document);
      // What a call with an error shows beside it is its last answer: that is not of the last inputs.
      fc.pre(Object.keys(document.view.calls).every((name) => page.get(`calls.${name}.error`).value === null));
      const other = await fresh(document, page);
      for (const path of pathsOf(document.view))
        expect({ path, ...page.get(path) }).toEqual({ path, ...other.get(path) });
    }),
    { numRuns },
  );
});

test("a binding starts once when it is loaded and at most once for each pause as long as its debounce", async () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(gaps, fc.constantFrom(1, 100, 250), async (gaps, debounce) => {
      const world = new World();
      const calls = { find: { values: { q: { from: "{{ state.q }}" } }, debounce_ms: debounce } };
      const page = createPage(publicView(viewOf({ state: { q: 0 }, calls })), world.ports);
      void page.load();
      for (const [edit, gap] of gaps.entries()) {
        page.set("state.q", edit + 1);
        await world.advance(gap);
      }
      await world.advance(debounce);
      expect(world.runs.length).toBe(1 + gaps.slice(0, -1).filter((gap) => gap >= debounce).length + 1);
      expect(world.open).toHaveLength(1);
      expect(world.last.values).toEqual({ q: gaps.length });
    }),
  );
});
