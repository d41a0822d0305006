import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  firstPage,
  newestFirst,
  type RunList,
  type RunsAnswer,
  shownAll,
  updated,
  withNewest,
  withOlder,
  withoutStrays,
} from "../../../src/console/runs/run-pages.ts";
import type { RunSummary } from "../../../src/contract/run.ts";

function runAt(ms: number, more: Partial<RunSummary> = {}): RunSummary {
  return {
    worklet_run_id: `run_a${String(ms).padStart(6, "0")}`,
    worklet: "w",
    version: 1,
    environment: "production",
    mode: "async",
    trigger: "api",
    status: "SUCCEEDED",
    latency_ms: 1,
    queued_ms: 0,
    created_at: new Date(ms).toISOString(),
    started_at: null,
    finished_at: null,
    attempt: 1,
    error: null,
    parent_run_id: null,
    rerun_of: null,
    created_by: "key",
    ...more,
  };
}

const runsAt = (...instants: number[]) => instants.map((ms) => runAt(ms));
const idsOf = (runs: readonly RunSummary[]) => runs.map((run) => Number(run.worklet_run_id.slice(5)));

/** What the platform would answer: `limit` runs behind a cursor. */
function answer(runs: readonly RunSummary[], limit: number, cursor: string | null = null): RunsAnswer {
  const sorted = [...runs].sort(newestFirst);
  const from = cursor === null ? 0 : sorted.findIndex((run) => run.worklet_run_id === cursor) + 1;
  const items = sorted.slice(from, from + limit);
  return { items, next_cursor: from + limit < sorted.length ? (items.at(-1)?.worklet_run_id ?? null) : null };
}

describe("a list of runs in pages", () => {
  it("puts the older page behind what is there", () => {
    const runs = runsAt(1, 2, 3, 4, 5);
    const list = firstPage(answer(runs, 2));
    expect(idsOf(list.items)).toEqual([5, 4]);
    const more = withOlder(list, list.next ?? "", answer(runs, 2, list.next));
    expect([idsOf(more.items), more.next]).toEqual([[5, 4, 3, 2], "run_a000002"]);
  });

  it("takes no page that was asked for before the list began anew", () => {
    const runs = runsAt(1, 2, 3, 4, 5);
    const list = firstPage(answer(runs, 2));
    expect(withOlder(list, "another", answer(runs, 2, list.next))).toBe(list);
  });

  it("lets new runs wait while something else is read, and shows them when asked", () => {
    const list = firstPage(answer(runsAt(1, 2), 5));
    const later = withNewest(list, answer(runsAt(1, 2, 3, 4), 5), false);
    expect([idsOf(later.items), idsOf(later.waiting)]).toEqual([
      [2, 1],
      [4, 3],
    ]);
    const shown = shownAll(later);
    expect([idsOf(shown.items), shown.waiting]).toEqual([[4, 3, 2, 1], []]);
  });

  it("shows new runs at once at the top, also one that is listed late", () => {
    const list = firstPage(answer(runsAt(1, 3), 5));
    expect(idsOf(withNewest(list, answer(runsAt(1, 2, 3, 4), 5), true).items)).toEqual([4, 3, 2, 1]);
  });

  it("begins anew when so many were made that a look does not reach down to what is known", () => {
    const list = firstPage(answer(runsAt(1, 2), 2));
    const look = answer(runsAt(1, 2, 3, 4, 5, 6), 2);
    expect(withNewest(list, look, true)).toEqual(firstPage(look));
    const behind = withNewest(list, look, false);
    expect([idsOf(behind.items), behind.isBehind]).toEqual([[2, 1], true]);
  });

  it("takes nothing from behind its end out of a look that was asked for before it began anew", () => {
    const look = answer(runsAt(1, 2, 3), 3);
    const list = firstPage(answer(runsAt(1, 2, 3, 4, 5, 6, 7, 8), 2));
    expect(idsOf(withNewest(list, look, true).items)).toEqual([8, 7]);
  });

  it("updates a run where it stands, never from over to open", () => {
    const list = firstPage({ items: [runAt(2, { status: "RUNNING" }), runAt(1)], next_cursor: null });
    const done = updated(list, [runAt(2, { status: "FAILED" })]);
    expect(done.items.map(({ status }) => status)).toEqual(["FAILED", "SUCCEEDED"]);
    expect(updated(done, [runAt(2, { status: "RUNNING" })])).toBe(done);
  });

  it("does not go back to an attempt before", () => {
    const list = firstPage({ items: [runAt(1, { status: "RUNNING", attempt: 2 })], next_cursor: null });
    expect(updated(list, [runAt(1, { status: "RUNNING", attempt: 1 })])).toBe(list);
  });

  it("leaves out what the filter does not take any more", () => {
    const list = firstPage({ items: [runAt(2, { status: "RUNNING" }), runAt(1)], next_cursor: null });
    const running = (run: RunSummary) => run.status === "RUNNING";
    expect(idsOf(withoutStrays(list, running).items)).toEqual([2]);
  });

  it("keeps no more than it may: the newest go, and are counted", () => {
    const runs = runsAt(...Array.from({ length: 10 }, (_, n) => n));
    const list = firstPage(answer(runs, 4));
    const more = withOlder(list, list.next ?? "", answer(runs, 4, list.next), 6);
    expect([idsOf(more.items), more.dropped, more.isBehind]).toEqual([[7, 6, 5, 4, 3, 2], 2, true]);
    const look = withNewest(more, answer([...runs, ...runsAt(20)], 4), true);
    expect(idsOf(look.items)).toEqual([7, 6, 5, 4, 3, 2]);
  });
});

type Step =
  | { type: "make"; count: number }
  | { type: "askOlder" | "askNewest" }
  | { type: "arrive"; which: number }
  | { type: "show" }
  | { type: "end"; which: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant("make" as const), count: fc.integer({ min: 1, max: 7 }) }),
  fc.record({ type: fc.constantFrom("askOlder" as const, "askNewest" as const) }),
  fc.record({ type: fc.constant("arrive" as const), which: fc.nat() }),
  fc.record({ type: fc.constant("show" as const) }),
  fc.record({ type: fc.constant("end" as const), which: fc.nat() }),
);

describe("whatever pages and looks come in whatever order", () => {
  const limit = 5;

  it("each run is there once, the newest first, and none is missing in between", () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.boolean(),
        fc.integer({ min: 8, max: 40 }),
        (steps, show, most) => {
          let made = 12;
          const over = new Set<number>();
          const all = () =>
            Array.from({ length: made }, (_, n) =>
              runAt(n, over.has(n) ? {} : { status: "RUNNING", latency_ms: null }),
            );
          let list: RunList = firstPage(answer(all(), limit));
          const onTheWay: ((now: RunList) => RunList)[] = [];
          for (const one of steps) {
            if (one.type === "make") made += one.count;
            if (one.type === "end") over.add(one.which % made);
            if (one.type === "askOlder" && list.next !== null) {
              const cursor = list.next;
              const page = answer(all(), limit, cursor);
              onTheWay.push((now) => withOlder(now, cursor, page, most));
            }
            if (one.type === "askNewest") {
              const look = answer(all(), limit);
              onTheWay.push((now) => withNewest(now, look, show));
            }
            if (one.type === "arrive" && onTheWay.length > 0) {
              const [arrived] = onTheWay.splice(one.which % onTheWay.length, 1);
              if (arrived) list = arrived(list);
            }
            if (one.type === "show") list = list.isBehind ? firstPage(answer(all(), limit)) : shownAll(list);
            checkList(list, most);
          }
          // In the end, asked for in order, everything is there.
          if (list.isBehind) return;
          list = withNewest(list, answer(all(), limit), true);
          while (list.next !== null) list = withOlder(list, list.next, answer(all(), limit, list.next));
          expect(idsOf(list.items)).toEqual(Array.from({ length: made }, (_, n) => made - 1 - n));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  function checkList({ items, waiting }: RunList, most: number): void {
    const ids = idsOf(items);
    expect(new Set([...ids, ...idsOf(waiting)]).size).toBe(items.length + waiting.length);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    // Runs are made one after the other here: a gap would be a run that is missing.
    ids.forEach((id, at) => {
      expect(id).toBe((ids[0] ?? 0) - at);
    });
    expect(items.length).toBeLessThanOrEqual(Math.max(most, limit) + waiting.length + limit);
  }
});
