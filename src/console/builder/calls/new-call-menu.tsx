import { useQuery } from "@tanstack/react-query";
import { Plus, Zap } from "lucide-react";
import type { Component } from "../../../contract/view.ts";
import { workletsQuery } from "../../api/queries.ts";
import { Button } from "../../parts/button.tsx";
import { Menu } from "../../parts/menu.tsx";
import { useBuilder } from "../builder-context.ts";
import { boundToNewCall } from "./call-edit.ts";

/** A menu of worklets that makes a call of the one that is chosen. */
export function WorkletMenu({ children, onChoose }: { children: React.ReactNode; onChoose(worklet: string): void }) {
  const { application } = useBuilder();
  const { data: worklets, isPending } = useQuery(workletsQuery(application));
  const none = isPending ? "Loading the worklets…" : "This application has no worklets yet.";
  const items = (worklets ?? []).map(({ id, name }) => ({
    label: (
      <span className="flex flex-col py-0.5">
        {name}
        <span className="font-mono text-xs text-muted">{id}</span>
      </span>
    ),
    run: () => onChoose(id),
  }));
  return (
    <Menu
      trigger={
        <Button size="small" weight="ghost" icon={<Plus size={13} aria-hidden />} className="-ml-2 self-start">
          {children}
        </Button>
      }
      items={items.length > 0 ? items : [{ label: none, disabled: true, run: () => {} }]}
    />
  );
}

/** Beside a property that is still empty: a call, and its data in the property, in one step. */
export function NewCallMenu({ component, property }: { component: Component; property: string }) {
  const { draft, change, reveal } = useBuilder();
  const calls = Object.keys(draft.calls);
  const bind = (worklet: string) => {
    change({ label: `Show ${worklet} in ${component.id}` }, (before) =>
      boundToNewCall(before, component.id, property, worklet),
    );
    // This menu is gone then.
    reveal(`${component.id}.${property}`);
  };
  return (
    <WorkletMenu onChoose={bind}>
      {calls.length === 0 ? "Fill it from a worklet" : "Fill it from a new call"}
    </WorkletMenu>
  );
}

/** Beside a property that shows what a call gives: to the call. */
export function CallLink({ value }: { value: unknown }) {
  const { draft, reveal } = useBuilder();
  const [, name = ""] = typeof value === "string" ? (/\bcalls\.([A-Za-z_]\w*)/.exec(value) ?? []) : [];
  if (!Object.hasOwn(draft.calls, name)) return null;
  return (
    <Button size="small" weight="ghost" className="-ml-2 max-w-full self-start" onClick={() => reveal(`calls.${name}`)}>
      <Zap size={13} aria-hidden className="shrink-0" />
      <span className="truncate">Settings of the call {name}</span>
    </Button>
  );
}
