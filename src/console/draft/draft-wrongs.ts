import type { Draft } from "../../contract/catalog.ts";
import type { Wrong } from "../api/problem.ts";
import type { Piece } from "./save-plan.ts";

/** What the server said about a draft, at the places of the draft as it is now. */

const ofBlock = /^\/graph\/blocks\/(\d+)(?=\/|$)/;

/** Blocks may have moved since; what was said of one that is gone is left out. */
export function wrongsNow(refusal: Piece["refusal"], draft: Draft): Wrong[] {
  if (!refusal) return [];
  const { graph } = JSON.parse(refusal.text) as Draft;
  return refusal.problem.errors.flatMap((wrong) => {
    const at = ofBlock.exec(wrong.path)?.[1];
    if (at === undefined) return [wrong];
    const id = graph.blocks[Number(at)]?.id;
    const now = draft.graph.blocks.findIndex((block) => block.id === id);
    return now < 0 ? [] : [{ ...wrong, path: wrong.path.replace(ofBlock, `/graph/blocks/${now}`) }];
  });
}
