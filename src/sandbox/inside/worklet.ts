/**
 * Last part of the module that runs inside the isolate: the entrypoint. One call runs one block, or several of a chain one
 * after another, and answers with texts. It never throws: what goes wrong is a failure, a value.
 */
export const worklet = `
const namespaces = { __proto__: null };

async function runBlock(run, block, input) {
  const startedAt = now();
  let namespace = namespaces[block.file];
  let work;
  try {
    if (namespace === undefined) namespace = namespaces[block.file] = await import("./files/" + block.file);
    work = namespace[block.function];
  } catch (thrown) {
    return failedBy("load", thrown);
  }
  if (typeof work !== "function") return failed("load", missing(block, namespace));
  const env = parse(run.env);
  let value;
  try {
    value = await apply(work, undefined, [parse(input), env, contextOf(run, block)]);
  } catch (thrown) {
    return failedBy("user", thrown);
  }
  const output = textOf(value, "The function returned", LIMITS.outputBytes);
  if (output.failure !== null) return output;
  const left = textOf(env, "The function left in env", LIMITS.envBytes, run.env);
  if (left.failure !== null) return left;
  if (left.text[0] !== "{") return failed("user", "The function made env something other than a plain object.");
  const changed = left.text === run.env ? null : left.text;
  if (changed !== null) run.env = changed;
  return { failure: null, result: { block: block.id, output: output.text, env: changed, startedAt, finishedAt: now() } };
}

function missing(block, namespace) {
  const names = keys(namespace);
  let exported = "";
  for (let at = 0; at < names.length; at++) exported += (at > 0 ? ", " : "") + names[at];
  return block.file + " exports no function " + block.function + ". It exports " + (exported || "nothing") + ".";
}

class Worklet extends WorkerEntrypoint {
  async run(call, powers) {
    const run = {
      powers, described: call.run, env: call.env, logBytes: call.logBytes, isCut: false, lines: [], results: [],
      timer: null, pending: 0, whenIdle: null, controller: null, isChain: call.blocks.length > 1,
      isDurable: call.lineage?.turn != null,
    };
    if (run.isChain) reportLater(run);
    let input = call.input;
    let failure = null;
    for (let at = 0; at < call.blocks.length && failure === null; at++) {
      const block = call.blocks[at];
      const store = { run, block: block.id, step: null };
      const answered = await within(store, runBlock, [run, block, input]);
      if (answered.failure !== null) failure = answered.failure;
      else {
        run.results[run.results.length] = answered.result;
        input = answered.result.output;
      }
    }
    run.isChain = false;
    if (run.pending > 0) await idle(run);
    if (run.timer !== null) clearTimeout(run.timer);
    return { results: run.results, failure, lines: run.lines };
  }
}
freeze(Worklet.prototype);
freeze(Worklet);
export default Worklet;
`;
