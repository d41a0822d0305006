import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { Failing, Page } from "../../reactive/reactive.ts";
import { useBuilder } from "./builder-context.ts";
import { troublesOf } from "./document/troubles.ts";
import { useUnfinishedTold } from "./unfinished/unfinished-context.tsx";

/** What is wrong with each thing of the view: what keeps it from being saved, what a field holds that is not taken, and expressions that fail just now. */

type Troubles = ReadonlyMap<string, readonly string[]>;

const TroublesContext = createContext<Troubles>(new Map());
const FailingContext = createContext<readonly Failing[]>([]);

export function TroublesProvider({ children }: { children: ReactNode }) {
  const { draft, wrongs } = useBuilder();
  const failing = useFailingNow();
  const unfinished = useUnfinishedTold();
  const troubles = useMemo(
    () => troublesOf(draft, [...wrongs, ...unfinished], failing),
    [draft, wrongs, unfinished, failing],
  );
  return (
    <TroublesContext value={troubles}>
      <FailingContext value={failing}>{children}</FailingContext>
    </TroublesContext>
  );
}

/** By the path of a thing: `list`, `calls.find`, `state.note`. */
export function useTroubles(): Troubles {
  return useContext(TroublesContext);
}

/** The expressions that fail just now. */
export function useFailing(): readonly Failing[] {
  return useContext(FailingContext);
}

/** Values change many times a second, and this is read once for what is drawn. */
function useFailingNow(): readonly Failing[] {
  const { page } = useBuilder();
  const [failing, setFailing] = useState<readonly Failing[]>([]);
  useEffect(() => {
    let frame = 0;
    const read = () => {
      frame = 0;
      setFailing((before) => unlessSame(before, failingOf(page)));
    };
    const end = page.watch(() => {
      frame ||= requestAnimationFrame(read);
    });
    read();
    return () => {
      end();
      cancelAnimationFrame(frame);
    };
  }, [page]);
  return failing;
}

/** What a call of an event would be sent counts when the event comes: until then a row may not be chosen yet. */
function failingOf(page: Page): readonly Failing[] {
  return page.snapshot().failing.filter(({ path }) => {
    const [root, call = "", member] = path.split(".");
    return root !== "calls" || member !== "values" || page.triggerOf(call) !== "event";
  });
}

function unlessSame(before: readonly Failing[], now: readonly Failing[]): readonly Failing[] {
  const text = (list: readonly Failing[]) => list.map(({ path, error }) => `${path} ${error}`).join("\n");
  return text(before) === text(now) ? before : now;
}
