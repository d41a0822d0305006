import type { WorkletBlock } from "../../contract/graph.ts";
import type { BlockKind } from "../kind.ts";
import { failed, refersToNothing, succeeded, useOf } from "../kind.ts";

/** Another worklet of the application, run as a child with this block's input. The child's failure is the block's failure. */
export const worklet: BlockKind<WorkletBlock> = {
  expressions: () => [],
  refers: (block) => ({ ...refersToNothing, worklets: [block.worklet] }),
  check: () => [],
  async run(block, call, tools) {
    const child = await tools.invoke(block.worklet, call.input, useOf(block.id, call));
    const { runId: childRunId, secrets } = child;
    return "output" in child
      ? succeeded(child.output, { childRunId }, secrets)
      : failed(child.failure, { childRunId, secrets });
  },
};
