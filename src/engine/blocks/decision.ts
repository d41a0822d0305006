import type { DecisionBlock } from "../../contract/graph.ts";
import type { BlockKind } from "../kind.ts";
import { refersToNothing, succeeded } from "../kind.ts";

/** Takes the first branch whose condition is true (as JavaScript reads it), else `otherwise`, and hands its input on. */
export const decision: BlockKind<DecisionBlock> = {
  expressions: (block) =>
    block.branches.map((branch, n) => ({ member: `/branches/${n}/when`, form: "condition", source: branch.when })),
  refers: () => refersToNothing,
  check(block, path) {
    const targets = block.branches.reduce((sum, branch) => sum + branch.next.length, block.otherwise?.length ?? 0);
    if (targets > 0) return [];
    return [
      { path: `${path}/branches`, message: `The decision \`${block.id}\` leads nowhere: name a block in \`next\`.` },
    ];
  },
  run(block, call) {
    const branch = block.branches.find((_, n) => Boolean(call.evaluate(n)));
    return succeeded(call.input, { chosen: branch?.next ?? block.otherwise ?? [] });
  },
};
