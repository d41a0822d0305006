import type { Json } from "../../../expression/expression.ts";

/** How a call's run stands, in words. */

export type Advance = {
  readonly state: "idle" | "under_way" | "succeeded" | "failed";
  readonly words: string;
  /** How many are done, of how many; empty while nobody knows. */
  readonly counts: string;
  readonly error: string;
  /** Those that failed included. */
  readonly done: number;
  /** null: nobody knows how much there is. */
  readonly total: number | null;
};

const statusWords: Readonly<Record<string, string>> = { QUEUED: "Waiting to start", RUNNING: "Running" };

/** `member` reads what the call shows: `data`, `error`, `loading`, `progress`, `run_id`. */
export function advanceOf(member: (name: string) => Json): Advance {
  const none = { counts: "", error: "", done: 0, total: null };
  const error = member("error");
  if (member("loading") === true) return underWay(member("progress"), none);
  if (error !== null) return { ...none, state: "failed", words: "Not finished", error: String(error).slice(0, 500) };
  const hasRun = member("run_id") !== null || member("data") !== null;
  return hasRun
    ? { ...none, state: "succeeded", words: "Done" }
    : { ...none, state: "idle", words: "Nothing has run yet" };
}

function underWay(progress: Json, none: Pick<Advance, "counts" | "error" | "done" | "total">): Advance {
  if (typeof progress !== "object" || progress === null || Array.isArray(progress))
    return { ...none, state: "under_way", words: "Starting" };
  const done = countOf(progress.done);
  const failed = countOf(progress.failed);
  const total = countOf(progress.total);
  return {
    state: "under_way",
    words: statusWords[String(progress.status)] ?? "Running",
    counts: countWords(done, failed, total),
    error: "",
    done,
    total: total > 0 ? total : null,
  };
}

function countOf(value: Json | undefined): number {
  return typeof value === "number" && value > 0 ? Math.floor(value) : 0;
}

function countWords(done: number, failed: number, total: number): string {
  const words = (count: number) => count.toLocaleString("en");
  const ready = total > 0 ? `${words(done)} of ${words(total)} done` : done > 0 ? `${words(done)} done` : "";
  return failed > 0 ? `${ready}, ${words(failed)} of them failed` : ready;
}
