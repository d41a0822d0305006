import { ChevronDown, ChevronUp, Search } from "lucide-react";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { IconButton } from "../parts/button.tsx";
import { TextInput } from "../parts/field.tsx";
import type { Step } from "./json-path.ts";
import { placesOf } from "./tree-rows.ts";

const most = 1_000;

/** Finds names and values in a tree, and goes from one to the next. */
export function TreeSearch({
  value,
  label,
  onShow,
}: {
  value: unknown;
  label: string;
  onShow(steps: readonly Step[]): void;
}) {
  const [typed, setTyped] = useState("");
  const text = useDeferredValue(typed.trim());
  const places = useMemo(() => placesOf(value, text, most), [value, text]);
  const [at, setAt] = useState(0);
  const show = useRef(onShow);
  show.current = onShow;
  useEffect(() => {
    setAt(0);
    const first = places[0];
    if (first) show.current(first);
  }, [places]);
  const go = (by: number) => {
    if (places.length === 0) return;
    const next = (at + by + places.length) % places.length;
    setAt(next);
    const place = places[next];
    if (place) onShow(place);
  };
  return (
    <search className="flex items-center gap-1">
      <span className="relative min-w-0 flex-1">
        <Search size={13} aria-hidden className="absolute top-1/2 left-2 -translate-y-1/2 text-muted" />
        <TextInput
          type="search"
          aria-label={`Search in ${label}`}
          placeholder="Search"
          className="h-7! pl-7! text-xs!"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) go(event.shiftKey ? -1 : 1);
          }}
        />
      </span>
      {text !== "" && (
        <>
          <span role="status" className="text-xs whitespace-nowrap text-muted tabular-nums">
            {places.length === 0 ? "None" : `${at + 1} of ${places.length}${places.length === most ? "+" : ""}`}
          </span>
          <IconButton label="Previous" icon={<ChevronUp size={14} />} onClick={() => go(-1)} />
          <IconButton label="Next" icon={<ChevronDown size={14} />} onClick={() => go(1)} />
        </>
      )}
    </search>
  );
}
