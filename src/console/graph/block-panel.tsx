import { useEffect, useRef, useState } from "react";
import type { Block, Graph } from "../../contract/graph.ts";
import { useDraft } from "../draft/draft-context.ts";
import { BlockContext, useBlock, useEditedBlock } from "./block-context.ts";
import { BlockIdField } from "./block-id.tsx";
import { InputSettings, RunSettings } from "./common-settings.tsx";
import { focusCard, panelMarks } from "./focus.ts";
import { ModelSettings, WorkletSettings } from "./kinds/called-settings.tsx";
import { BlockCode, CodeSettings } from "./kinds/code-settings.tsx";
import { DecisionSettings } from "./kinds/decision-settings.tsx";
import { HttpSettings } from "./kinds/http-settings.tsx";
import { SlackSettings } from "./kinds/slack-settings.tsx";
import { SeveralPanel, WorkletPanel } from "./no-block-panel.tsx";
import { useSelection } from "./selection.ts";
import { kindLooks } from "./words.ts";

/** The settings of the selected block; of the worklet when none is, and what can be done with several. */
export function BlockPanel() {
  const { draft } = useDraft();
  const { ids, only: selected } = useSelection();
  const only = useRested(selected, draft.graph);
  const place = draft.graph.blocks.findIndex(({ id }) => id === only);
  const block = draft.graph.blocks[place];
  const key = useKeyOf(block?.id ?? "", place, draft.graph);
  const leave = (event: React.KeyboardEvent<HTMLElement>) => {
    const isInside = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (event.key !== "Escape" || event.defaultPrevented || !isInside || only === null) return;
    event.preventDefault();
    focusCard(only);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leads back to the graph from wherever the focus is.
    <div {...panelMarks(block?.id ?? null)} onKeyDown={leave} className="h-full min-h-0 outline-none">
      {block !== undefined ? (
        <BlockSettings key={key} block={block} place={place} />
      ) : ids.length > 1 ? (
        <SeveralPanel ids={ids} />
      ) : (
        <WorkletPanel />
      )}
    </div>
  );
}

/** A key for the fields of a block: a block that is renamed keeps its fields, and the focus stays in them. */
function useKeyOf(id: string, place: number, { blocks }: Graph): string {
  const held = useRef({ id, place, count: blocks.length, key: id });
  const before = held.current;
  const isGone = !blocks.some((block) => block.id === before.id);
  const isRenamed = isGone && before.id !== "" && before.place === place && before.count === blocks.length;
  const key = before.id === id || isRenamed ? before.key : `${id} ${place}`;
  held.current = { id, place, count: blocks.length, key };
  return key;
}

const restMs = 120;

/** The selected block, but while one after the other is passed by (an arrow key is held) the first of them. */
function useRested(selected: string | null, graph: Graph): string | null {
  const [rested, setRested] = useState(selected);
  const changedAt = useRef(0);
  const isThere = rested === null || graph.blocks.some(({ id }) => id === rested);
  useEffect(() => {
    if (selected === rested) return;
    const now = performance.now();
    const wait = now - changedAt.current < restMs ? restMs : 0;
    changedAt.current = now;
    const timer = setTimeout(() => setRested(selected), wait);
    return () => clearTimeout(timer);
  }, [selected, rested]);
  return isThere ? rested : selected;
}

function BlockSettings({ block, place }: { block: Block; place: number }) {
  const edited = useEditedBlock(block, place);
  const isCode = block.kind === "code";
  return (
    <BlockContext value={edited}>
      <div className="flex h-full min-h-0 flex-col overflow-y-auto">
        <div className="flex shrink-0 flex-col gap-3 px-3 pt-3">
          <BlockHead />
          <KindSettings block={block} />
          <div className="border-b border-border">
            <InputSettings />
            <RunSettings />
          </div>
        </div>
        {isCode && (
          <div className="mt-0 min-h-80 flex-1">
            <BlockCode block={block} />
          </div>
        )}
      </div>
    </BlockContext>
  );
}

function BlockHead() {
  const { block, wrongs: all } = useBlock();
  // What is said of a member stands at its field.
  const wrongs = all.flatMap(({ path, message }) =>
    /^(|\/kind|\/next.*|\/branches|\/otherwise.*)$/.test(path) ? [message] : [],
  );
  const { icon: Icon, word, tells } = kindLooks[block.kind];
  return (
    <>
      <div className="flex items-end gap-3">
        <BlockIdField />
        <span title={tells} className="flex h-8 items-center gap-1.5 text-sm text-muted">
          <Icon size={15} aria-hidden />
          {word} block
        </span>
      </div>
      {wrongs.length > 0 && (
        <ul role="alert" className="flex flex-col gap-1 rounded-md bg-danger-soft px-3 py-2 text-xs text-danger">
          {wrongs.map((message) => (
            <li key={message} className="break-words">
              {message}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function KindSettings({ block }: { block: Block }) {
  switch (block.kind) {
    case "code":
      return <CodeSettings block={block} />;
    case "model":
      return <ModelSettings block={block} />;
    case "worklet":
      return <WorkletSettings block={block} />;
    case "http":
      return <HttpSettings block={block} />;
    case "slack":
      return <SlackSettings block={block} />;
    case "decision":
      return <DecisionSettings block={block} />;
  }
}
