import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { Keys } from "./keys.tsx";

/** A menu that opens from a button. */

export type MenuItem =
  | { label: ReactNode; icon?: ReactNode; keys?: string; danger?: boolean; disabled?: boolean; run(): void }
  | "separator";

/** `trigger` is the button: `<IconButton label="More" icon={...} />`. */
export function Menu({ trigger, items }: { trigger: ReactElement; items: readonly MenuItem[] }) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger as ReactElement<Record<string, unknown>>} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" collisionPadding={8} className="z-50">
          <Base.Popup className="max-h-(--available-height) min-w-44 overflow-y-auto rounded-lg border border-border bg-surface p-1 shadow-popup outline-none">
            {items.map((item, at) =>
              item === "separator" ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: separators have nothing else to be told apart by.
                <Base.Separator key={`separator-${at}`} className="my-1 h-px bg-border" />
              ) : (
                <Base.Item
                  // biome-ignore lint/suspicious/noArrayIndexKey: a menu's items do not move while it is open.
                  key={at}
                  onClick={item.run}
                  disabled={item.disabled ?? false}
                  className={`flex cursor-default items-center gap-2 rounded px-2 py-1 text-sm select-none data-disabled:opacity-50 data-highlighted:bg-surface-3 ${item.danger ? "text-danger" : ""}`}
                >
                  <span className="flex w-4 justify-center text-muted">{item.icon}</span>
                  <span className="flex-1">{item.label}</span>
                  {item.keys && <Keys keys={item.keys} />}
                </Base.Item>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
