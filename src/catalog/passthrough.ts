/** What a worklet starts with when nobody gives it a graph: one function that hands its input on and explains itself. */

export const passthroughFunction = "main";

export function passthrough(name: string): string {
  const title = name.replace(/\*\//g, "* /").replace(/\s+/g, " ");
  return `/**
 * ${title}: a code block is an exported function with up to three parameters, given by position.
 *
 * blockInput  what the previous block returned; for the first block, the worklet's input ("worklet_input")
 * env         a plain object that all blocks of one run share; {} at the start, JSON only
 * context     context.secrets.get(name), context.invoke(worklet, input), context.run, context.log(...)
 *
 * What it returns is the next block's input; what the last block returns is the worklet's output.
 */
export async function ${passthroughFunction}(blockInput, env, context) {
  return blockInput;
}
`;
}
