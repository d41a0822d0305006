import { createContext, use, useMemo } from "react";
import type { Block } from "../../contract/graph.ts";
import { sampleOf } from "../../source/sample.ts";
import type { Wrong } from "../api/problem.ts";
import { useDraft } from "../draft/draft-context.ts";
import { useTestRun } from "../test-run/test-run-context.ts";
import { changeBlock } from "./edit.ts";
import { flowOf } from "./flow.ts";
import { type Scopes, scopesOf } from "./scope.ts";
import { useSurroundings } from "./use-graph-actions.ts";
import { aboutMember, wrongsByPlace } from "./wrongs.ts";

/** The block whose settings are shown: every field of the panel reads and changes it by this. */
export type EditedBlock<B extends Block = Block> = {
  block: B;
  isReadOnly: boolean;
  scopes: Scopes;
  wrongs: readonly Wrong[];
  /** What the server says about a member (`/url`) and everything inside it. */
  about(member: string): string | undefined;
  /** Other settings. Steps with the same `merge` are one (typing). */
  change(recipe: (block: B) => B, merge?: string): void;
};

export const BlockContext = createContext<EditedBlock | null>(null);

export function useBlock(): EditedBlock {
  const edited = use(BlockContext);
  if (!edited) throw new Error("No block is shown here: the component stands outside the panel.");
  return edited;
}

/** Puts together what the panel knows of a block. */
export function useEditedBlock(block: Block, place: number): EditedBlock {
  const store = useDraft();
  const { draft, wrongs, isReadOnly, application, worklet, change } = store;
  const { run, blocks, workletInput } = useTestRun();
  const { secrets } = useSurroundings();
  const runId = run?.id ?? null;
  const scopes = useMemo(() => {
    const setting = { application, worklet, sample: sampleOf(draft.input_schema), secrets };
    return scopesOf(block, draft.graph, flowOf(draft.graph), { runId, blocks, workletInput }, setting);
  }, [block, draft, runId, blocks, workletInput, application, worklet, secrets]);
  return useMemo(() => {
    const own = wrongsByPlace(wrongs).get(place) ?? [];
    return {
      block,
      isReadOnly,
      scopes,
      wrongs: own,
      about: (member) => aboutMember(own, member),
      change: (recipe, merge) => {
        if (isReadOnly) return;
        const edit = (before: typeof draft) => ({ ...before, graph: changeBlock(before.graph, block.id, recipe) });
        change(edit, merge === undefined ? undefined : `${block.id} ${merge}`);
      },
    };
  }, [block, place, isReadOnly, scopes, wrongs, change]);
}

/** The block without a member, or with another value for it. */
export function withMember<B extends Block>(block: B, name: string, value: unknown): B {
  const { [name]: _, ...rest } = block as Record<string, unknown>;
  return (value === undefined ? rest : { ...block, [name]: value }) as B;
}
