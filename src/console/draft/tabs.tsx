import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

/** Tabs of a pane: one panel at a time, and only that one is there. */

export type Tab<T extends string> = { value: T; label: ReactNode; panel: ReactNode };

export function Tabs<T extends string>({
  label,
  tabs,
  value,
  onChange,
  aside,
}: {
  label: string;
  tabs: readonly Tab<T>[];
  value: T;
  onChange(value: T): void;
  /** At the end of the row. */
  aside?: ReactNode;
}) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as T)} className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center gap-2 border-b border-border bg-surface px-2">
        <Base.List aria-label={label} activateOnFocus className="flex min-w-0 flex-1 gap-1">
          {tabs.map((tab) => (
            <Base.Tab
              key={tab.value}
              value={tab.value}
              className="-mb-px h-9 cursor-pointer border-b-2 border-transparent px-2 text-sm font-medium text-muted hover:text-text data-active:border-accent data-active:text-text"
            >
              {tab.label}
            </Base.Tab>
          ))}
        </Base.List>
        {aside}
      </div>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} tabIndex={-1} className="min-h-0 flex-1 overflow-hidden">
          {tab.panel}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
