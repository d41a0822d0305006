import { createContext, use } from "react";
import type { Environment, RunStatus } from "../../contract/run.ts";
import type { Problem } from "../api/problem.ts";
import type { BlockRun, Progress } from "./run-progress.ts";

export type { BlockRun } from "./run-progress.ts";

/** The last run of the worklet that is open in the editor, live while it goes on. */

/** How far the last start has come. */
export type Phase =
  | { type: "idle" }
  /** The draft is being saved, then the run is asked for. */
  | { type: "starting" }
  /** The draft cannot be saved as it is, so nothing was run. */
  | { type: "unsaved" }
  /** The server does not run this. */
  | { type: "refused"; problem: Problem }
  | { type: "running" }
  /** It was told to stop and has not yet. */
  | { type: "stopping" }
  | { type: "over" }
  /** Nothing can be read of the run any more; it may go on. */
  | { type: "lost"; problem: Problem };

export type TestRun = {
  /** null: nothing has run here yet. */
  run: { id: string; status: RunStatus; until: string | null } | null;
  blocks: Record<string, BlockRun>;
  /** Input of the run, as it was sent. */
  workletInput: unknown;
  /** What runs now can be stopped. */
  isRunning: boolean;
  /** Runs the draft (in production, the live version) with the panel's input: the whole, or up to and including a block. */
  start(until?: string): void;
  stop(): void;
  phase: Phase;
  progress: Progress;
  /** Why the values of the run cannot be read; null: nothing is known against it. */
  untraced: Problem | null;
  /** The panel's input, as JSON text. */
  text: string;
  setText(text: string): void;
  /** Where the run was asked for, and what was sent: for the same call from elsewhere. */
  call: { environment: Environment; until: string | null; input: unknown } | null;
  /** Under which the inputs of this worklet are remembered. */
  storageKey: string;
};

export const TestRunContext = createContext<TestRun | null>(null);

export function useTestRun(): TestRun {
  const run = use(TestRunContext);
  if (!run) throw new Error("Nothing runs here: the component stands outside the editor.");
  return run;
}
