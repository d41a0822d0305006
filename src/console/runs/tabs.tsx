import { Tabs } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

/** Tabs: one of several views of the same thing. */

export function RunTabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Tabs.List aria-label={label} className="flex overflow-x-auto border-b border-border px-2">
      {children}
    </Tabs.List>
  );
}

export function RunTab({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Tabs.Tab
      value={value}
      className="-mb-px h-9 shrink-0 border-b-2 border-transparent px-2.5 text-sm text-muted outline-offset-[-2px] hover:text-text data-active:border-accent data-active:font-medium data-active:text-text"
    >
      {children}
    </Tabs.Tab>
  );
}
