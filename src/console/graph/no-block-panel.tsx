import { Copy, CopyPlus, Trash2 } from "lucide-react";
import type { JsonSchema } from "../../contract/catalog.ts";
import { useDraft } from "../draft/draft-context.ts";
import { Button } from "../parts/button.tsx";
import { Keys } from "../parts/keys.tsx";
import { focusCard } from "./focus.ts";
import { useGraphActions } from "./use-graph-actions.ts";
import { kindLooks, kindNames } from "./words.ts";

/** What the panel shows when no block is selected, and when several are. */

const hints: [string, string][] = [
  ["arrowdown", "from block to block"],
  ["enter", "settings of a block"],
  ["a", "add a block after it"],
  ["c", "connect it"],
  ["m", "its menu"],
  ["?", "all keys"],
];

export function WorkletPanel() {
  const { draft, isReadOnly } = useDraft();
  const { blocks } = draft.graph;
  const counts = kindNames.flatMap((kind) => {
    const count = blocks.filter((block) => block.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kindLooks[kind].word}`];
  });
  return (
    <div className="flex h-full flex-col gap-5 overflow-y-auto p-4">
      <section className="flex flex-col gap-1">
        <h2 className="text-sm font-semibold">
          {blocks.length === 1 ? "1 block" : `${blocks.length} blocks`} in this worklet
        </h2>
        <p className="text-xs text-muted">{counts.join(", ")}. Select one to see its settings.</p>
      </section>
      <SchemaSummary title="Input" schema={draft.input_schema} without="It takes any JSON." />
      <SchemaSummary title="Output" schema={draft.output_schema} without="It answers any JSON." />
      {!isReadOnly && (
        <section className="flex flex-col gap-2">
          <h2 className="text-sm font-semibold">Keys in the graph</h2>
          <dl className="grid w-fit grid-cols-[auto_1fr] gap-x-3 gap-y-1.5 text-xs">
            {hints.map(([keys, text]) => (
              <div key={keys} className="contents">
                <dt>
                  <Keys keys={keys} />
                </dt>
                <dd className="text-muted">{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}

function SchemaSummary({ title, schema, without }: { title: string; schema: JsonSchema | null; without: string }) {
  const properties = Object.entries((schema?.properties ?? {}) as Record<string, JsonSchema>);
  const required = Array.isArray(schema?.required) ? schema.required : [];
  return (
    <section className="flex flex-col gap-1.5">
      <h2 className="text-sm font-semibold">{title}</h2>
      {schema === null && <p className="text-xs text-muted">{without} Settings has a place for its schema.</p>}
      {schema !== null && properties.length === 0 && (
        <p className="text-xs text-muted">Checked by a schema: {String(schema.type ?? "any type")}.</p>
      )}
      {properties.length > 0 && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-xs">
          {properties.map(([name, part]) => (
            <div key={name} className="contents">
              <dt className="font-mono break-all">{name}</dt>
              <dd className="min-w-0 break-words text-muted">
                {String(part?.type ?? "any")}
                {required.includes(name) ? "" : ", optional"}
                {typeof part?.description === "string" && `: ${part.description}`}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

export function SeveralPanel({ ids }: { ids: readonly string[] }) {
  const { isReadOnly, draft } = useDraft();
  const actions = useGraphActions(focusCard);
  const isAll = ids.length === draft.graph.blocks.length;
  return (
    <div className="flex h-full flex-col gap-3 overflow-y-auto p-4">
      <h2 className="text-sm font-semibold">{ids.length} blocks are selected</h2>
      <ul className="flex flex-wrap gap-1.5">
        {ids.map((id) => (
          <li key={id} className="max-w-full truncate rounded bg-surface-3 px-1.5 py-0.5 text-xs">
            {id}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button icon={<Copy size={14} aria-hidden />} onClick={() => void actions.copy(ids)}>
          Copy
        </Button>
        {!isReadOnly && (
          <>
            <Button icon={<CopyPlus size={14} aria-hidden />} onClick={() => actions.duplicate(ids)}>
              Duplicate
            </Button>
            <Button
              weight="danger"
              icon={<Trash2 size={14} aria-hidden />}
              disabled={isAll}
              title={isAll ? "A worklet has at least one block." : undefined}
              onClick={() => actions.remove(ids)}
            >
              Delete
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
