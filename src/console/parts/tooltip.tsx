import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";
import { Keys } from "./keys.tsx";

/** A few words about the thing under the pointer or the focus. `children` is one element, which becomes the trigger. */
export function Tooltip({ text, keys, children }: { text: ReactNode; keys?: string; children: ReactElement }) {
  return (
    <Base.Root>
      <Base.Trigger render={children as ReactElement<Record<string, unknown>>} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} collisionPadding={8} className="z-50">
          {/* For the eye alone: its trigger has a name of its own, and here it would stand outside of all landmarks. */}
          <Base.Popup
            aria-hidden
            className="max-w-80 rounded-md border border-border bg-surface px-2 py-1 text-xs text-text shadow-popup"
          >
            {text}
            {keys && <Keys keys={keys} className="ml-2" />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
