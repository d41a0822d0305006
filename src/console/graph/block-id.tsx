import { useRef, useState } from "react";
import { useDraft } from "../draft/draft-context.ts";
import { Field, TextInput } from "../parts/field.tsx";
import { useBlock } from "./block-context.ts";
import { blockIdRefusal, renameBlock } from "./rename.ts";
import { useSelection } from "./selection.ts";

/** The id of a block, which is its name in expressions too. It is changed everywhere when the field is left, or by Enter. */
export function BlockIdField() {
  const { draft, change } = useDraft();
  const { select } = useSelection();
  const { block, isReadOnly, about } = useBlock();
  const [typed, setTyped] = useState<string | null>(null);
  const isCancelled = useRef(false);
  const text = typed ?? block.id;
  const others = draft.graph.blocks.flatMap(({ id }) => (id === block.id ? [] : [id]));
  const refusal = text === block.id ? null : blockIdRefusal(text, others);
  const keep = () => {
    if (isCancelled.current || refusal !== null || text === block.id) return;
    setTyped(null);
    change((before) => ({ ...before, graph: renameBlock(before.graph, block.id, text) }));
    select([text]);
  };
  return (
    <Field label="Id" error={refusal ?? about("/id")} className="flex-1">
      {(field) => (
        <TextInput
          {...field}
          value={text}
          readOnly={isReadOnly}
          maxLength={63}
          onChange={(event) => {
            isCancelled.current = false;
            setTyped(event.target.value);
          }}
          onBlur={keep}
          onKeyDown={(event) => {
            if (event.key === "Enter") keep();
            if (event.key !== "Escape" || typed === null) return;
            // The first Escape takes back what was typed, the next one leads out of the panel.
            event.preventDefault();
            event.stopPropagation();
            isCancelled.current = true;
            setTyped(null);
          }}
          className="font-mono text-xs"
        />
      )}
    </Field>
  );
}
