import { useCallback, useRef, useState } from "react";
import { useBuilder } from "../builder-context.ts";
import { ComponentInspector } from "./component-inspector.tsx";
import { LiveProvider } from "./live.tsx";
import { PageInspector } from "./page/page-inspector.tsx";
import { SeveralInspector } from "./several-inspector.tsx";
import { useReveal } from "./use-reveal.ts";

/** The settings of what is selected: a component, several, or with none the page itself. */
export function Inspector() {
  const { draft, selected } = useBuilder();
  const root = useRef<HTMLDivElement>(null);
  const [openCall, setOpenCall] = useState<string | null>(null);
  useReveal(
    root,
    useCallback((name) => setOpenCall(name), []),
  );
  const components = draft.components.filter(({ id }) => selected.includes(id));
  const [only] = components;
  const place = only === undefined ? -1 : draft.components.indexOf(only);
  const key = useKeyOf(only?.id ?? "", place, draft.components.length);
  return (
    <LiveProvider>
      <div ref={root} className="@container relative h-full min-h-0 overflow-y-auto bg-surface">
        {components.length > 1 ? (
          <SeveralInspector components={components} />
        ) : only === undefined ? (
          <PageInspector openCall={openCall} setOpenCall={setOpenCall} />
        ) : (
          <ComponentInspector key={key} component={only} place={place} />
        )}
      </div>
    </LiveProvider>
  );
}

/** A key for the fields of a component: one that is renamed keeps its fields, and the focus stays in them. */
function useKeyOf(id: string, place: number, count: number): string {
  const held = useRef({ id, place, count, key: id });
  const { draft } = useBuilder();
  const before = held.current;
  const isGone = before.id !== "" && !draft.components.some((component) => component.id === before.id);
  const isRenamed = isGone && before.place === place && before.count === count;
  const key = before.id === id || isRenamed ? before.key : `${id} ${place}`;
  held.current = { id, place, count, key };
  return key;
}
