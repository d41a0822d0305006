import { describe, expect, it } from "vitest";
import { retryPauses, retryWords } from "../../../src/console/settings/retry-words.ts";
import { pauseAfter } from "../../../src/engine/retry.ts";

describe("a retry in words", () => {
  it.each([
    [{ max_attempts: 4, backoff_ms: 1_000, factor: 2 }, "after 1 s, 2 s and 4 s; then it has failed."],
    [{ max_attempts: 2, backoff_ms: 500, factor: 2 }, "after 500 ms; then it has failed."],
    [{ max_attempts: 3, backoff_ms: 0, factor: 1 }, "after no pause and no pause; then it has failed."],
    [{ max_attempts: 20, backoff_ms: 1_000, factor: 3 }, "after 1 s, 3 s, 9 s, 27 s and 15 more; then it has failed."],
    [{ max_attempts: 3, backoff_ms: 1_111, factor: 1.5 }, "after 1.1 s and 1.7 s; then it has failed."],
  ])("%j", (retry, words) => {
    expect(retryWords(retry)).toBe(`A block that fails runs again ${words}`);
  });

  it("says that one attempt is no retry", () => {
    expect(retryWords({ max_attempts: 1, backoff_ms: 1_000, factor: 2 })).toMatch(/^One attempt only/);
  });

  it("tells the pauses that the engine makes", () => {
    const retry = { max_attempts: 12, backoff_ms: 60_000, factor: 2.5 };
    const failure = { kind: "user", message: "no", block: null, stack: null } as never;
    const made = Array.from({ length: 12 }, (_, at) => pauseAfter(failure, at + 1, retry));
    expect([...retryPauses(retry), null]).toEqual(made.map((ms) => (ms === null ? null : Math.round(ms))));
  });
});
