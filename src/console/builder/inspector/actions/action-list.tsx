import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import type { Action, ActionName } from "../../../../contract/view.ts";
import { viewLimits } from "../../../../contract/view-limits.ts";
import { Button } from "../../../parts/button.tsx";
import { Menu } from "../../../parts/menu.tsx";
import { useBuilder } from "../../builder-context.ts";
import { focusItemAfterMenu } from "../../focus.ts";
import { moved } from "../edit.ts";
import { ActionItem, type ActionListProps } from "./action-item.tsx";
import { actionOrder, actionWords } from "./action-words.ts";
import { newAction } from "./new-action.ts";

/** Actions that happen one after the other; each may have lists of its own. */
export function ActionList({ label, actions, pointer, scope, depth, onChange }: ActionListProps) {
  const { draft, mayEdit } = useBuilder();
  const [open, setOpen] = useState<readonly number[]>([]);
  const list = useRef<HTMLOListElement>(null);
  const focusItem = (at: number) =>
    requestAnimationFrame(() => list.current?.children.item(at)?.querySelector<HTMLElement>("button")?.focus());
  const add = (name: ActionName) => {
    onChange([...actions, newAction(name, draft)]);
    setOpen([...open, actions.length]);
    focusItemAfterMenu(list, actions.length);
  };
  const move = (from: number, to: number) => {
    if (to < 0 || to >= actions.length) return;
    onChange(moved(actions, from, to));
    const order = moved([...actions.keys()], from, to);
    setOpen(open.map((at) => order.indexOf(at)));
    focusItem(to);
  };
  const duplicate = (at: number) => {
    const copy = structuredClone(actions[at]) as Action;
    onChange([...actions.slice(0, at + 1), copy, ...actions.slice(at + 1)]);
    setOpen(open.map((each) => (each > at ? each + 1 : each)));
    focusItem(at + 1);
  };
  const remove = (at: number) => {
    onChange(actions.filter((_, each) => each !== at));
    setOpen(open.filter((each) => each !== at).map((each) => (each > at ? each - 1 : each)));
    if (actions.length > 1) focusItem(Math.min(at, actions.length - 2));
    else requestAnimationFrame(() => list.current?.parentElement?.querySelector<HTMLElement>("[data-add]")?.focus());
  };
  return (
    <div className="flex min-w-0 flex-col items-start gap-1.5">
      <ol ref={list} aria-label={label} className="flex w-full min-w-0 flex-col gap-1.5 empty:hidden">
        {actions.map((action, at) => (
          <ActionItem
            // biome-ignore lint/suspicious/noArrayIndexKey: actions have no names; what is open moves with them.
            key={at}
            action={action}
            at={at}
            count={actions.length}
            pointer={`${pointer}/${at}`}
            scope={scope}
            depth={depth}
            isOpen={open.includes(at)}
            onToggle={() => setOpen(open.includes(at) ? open.filter((each) => each !== at) : [...open, at])}
            onChange={(next, merge) =>
              onChange(
                actions.map((each, other) => (other === at ? next : each)),
                merge === undefined ? undefined : `${at} ${merge}`,
              )
            }
            onMove={(to) => move(at, to)}
            onDuplicate={() => duplicate(at)}
            onRemove={() => remove(at)}
            List={ActionList}
          />
        ))}
      </ol>
      {mayEdit && actions.length < viewLimits.actions && <AddAction label={label} onAdd={add} />}
      {!mayEdit && actions.length === 0 && <p className="text-xs text-muted">Nothing happens.</p>}
    </div>
  );
}

function AddAction({ label, onAdd }: { label: string; onAdd(name: ActionName): void }) {
  return (
    <Menu
      trigger={
        <Button data-add size="small" weight="ghost" icon={<Plus size={13} aria-hidden />} className="-ml-2">
          Add action<span className="sr-only"> to {label}</span>
        </Button>
      }
      items={actionOrder.map((name) => ({
        label: (
          <span className="flex flex-col py-0.5">
            {actionWords[name].name}
            <span className="text-xs text-muted">{actionWords[name].tells}</span>
          </span>
        ),
        run: () => onAdd(name),
      }))}
    />
  );
}
