import { Menu as Base } from "@base-ui/react/menu";
import type { ReactNode } from "react";
import { Keys } from "../parts/keys.tsx";

/** A menu that opens at any element or point: one for the whole graph, however many blocks it has. */

export type AnchoredItem =
  | {
      label: string;
      /** Words below the label: what it does, or why it cannot be done. */
      hint?: string | undefined;
      icon?: ReactNode;
      keys?: string;
      danger?: boolean;
      disabled?: boolean;
      run(): void;
    }
  | "separator";

export type Anchor = Element | { x: number; y: number };

export function AnchoredMenu({
  label,
  anchor,
  items,
  close,
  focusAfter,
}: {
  /** What the menu is about. */
  label: string;
  anchor: Anchor;
  items: readonly AnchoredItem[];
  close(): void;
  /** Where the focus goes when the menu closes. */
  focusAfter(): HTMLElement | null;
}) {
  return (
    <Base.Root open modal={false} onOpenChange={(isOpen) => !isOpen && close()}>
      <Base.Portal>
        <Base.Positioner
          anchor={anchorOf(anchor)}
          sideOffset={6}
          align={anchor instanceof Element ? "center" : "start"}
          collisionPadding={8}
          className="z-50"
        >
          <Base.Popup
            ref={focusFirst}
            aria-label={label}
            finalFocus={() => focusAfter() ?? false}
            className="max-h-(--available-height) max-w-80 min-w-52 overflow-y-auto rounded-lg border border-border bg-surface p-1 shadow-popup outline-none"
          >
            {items.map((item, at) =>
              item === "separator" ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: separators have nothing else to be told apart by.
                <Base.Separator key={`separator-${at}`} className="my-1 h-px bg-border" />
              ) : (
                <MenuLine key={item.label} {...item} />
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The menu may have been opened by a key: its first item is a key away then. */
function focusFirst(menu: HTMLElement | null): void {
  requestAnimationFrame(() => menu?.querySelector<HTMLElement>("[role=menuitem]:not([aria-disabled=true])")?.focus());
}

function MenuLine({ label, hint, icon, keys, danger = false, disabled = false, run }: Exclude<AnchoredItem, string>) {
  return (
    <Base.Item
      label={label}
      onClick={run}
      disabled={disabled}
      className={`flex cursor-default gap-2 rounded px-2 py-1 text-sm select-none data-highlighted:bg-surface-3 ${danger ? "text-danger" : ""}`}
    >
      <span className="flex w-4 shrink-0 justify-center pt-0.5 text-muted">{icon}</span>
      <span className="min-w-0 flex-1">
        <span className={`block truncate ${disabled ? "text-muted" : ""}`}>{label}</span>
        {hint && <span className="block text-xs text-muted">{hint}</span>}
      </span>
      {keys && <Keys keys={keys} className="self-center" />}
    </Base.Item>
  );
}

function anchorOf(anchor: Anchor) {
  if (anchor instanceof Element) return anchor;
  return { getBoundingClientRect: () => new DOMRect(anchor.x, anchor.y, 0, 0) };
}
