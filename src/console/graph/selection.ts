import { createContext, use } from "react";

/** Which blocks of the graph are selected; the block panel shows the only one, the test panel runs up to it. */
export type Selection = {
  ids: readonly string[];
  /** The only selected block; null when none or several are. */
  only: string | null;
  select(ids: readonly string[]): void;
};

export const SelectionContext = createContext<Selection | null>(null);

export function useSelection(): Selection {
  const selection = use(SelectionContext);
  if (!selection) throw new Error("Nothing can be selected here: the component stands outside the editor.");
  return selection;
}
