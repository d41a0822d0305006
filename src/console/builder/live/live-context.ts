import { createContext, useContext } from "react";
import type { Effects } from "../../../view/page/effects.ts";

/** What there is of the live page beside its values. */
export type Live = {
  readonly effects: Effects;
  /** Why no page could be made of the draft as it is now; the page is of the draft before then. */
  readonly problem: string | null;
  /** Begins anew, without what was typed and answered. */
  readonly restart: () => void;
};

export const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("Nothing above this has a live page.");
  return live;
}
