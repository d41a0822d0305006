import type { Page } from "playwright-core";
import type { RunSummary } from "../../../src/contract/run.ts";

/** A list of very many runs that nobody has to make first: the network answers for it. And somebody who scrolls through it. */

const newestAt = Date.now();

/** Answers the page's requests for runs in pages, as the platform does, out of `count` runs. */
export async function serveRuns(page: Page, count: number): Promise<void> {
  const runs = Array.from({ length: count }, (_, at) => runAt(at));
  await page.route(/\/applications\/[^/]+\/runs\?/, (route) => {
    const query = new URL(route.request().url()).searchParams;
    const from = query.get("from");
    const begin = Number(query.get("cursor") ?? 0);
    const end = begin + Number(query.get("limit") ?? 50);
    const fitting = from === null ? runs : runs.filter(({ created_at }) => created_at >= from);
    const next_cursor = end < fitting.length ? String(end) : null;
    return route.fulfill({ json: { items: fitting.slice(begin, end), next_cursor } });
  });
}

export type Scrolled = { runs: number; mostRows: number; longestTaskMs: number; isDoubled: boolean };

/** Scrolls to the end, a little less than what is in sight with each frame. */
export function scrollToEnd(page: Page): Promise<Scrolled> {
  return page.getByRole("grid", { name: "Runs" }).evaluate(async (grid) => {
    let longestTaskMs = 0;
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
    });
    observer.observe({ type: "longtask" });
    const seen = new Set<string>();
    let mostRows = 0;
    let isDoubled = false;
    const look = () => {
      const rows = [...grid.querySelectorAll("[role=row][id]")].map(({ id }) => id);
      mostRows = Math.max(mostRows, rows.length);
      isDoubled ||= new Set(rows).size < rows.length;
      for (const row of rows) seen.add(row);
    };
    const isAtEnd = () => grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1;
    look();
    let grown = { runs: seen.size, at: performance.now() };
    while (!(isAtEnd() && grid.textContent?.includes("That is all"))) {
      grid.scrollTop += grid.clientHeight - 150;
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
      look();
      if (seen.size > grown.runs) grown = { runs: seen.size, at: performance.now() };
      if (performance.now() - grown.at > 30_000) throw new Error(`The list stands still after ${seen.size} runs.`);
    }
    observer.disconnect();
    return { runs: seen.size, mostRows, longestTaskMs, isDoubled };
  });
}

function runAt(at: number): RunSummary {
  const instant = new Date(newestAt - at * 1_000).toISOString();
  const isFailed = at % 7 === 3;
  return {
    worklet_run_id: `run_a${String(1_000_000 - at).padStart(32, "0")}`,
    worklet: `worklet-${at % 5}`,
    version: 1,
    environment: "production",
    mode: "async",
    trigger: "schedule",
    status: isFailed ? "FAILED" : "SUCCEEDED",
    latency_ms: at % 1_000,
    queued_ms: 3,
    created_at: instant,
    started_at: instant,
    finished_at: instant,
    attempt: 1,
    error: isFailed ? { kind: "user", message: `Error: run ${at} failed`, block: "main", stack: "" } : null,
    parent_run_id: null,
    rerun_of: null,
    created_by: "schedule",
  };
}
