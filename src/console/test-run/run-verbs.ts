import type { PageKey } from "../code/base.ts";
import { useSelection } from "../graph/selection.ts";
import { useEnvironment } from "../shell/environment.tsx";
import { useTestRun } from "./test-run-context.ts";

/** The ways to run what is open in the editor, and their keys. */

export type RunVerb = {
  /** The block that it runs up to; null: the whole worklet. */
  until: string | null;
  keys: string;
  /** What the list of keys says. */
  help: string;
  run(): void;
};

/** The first is the one that is meant most: up to the selected block where there is one. */
export function useRunVerbs(): RunVerb[] {
  const { start } = useTestRun();
  const { only } = useSelection();
  const [environment] = useEnvironment();
  // What is live runs as a whole or not at all.
  const until = environment === "draft" ? only : null;
  return [
    {
      until,
      keys: "mod+enter",
      help: "Run up to the selected block, or the whole worklet",
      run: () => start(until ?? undefined),
    },
    { until: null, keys: "mod+shift+enter", help: "Run the whole worklet", run: () => start() },
  ];
}

/** The same for an editor of code, which would otherwise take these keys for itself: `<CodeEditor keys={useRunKeys()} />`. */
export function useRunKeys(): PageKey[] {
  const names: Record<string, string> = { "mod+enter": "Mod-Enter", "mod+shift+enter": "Shift-Mod-Enter" };
  return useRunVerbs().map(({ keys, run }) => ({
    key: names[keys] ?? keys,
    run() {
      run();
      return true;
    },
  }));
}
