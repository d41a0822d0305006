import { useState } from "react";
import { Button } from "./button.tsx";

/** Long lists are shown in steps, so that a page with thousands of rows stays quick. */

const step = 200;

/** The part of the list that is shown, and a button for more of it. `key` begins anew: the search that the list answers. */
export function useSteps<T>(items: readonly T[], key: string): { shown: readonly T[]; more: React.ReactNode } {
  const [state, setState] = useState({ key, count: step });
  const count = state.key === key ? state.count : step;
  const left = items.length - count;
  return {
    shown: items.slice(0, count),
    more:
      left > 0 ? (
        <Button className="mt-3 self-center" onClick={() => setState({ key, count: count + step })}>
          Show {Math.min(step, left)} more of {left}
        </Button>
      ) : null,
  };
}
