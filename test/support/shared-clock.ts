import { vi } from "vitest";

/**
 * Files that share a worker share what its modules remember. Its keys are random ids, which another file never meets. A clock
 * that was ahead is met by all: a cache that saw it takes nothing in until that time has come, and a test of what is remembered
 * would then pass whatever the cache does.
 */
for (const mover of ["useFakeTimers", "setSystemTime"] as const) {
  vi.spyOn(vi, mover).mockImplementation(() => {
    throw new Error(
      `A file that calls vi.${mover} needs a worker of its own: add it to \`alone\` in vitest.config.ts.`,
    );
  });
}
