import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useBuilder } from "../builder-context.ts";
import { type Held, type StandingText, standingIn } from "./unfinished.ts";
import { type UnfinishedTexts, unfinishedTextsOf } from "./unfinished-texts.ts";

/** What fields hold that the draft cannot take, for all who tell of it. */

type Shared = {
  readonly texts: UnfinishedTexts;
  readonly held: Held;
  readonly standing: readonly StandingText[];
  readonly told: readonly StandingText[];
};

const UnfinishedContext = createContext<Shared | null>(null);

/** Whoever types is in the middle of it: JSON is not complete with most letters. */
const restMs = 700;

export function UnfinishedProvider({ children }: { children: ReactNode }) {
  const { application, view, draft, mayEdit } = useBuilder();
  const texts = unfinishedTextsOf(application, view);
  const held = useSyncExternalStore(texts.subscribe, texts.held);
  const before = useRef(draft);
  useEffect(() => {
    texts.follow(before.current, draft);
    before.current = draft;
  }, [texts, draft]);
  const standing = useMemo(() => (mayEdit ? standingIn(held, draft) : []), [held, draft, mayEdit]);
  const [rested, setRested] = useState<readonly string[]>(() => standing.map(({ address }) => address));
  const addresses = standing.map(({ address }) => address).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: each letter that is typed makes another `held`.
  useEffect(() => {
    const timer = setTimeout(() => setRested(addresses.split("\n")), restMs);
    return () => clearTimeout(timer);
  }, [addresses, held]);
  const told = useMemo(() => standing.filter(({ address }) => rested.includes(address)), [standing, rested]);
  const shared = useMemo(() => ({ texts, held, standing, told }), [texts, held, standing, told]);
  return <UnfinishedContext value={shared}>{children}</UnfinishedContext>;
}

function useShared(): Shared {
  const shared = useContext(UnfinishedContext);
  if (!shared) throw new Error("Nothing above this keeps unfinished texts.");
  return shared;
}

export function useHeldTexts(): Pick<Shared, "texts" | "held"> {
  return useShared();
}

/** All that is not taken just now. */
export function useUnfinished(): readonly StandingText[] {
  return useShared().standing;
}

/** The same without what somebody is typing at the moment. */
export function useUnfinishedTold(): readonly StandingText[] {
  return useShared().told;
}
