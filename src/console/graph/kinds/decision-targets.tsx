import { Plus, X } from "lucide-react";
import { Menu } from "../../parts/menu.tsx";
import { useBlock } from "../block-context.ts";

/** The blocks that a way leads to. */
export function DecisionTargets({
  label,
  ids,
  choices,
  onChange,
}: {
  label: string;
  ids: readonly string[];
  choices: readonly string[];
  onChange(ids: string[]): void;
}) {
  const { isReadOnly } = useBlock();
  const free = choices.filter((id) => !ids.includes(id));
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-xs">
      <span className="text-muted">leads to</span>
      {ids.map((id) => (
        <span
          key={id}
          className="inline-flex max-w-full items-center gap-0.5 rounded bg-surface-3 py-0.5 pr-0.5 pl-1.5"
        >
          <span className="truncate">{id}</span>
          {!isReadOnly && (
            <button
              type="button"
              aria-label={`Remove ${id} from ${label}`}
              onClick={() => onChange(ids.filter((other) => other !== id))}
              className="rounded p-0.5 text-muted hover:text-text"
            >
              <X size={12} aria-hidden />
            </button>
          )}
        </span>
      ))}
      {ids.length === 0 && <span>nothing</span>}
      {!isReadOnly && free.length > 0 && (
        <Menu
          trigger={
            <button
              type="button"
              aria-label={`Add a block to ${label}`}
              className="rounded border border-dashed border-border-strong p-0.5 text-muted hover:text-text"
            >
              <Plus size={12} aria-hidden />
            </button>
          }
          items={free.map((id) => ({ label: id, run: () => onChange([...ids, id]) }))}
        />
      )}
    </div>
  );
}
