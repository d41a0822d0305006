import { Copy, Trash2 } from "lucide-react";
import { commonProperties, componentKinds } from "../../../contract/component-kinds.ts";
import { pointerOf } from "../../../contract/fault.ts";
import type { Component } from "../../../contract/view.ts";
import { Button } from "../../parts/button.tsx";
import { Keys } from "../../parts/keys.tsx";
import { useBuilder } from "../builder-context.ts";
import { draftOf, removeComponents } from "../document/edit.ts";
import { withProperty } from "./edit.ts";
import { usePageScope } from "./live.tsx";
import { PropertyField } from "./property-field.tsx";

/** What several components share. */
export function SeveralInspector({ components }: { components: readonly Component[] }) {
  const { change, select, mayEdit } = useBuilder();
  const scope = usePageScope();
  const { hidden } = commonProperties;
  const values = components.map(({ properties }) => JSON.stringify(properties.hidden));
  const isSame = values.every((value) => value === values[0]);
  const ids = components.map(({ id }) => id);
  const remove = () => {
    change({ label: `Delete ${ids.length} components` }, (before) => draftOf(removeComponents(before, ids), before));
    select([]);
  };
  return (
    <div className="flex flex-col gap-3 p-3">
      <h2 className="text-sm font-semibold">{components.length} components</h2>
      <ul className="flex flex-col gap-1 text-sm">
        {components.map(({ id, kind }) => (
          <li key={id} className="flex min-w-0 gap-2">
            <button
              type="button"
              onClick={() => select([id])}
              className="min-w-0 truncate font-mono text-xs hover:underline"
            >
              {id}
            </button>
            <span className="shrink-0 text-xs text-muted">{componentKinds[kind].name}</span>
          </li>
        ))}
      </ul>
      {hidden && (
        <PropertyField
          key={ids.join()}
          place="several.hidden"
          at={pointerOf(["several", "hidden"])}
          name="hidden"
          words={isSame ? "Hidden" : "Hidden (not the same for all)"}
          property={hidden}
          value={isSame ? components[0]?.properties.hidden : undefined}
          scope={scope}
          error={undefined}
          onChange={(value) =>
            change({ label: `Set hidden of ${ids.length} components`, merge: `${ids.join()} hidden` }, (before) =>
              ids.reduce((draft, id) => withProperty(draft, id, "hidden", value), before),
            )
          }
        />
      )}
      {mayEdit && (
        <div className="flex flex-col items-start gap-2 border-t border-border pt-3 text-xs text-muted">
          <p className="flex items-center gap-1.5">
            <Copy size={13} aria-hidden /> <Keys keys="mod+d" /> duplicates them.
          </p>
          <Button size="small" weight="danger" icon={<Trash2 size={13} aria-hidden />} onClick={remove}>
            Delete {components.length} components
          </Button>
        </div>
      )}
    </div>
  );
}
