import type { CodeBlock } from "../../contract/graph.ts";
import type { BlockAnswer, BlockCall, BlockKind, Tools } from "../kind.ts";
import { idempotencyKeyOf, refersToNothing } from "../kind.ts";

/** A function of one of the application's files, called in the sandbox. */
export const code: BlockKind<CodeBlock> = {
  expressions: () => [],
  refers: (block) => ({ ...refersToNothing, files: [block.file] }),
  check: () => [],
  run: (block, call, tools) => callFunctions([block], call, tools),
  runTogether: callFunctions,
};

async function callFunctions(blocks: readonly CodeBlock[], call: BlockCall, tools: Tools): Promise<BlockAnswer> {
  const { run, input, env, timeoutMs, logBytes, item, stop } = call;
  const functions = blocks.map((block) => ({
    id: block.id,
    file: block.file,
    function: block.function,
    idempotencyKey: idempotencyKeyOf(run, block.id, item),
  }));
  const answer = await tools.callGuest(
    tools.closure,
    { blocks: functions, input, env, run, timeoutMs, logBytes, item },
    stop,
  );
  if (answer.failure === null && answer.results.length !== blocks.length)
    throw new Error(`The guest answered ${answer.results.length} of ${blocks.length} blocks and named no failure.`);
  return {
    done: answer.results.map(({ output, env, startedAt, finishedAt }) => {
      return { output, env, chosen: null, childRunId: null, startedAt, finishedAt };
    }),
    failure: answer.failure,
    // The only clock inside a guest call is the one that the call was given.
    outOfTime: answer.failure?.kind === "timeout",
    childRunId: null,
    logs: answer.logs,
    secrets: answer.secrets,
    cold: answer.cold,
  };
}
