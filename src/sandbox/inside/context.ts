/**
 * Part of the module that runs inside the isolate: `context`, the third parameter of a function. Each member that needs the
 * platform is one call of the run's powers, and nothing is called before user code asks. The powers themselves are never
 * within reach of user code.
 */
export const context = `
/**
 * A call of the powers that the answer waits for, awaited by user code or not. Only user code reacts to its promise: with
 * one more reaction V8 would lose the line that called.
 */
async function held(run, call) {
  run.pending++;
  try {
    return await call();
  } finally {
    if (--run.pending === 0 && run.whenIdle !== null) run.whenIdle();
  }
}

function idle(run) {
  return new RealPromise((resolve) => {
    const timer = setTimeout(resolve, LIMITS.graceMs);
    run.whenIdle = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

function contextOf(run, block) {
  const calls = { count: 0 };
  const uses = { __proto__: null };
  const getSecret = (name) => held(run, () => secretOf(run, name));
  return freeze({
    secrets: freeze({ get: getSecret }),
    getSecret,
    get_secret: getSecret,
    invoke: (worklet, input) => {
      const use = useOf(block.id, calls);
      return held(run, () => invoke(run, worklet, input, use));
    },
    model: (name) => freeze({ predict: (input) => held(run, () => predict(run, name, input)) }),
    step: (name, work) => {
      if (typeof name === "string") uses[name] = (uses[name] ?? 0) + 1;
      return step(run, block.id, name, uses[name], work);
    },
    run: new RunView(run, block),
    log: (...values) => write("info", values),
  });
}

async function secretOf(run, name) {
  if (typeof name !== "string") throw new RealTypeError("context.secrets.get takes the name of a secret.");
  return await run.powers.secret(name);
}

async function invoke(run, worklet, input, use) {
  if (typeof worklet !== "string") throw new RealTypeError("context.invoke takes the id of a worklet and its input.");
  const { text, failure } = textOf(input, "context.invoke was given", LIMITS.bodyBytes);
  if (failure !== null) throw new RealTypeError(failure.message);
  const end = await run.powers.invoke(worklet, text, use);
  if (typeof end.error === "string") throw new RealError(end.error);
  return parse(end.output);
}

async function predict(run, name, input) {
  if (typeof name !== "string") throw new RealTypeError("context.model takes the name of a model.");
  const { text, failure } = textOf(input, "predict was given", LIMITS.bodyBytes);
  if (failure !== null) throw new RealTypeError(failure.message);
  const end = await run.powers.predict(name, text);
  if (typeof end.error === "string") throw new RealError(end.error);
  return parse(end.output);
}

/** A step that is not run again makes no calls, so they are counted apart: those beside it keep their numbers. */
function useOf(block, calls) {
  const inside = current()?.step ?? null;
  if (inside === null) return { block, count: calls.count++, step: null };
  return { block, count: inside.count++, step: { name: inside.name, use: inside.use } };
}

async function step(run, block, name, use, work) {
  if (typeof name !== "string" || name === "" || name.length > LIMITS.nameCharacters || typeof work !== "function") {
    throw new RealTypeError("context.step takes a name of 1 to " + LIMITS.nameCharacters + " characters and a function.");
  }
  if (current()?.step != null) {
    throw new RealError("A step inside a step is refused: give each its own context.step, side by side.");
  }
  const store = { run, block, step: { name, use, count: 0 } };
  if (!run.isDurable) return await within(store, work, []);
  const place = { block, use };
  const known = await held(run, () => run.powers.step(name, place));
  if (typeof known === "string") return parse(known);
  const value = await within(store, work, []);
  const { text, failure } = textOf(value, "The step " + name + " returned", LIMITS.outputBytes);
  if (failure !== null) throw new RealTypeError(failure.message);
  await held(run, () => run.powers.keepStep(name, place, text));
  return parse(text);
}

/** What user code sees of its run. An accessor of each object's own would cost more than all else that is made for a call. */
class RunView {
  #run;

  constructor(run, block) {
    const { id, attempt, trigger, environment, application, worklet, parent_run_id } = run.described;
    this.#run = run;
    this.id = id;
    this.attempt = attempt;
    this.trigger = trigger;
    this.environment = environment;
    this.application = application;
    this.worklet = worklet;
    this.parent_run_id = parent_run_id;
    this.idempotencyKey = block.idempotencyKey;
    freeze(this);
  }

  get signal() {
    return signalOf(this.#run);
  }
}
RunView.prototype.constructor = Object;
freeze(RunView.prototype);

/** Made when it is first touched: only then does the run ask to be told of its end. */
function signalOf(run) {
  if (run.controller === null) {
    run.controller = new RealAbortController();
    abortWhenStopped(run);
  }
  return run.controller.signal;
}

async function abortWhenStopped(run) {
  let end;
  try {
    end = await run.powers.stopped();
  } catch {
    return;
  }
  const reason = new RealError(end.message);
  reason.name = end.kind === "timeout" ? "TimeoutError" : "AbortError";
  apply(abort, run.controller, [reason]);
}
`;
