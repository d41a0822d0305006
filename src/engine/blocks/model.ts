import type { ModelBlock } from "../../contract/block.ts";
import { limits } from "../../contract/limits.ts";
import type { Json } from "../../expression/expression.ts";
import type { BlockKind } from "../kind.ts";
import { failed, failureOf, refersToNothing, succeeded, useOf } from "../kind.ts";
import { isLarger } from "../size.ts";

/** A model of the application, asked with this block's input. Time-outs and further attempts are the model's own first. */
export const model: BlockKind<ModelBlock> = {
  expressions: () => [],
  refers: (block) => ({ ...refersToNothing, models: [block.model] }),
  check: () => [],
  async run(block, call, tools) {
    const answer = await tools.predict(block.model, JSON.parse(call.input) as Json, useOf(block.id, call));
    const { secrets } = answer;
    if ("failure" in answer) return failed({ ...answer.failure, block: block.id, stack: "" }, { secrets });
    const output = JSON.stringify(answer.output);
    if (!isLarger(output, limits.outputBytes)) return succeeded(output, {}, secrets);
    const message = `The model ${block.model} gave more than ${limits.outputBytes} bytes of JSON`;
    return failed(failureOf("limit", message, block.id), { secrets });
  },
};
