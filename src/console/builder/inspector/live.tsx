import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { namesOf, type Page, type Reading } from "../../../reactive/reactive.ts";
import type { CompletionTree } from "../../code/expression-completion.ts";
import { useBuilder } from "../builder-context.ts";
import { helpOf } from "./help.ts";
import type { Scope } from "./scope.ts";

/** The page's values as the fields of the inspector see them: one subscription for all, brought up to date once a frame. */

const LiveContext = createContext<Scope | null>(null);

/** What expressions of the page may say. It is another one whenever a value has changed. */
export function usePageScope(): Scope {
  const scope = useContext(LiveContext);
  if (!scope) throw new Error("Nothing above this follows the page.");
  return scope;
}

export function LiveProvider({ children }: { children: ReactNode }) {
  const { draft, page } = useBuilder();
  const frame = useFrames(page);
  const names = useMemo(() => namesOf(draft), [draft]);
  const help = useMemo(() => helpOf(draft), [draft]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page is the same object while its values change; `frame` says when.
  const scope = useMemo<Scope>(
    () => ({
      names,
      read: (path) => readingOf(page, path),
      more: {},
      tree: () => page.snapshot().values as CompletionTree,
      help,
    }),
    [names, help, page, frame],
  );
  return <LiveContext value={scope}>{children}</LiveContext>;
}

function useFrames(page: Page): number {
  const [frame, setFrame] = useState(0);
  useEffect(() => {
    let asked = 0;
    const stop = page.watch(() => {
      asked ||= requestAnimationFrame(() => {
        asked = 0;
        setFrame((before) => before + 1);
      });
    });
    return () => {
      stop();
      cancelAnimationFrame(asked);
    };
  }, [page]);
  return frame;
}

/** A name that was written a moment ago is in the draft and not in the page yet: it is on its way. */
function readingOf(page: Page, path: string): Reading {
  try {
    return page.get(path);
  } catch {
    return { value: null, error: null, loading: true };
  }
}
