import { problemFrom } from "../api/problem.ts";
import { Button } from "../parts/button.tsx";
import type { LiveRuns } from "./use-runs.ts";

/** What stands below the last row: more is coming, it could not be read, or this is the end. */
export function RunListFoot({ runs }: { runs: LiveRuns }) {
  const { list, error, isLoadingOlder } = runs;
  if (error) {
    return (
      <p role="alert" className="flex flex-wrap items-center justify-center gap-3 p-3 text-xs text-danger">
        {problemFrom(error).message}
        <Button size="small" onClick={() => void runs.loadOlder()}>
          Try again
        </Button>
      </p>
    );
  }
  const count = (list?.items.length ?? 0) + (list?.dropped ?? 0);
  return (
    <p className="p-3 text-center text-xs text-muted">
      {list?.next === null
        ? `That is all: ${count === 1 ? "1 run" : `${count} runs`}.`
        : isLoadingOlder
          ? "Loading older runs…"
          : ""}
    </p>
  );
}
