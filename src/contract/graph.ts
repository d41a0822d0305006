import * as z from "zod";
import { Block, Retry } from "./block.ts";
import { limits } from "./limits.ts";
import { BlockId } from "./names.ts";

export { Block, Branch, CodeBlock, DecisionBlock, Retry, WorkletBlock } from "./block.ts";
export { BlockId, FilePath, reservedIds, Slug } from "./names.ts";

/** A graph of blocks and the settings of its worklet. */

export const Graph = z
  .strictObject({
    blocks: z.array(Block).min(1).max(limits.blocks),
    start: z.array(BlockId).min(1).max(limits.blocks).optional(),
  })
  .meta({ id: "Graph" });
export type Graph = z.infer<typeof Graph>;

export const Settings = z
  .strictObject({
    timeout_ms: z.int().min(1).max(limits.timeoutMs).default(limits.timeoutMs),
    background_timeout_ms: z.int().min(1).nullable().default(null),
    run_as_background_task: z.boolean().default(false),
    retry: Retry.nullable().default(null),
  })
  .meta({ id: "Settings" });
export type Settings = z.infer<typeof Settings>;
