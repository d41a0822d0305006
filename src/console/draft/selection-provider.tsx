import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "wouter";
import { SelectionContext } from "../graph/selection.ts";
import { useDraft } from "./draft-context.ts";

/** Which blocks are selected. The only one stands in the address too (`?block=ID`), so that it can be linked to. */
export function SelectionProvider({ children }: { children: ReactNode }) {
  const { draft } = useDraft();
  const [search, setSearch] = useSearchParams();
  const linked = search.get("block");
  const [ids, setIds] = useState<readonly string[]>(linked === null ? [] : [linked]);
  const shown = useRef(linked);
  useEffect(() => {
    if (linked === shown.current) return;
    shown.current = linked;
    setIds(linked === null ? [] : [linked]);
  }, [linked]);
  const there = useMemo(() => new Set(draft.graph.blocks.map(({ id }) => id)), [draft.graph.blocks]);
  const selection = useMemo(() => {
    const held = ids.filter((id) => there.has(id));
    const select = (chosen: readonly string[]) => {
      setIds(chosen);
      const only = chosen.length === 1 ? (chosen[0] ?? null) : null;
      if (shown.current === only) return;
      shown.current = only;
      const put = (before: URLSearchParams) => {
        const after = new URLSearchParams(before);
        if (only === null) after.delete("block");
        else after.set("block", only);
        return after;
      };
      setSearch(put, { replace: true });
    };
    return { ids: held, only: held.length === 1 ? (held[0] ?? null) : null, select };
  }, [ids, there, setSearch]);
  return <SelectionContext value={selection}>{children}</SelectionContext>;
}
