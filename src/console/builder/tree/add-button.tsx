import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { workletsQuery } from "../../api/queries.ts";
import { Menu } from "../../parts/menu.tsx";
import { useBuilder } from "../builder-context.ts";
import { addCall, addQuery, addState } from "../document/page-values.ts";
import type { Section } from "./rows.ts";
import type { TreeActions } from "./use-tree-actions.ts";

const look =
  "flex size-5 shrink-0 items-center justify-center rounded text-muted hover:bg-surface-3 hover:text-text focus-visible:bg-surface-3";

/** Adds a call, a state or a query parameter; components come out of the palette. */
export function AddButton({ section, actions }: { section: Section; actions: TreeActions }) {
  if (section === "components") return null;
  if (section === "calls") return <AddCall actions={actions} />;
  const isState = section === "states";
  const add = () => (isState ? actions.add(addState, "state", "state") : actions.add(addQuery, "query", "query"));
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={isState ? "Add a state" : "Add a query parameter"}
      title={isState ? "Add a state" : "Add a query parameter"}
      className={look}
      onClick={(event) => {
        event.stopPropagation();
        add();
      }}
    >
      <Plus size={13} aria-hidden />
    </button>
  );
}

/** A call runs a worklet: which one is asked for first. */
function AddCall({ actions }: { actions: TreeActions }) {
  const { application } = useBuilder();
  const { data: worklets = [] } = useQuery(workletsQuery(application));
  const items = worklets.map(({ id, name }) => ({
    label: name,
    run: () => actions.add((draft) => addCall(draft, id), "call", "calls"),
  }));
  const none = { label: "There is no worklet yet", disabled: true, run: () => undefined };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it keeps the row from taking what is done in its menu.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same.
    <span onClick={(event) => event.stopPropagation()}>
      <Menu
        trigger={
          <button type="button" tabIndex={-1} aria-label="Add a call" title="Add a call" className={look}>
            <Plus size={13} aria-hidden />
          </button>
        }
        items={items.length > 0 ? items : [none]}
      />
    </span>
  );
}
