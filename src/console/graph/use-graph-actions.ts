import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import type { Block, Graph } from "../../contract/graph.ts";
import { modelsQuery, secretsQuery, workletsQuery } from "../api/queries.ts";
import { useMay } from "../api/role.ts";
import { useDraft } from "../draft/draft-context.ts";
import { copyText } from "../parts/copy.tsx";
import { useNotify } from "../parts/toast.tsx";
import {
  connect,
  disconnect,
  type Edited,
  insertBlocks,
  isRefusal,
  moveInChain,
  type Place,
  removeBlocks,
  successorsAt,
} from "./edit.ts";
import { type FlowEdge, flowOf } from "./flow.ts";
import { inputId } from "./layout.ts";
import { type Kind, makeBlock, type Surroundings } from "./new-block.ts";
import { blocksIn, copiedText, duplicateBlocks, type Pasted, pasteBlocks, pastePlace } from "./paste.ts";
import { useSelection } from "./selection.ts";
import { listed } from "./words.ts";

/** What a person does to the graph, by whichever way: keys, menus, the pointer. A refusal is told, a success is one step that can be undone. */

export type GraphActions = {
  around: Surroundings;
  add(kind: Kind, place: Place): Promise<void>;
  remove(ids: readonly string[]): void;
  connect(from: string, to: string): void;
  disconnect(edge: FlowEdge): void;
  move(id: string, by: number): void;
  duplicate(ids: readonly string[]): void;
  copy(ids: readonly string[]): Promise<void>;
  paste(text: string): void;
};

/**
 * `reveal` brings a block into sight and gives it the focus, as soon as it is there. `expectReveal` says that one will come: a
 * menu that closes meanwhile leaves the focus alone.
 */
export function useGraphActions(reveal: (id: string) => void, expectReveal?: () => void): GraphActions {
  const store = useDraft();
  const selection = useSelection();
  const around = useSurroundings();
  const { notify, notifyProblem } = useNotify();
  const latest = useRef({ store, selection, around, reveal, expectReveal });
  latest.current = { store, selection, around, reveal, expectReveal };

  const verbs = useMemo(() => {
    const graphNow = () => latest.current.store.draft.graph;
    const refuse = (sentence: string) => notify({ title: "That is not possible", detail: sentence });
    /** Whether it was done. */
    const change = (edit: (graph: Graph) => Edited): boolean => {
      if (latest.current.store.isReadOnly) return false;
      const tried = edit(graphNow());
      if (isRefusal(tried)) refuse(tried.refusal);
      else latest.current.store.change((draft) => ({ ...draft, graph: againOn(draft.graph, edit) }));
      return !isRefusal(tried);
    };
    const show = (ids: readonly string[]) => {
      latest.current.selection.select(ids);
      if (ids[0] !== undefined) latest.current.reveal(ids[0]);
    };
    const take = (paste: (graph: Graph) => Pasted) => {
      if (latest.current.store.isReadOnly) return;
      const pasted = paste(graphNow());
      if (!("graph" in pasted)) return refuse(pasted.refusal);
      if (change(() => pasted.graph)) show(pasted.ids);
    };

    return {
      async add(kind: Kind, place: Place) {
        latest.current.expectReveal?.();
        const isEnd = successorsAt(graphNow(), place).length === 0;
        const made = makeBlock(kind, graphNow(), latest.current.around, isEnd);
        try {
          for (const { path, text } of made.files) await latest.current.store.createFile(path, text);
        } catch (error) {
          latest.current.reveal(("to" in place ? place.from : place.block) ?? inputId);
          return notifyProblem(error);
        }
        if (change((graph) => insertBlocks(graph, place, made.blocks))) show(idsOf(made.blocks).slice(0, 1));
      },
      remove(ids: readonly string[]) {
        const before = graphNow();
        const flow = flowOf(before);
        if (ids.length === 0 || !change((graph) => removeBlocks(graph, ids))) return;
        const isGone = (id: string) => ids.includes(id);
        const near = ids.flatMap((id) => [
          ...(flow.next.get(id) ?? []).map(({ to }) => to),
          ...(flow.previous.get(id) ?? []).map(({ from }) => from),
        ]);
        const neighbour = near.find((id) => !isGone(id)) ?? flow.ids.find((id) => !isGone(id));
        show(neighbour === undefined ? [] : [neighbour]);
        notify({
          title: ids.length === 1 ? `Deleted ${ids[0]}` : `Deleted ${ids.length} blocks`,
          action: { label: "Undo", run: () => latest.current.store.undo() },
        });
      },
      connect(from: string, to: string) {
        if (change((graph) => connect(graph, from, to))) show([from]);
      },
      disconnect(edge: FlowEdge) {
        if (change((graph) => disconnect(graph, edge))) latest.current.reveal(edge.from);
      },
      move(id: string, by: number) {
        if (change((graph) => moveInChain(graph, id, by))) latest.current.reveal(id);
      },
      duplicate(ids: readonly string[]) {
        if (ids.length > 0) take((graph) => duplicateBlocks(graph, ids));
      },
      async copy(ids: readonly string[]) {
        if (ids.length === 0) return;
        const isCopied = await copyText(copiedText(graphNow(), ids));
        if (isCopied) notify({ title: `Copied ${ids.length < 4 ? listed(ids) : `${ids.length} blocks`}` });
        else notify({ title: "The browser does not allow copying here", detail: "Duplicate the blocks instead." });
      },
      paste(text: string) {
        const blocks = blocksIn(text);
        if (blocks === null)
          refuse("There are no blocks in the clipboard. Copy some here or in another worklet first.");
        else take((graph) => pasteBlocks(graph, pastePlace(graph, latest.current.selection.ids), blocks));
      },
    };
  }, [notify, notifyProblem]);
  return { ...verbs, around };
}

/** What a new block can call. */
export function useSurroundings(): Surroundings {
  const { application, worklet, files } = useDraft();
  const { data: models } = useQuery(modelsQuery(application));
  const { data: worklets } = useQuery(workletsQuery(application));
  const maySee = useMay("creator");
  const { data: secrets } = useQuery({ ...secretsQuery(application), enabled: maySee });
  return useMemo(
    () => ({
      models: (models ?? []).map(({ name }) => name),
      worklets: (worklets ?? []).flatMap(({ id }) => (id === worklet ? [] : [id])),
      secrets: (secrets ?? []).map(({ name }) => name),
      files,
    }),
    [models, worklets, secrets, files, worklet],
  );
}

/** The draft may have changed since the edit was tried: then it is made anew, or left out where it no longer can be. */
function againOn(graph: Graph, edit: (graph: Graph) => Edited): Graph {
  const edited = edit(graph);
  return isRefusal(edited) ? graph : edited;
}

function idsOf(blocks: readonly Block[]): string[] {
  return blocks.map(({ id }) => id);
}
