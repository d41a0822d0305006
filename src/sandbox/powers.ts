import { RpcTarget } from "cloudflare:workers";
import type { LogLine } from "../contract/failure.ts";
import { limits } from "../contract/limits.ts";
import { log } from "../platform/log.ts";
import type { DurablePowers, GuestAnswer, GuestCall, GuestResult, Powers, StepUse } from "./guest.ts";
import { linesOf, membersOf, resultsOf, textFault } from "./hostile.ts";

const mostSecrets = 200;
const mostInvocations = 1_000;
const mostPredictions = 1_000;
const mostSteps = 1_000;

/** How a call ended before its guest had answered. */
export type Ending = { kind: "timeout" | "canceled"; message: string };

/** The host's side of one guest call: what the guest has told so far, kept for the case that it never answers. */
export class Told {
  readonly call: GuestCall;
  readonly lines: LogLine[] = [];
  readonly results: GuestResult[] = [];
  /** Values of the secrets that were read. */
  readonly secrets = new Set<string>();
  /** Runs that were made. */
  readonly children: NonNullable<GuestAnswer["children"]> = [];
  readonly #logBytes: number;
  #usedLogBytes = 0;
  #ending: Ending | null = null;
  readonly #listeners: ((ending: Ending) => void)[] = [];

  constructor(call: GuestCall) {
    this.call = call;
    this.#logBytes = call.logBytes;
  }

  get ending(): Ending | null {
    return this.#ending;
  }

  /** The first end counts. */
  end(ending: Ending): void {
    if (this.#ending) return;
    this.#ending = ending;
    for (const listener of this.#listeners) listener(ending);
  }

  onEnd(listener: (ending: Ending) => void): void {
    if (this.#ending) listener(this.#ending);
    else this.#listeners.push(listener);
  }

  /** False when what was told has not the shape that the wrapper gives it. */
  keep(results: unknown, lines: unknown): boolean {
    const next = resultsOf(results, this.call, this.results.length);
    const more = linesOf(lines, this.call, this.#logBytes - this.#usedLogBytes);
    if (more) {
      this.#usedLogBytes += more.bytes;
      this.lines.push(...more.lines);
    }
    if (next) this.results.push(...next);
    return next !== null && more !== null;
  }
}

/** What a call gives its guest for as long as it lasts. */
type Open = {
  told: Told;
  makePowers: () => Powers;
  /** Made when the guest first asks for something. */
  powers: Powers | null;
  /** Secrets that were asked for, by name. */
  asked: Map<string, Promise<string>> | null;
};

/**
 * What a guest holds of the platform: the only object of ours inside the isolate, alive as long as the call. Every public
 * method is reachable by user code, and every argument was written by somebody hostile.
 */
export class GuestPowers extends RpcTarget {
  #open: Open | null;
  #invocations = 0;
  #predictions = 0;
  #steps = { asked: 0, kept: 0 };
  /** How many of the lines were forwarded. */
  #forwarded = 0;
  #isForwarding = false;

  constructor(told: Told, makePowers: () => Powers) {
    super();
    this.#open = { told, makePowers, powers: null, asked: null };
  }

  /**
   * The call has its answer: nothing more is given. V8 collects these objects late, so what they hold goes now. Static, since a
   * method would be the guest's as well.
   */
  static close(powers: GuestPowers): void {
    powers.#open = null;
  }

  async secret(name: unknown): Promise<string> {
    if (typeof name !== "string" || name === "" || name.length > limits.nameCharacters) {
      throw new Error(`The name of a secret is a text of 1 to ${limits.nameCharacters} characters.`);
    }
    const open = this.#held();
    open.asked ??= new Map();
    let asked = open.asked.get(name);
    if (!asked) {
      if (open.asked.size === mostSecrets) throw new Error(`A block can read ${mostSecrets} secrets.`);
      asked = madeOf(open).secret(name);
      open.asked.set(name, asked);
    }
    const value = await asked;
    open.told.secrets.add(value);
    return value;
  }

  /** A child's failure is a value here: what is thrown across RPC is told on the local console as uncaught. */
  async invoke(worklet: unknown, input: unknown, use: unknown): Promise<{ output: string } | { error: string }> {
    if (typeof worklet !== "string" || worklet.length > limits.nameCharacters) {
      throw new Error("context.invoke takes the id of a worklet and its input.");
    }
    const fault = textFault(input, limits.bodyBytes);
    if (fault) throw new Error(`context.invoke was given ${fault}.`);
    if (++this.#invocations > mostInvocations) throw new Error(`A block can invoke ${mostInvocations} worklets.`);
    const { block, count, step } = membersOf(use);
    const open = this.#held();
    const { told } = open;
    const known = told.call.blocks.find(({ id }) => id === block);
    if (!known || !Number.isSafeInteger(count)) throw new Error("context.invoke was called from no block.");
    const inside = step === null || step === undefined ? null : stepUseOf(membersOf(step).name, step);
    const { secrets, runId, ...end } = await madeOf(open).invoke(worklet, input as string, {
      block: known.id,
      count: count as number,
      ...(inside && { step: inside }),
    });
    for (const value of secrets) told.secrets.add(value);
    if (runId) told.children.push({ runId, worklet, block: known.id });
    return end;
  }

  /** A failure is a value here too. */
  async predict(model: unknown, input: unknown): Promise<{ output: string } | { error: string }> {
    if (typeof model !== "string" || model === "" || model.length > limits.nameCharacters) {
      throw new Error("context.model takes the name of a model.");
    }
    const fault = textFault(input, limits.bodyBytes);
    if (fault) throw new Error(`predict was given ${fault}.`);
    if (++this.#predictions > mostPredictions) throw new Error(`A block can ask models ${mostPredictions} times.`);
    const open = this.#held();
    const { secrets, ...end } = await madeOf(open).predict(model, input as string);
    for (const value of secrets) open.told.secrets.add(value);
    return end;
  }

  /** The result of a step that an earlier start of the block finished; null: it has to run. */
  async step(name: unknown, use: unknown): Promise<string | null> {
    if (++this.#steps.asked > mostSteps) throw new Error(`A block can have ${mostSteps} steps.`);
    return await durableOf(this.#held()).step(stepUseOf(name, use));
  }

  async keepStep(name: unknown, use: unknown, result: unknown): Promise<void> {
    if (++this.#steps.kept > mostSteps) throw new Error(`A block can have ${mostSteps} steps.`);
    const fault = textFault(result, limits.outputBytes);
    if (fault) throw new Error(`The step returned ${fault}.`);
    await durableOf(this.#held()).keepStep(stepUseOf(name, use), result as string);
  }

  /** Blocks that returned and lines that were written since the last report of a call that lasts. */
  report(results: unknown, lines: unknown): void {
    const open = this.#held();
    open.told.keep(results, lines);
    if (open.told.call.lineage?.turn) void this.#forward(open);
  }

  /** Settles when the call is ending: the guest has a second from then on. */
  stopped(): Promise<Ending> {
    const { told } = this.#held();
    return new Promise((resolve) => told.onEnd(resolve));
  }

  /** One message at a time, so that lines keep their order. What does not arrive comes with the next, at last with the answer. */
  async #forward(open: Open): Promise<void> {
    if (this.#isForwarding) return;
    this.#isForwarding = true;
    const { lines, call } = open.told;
    try {
      while (this.#forwarded < lines.length) {
        const next = lines.slice(this.#forwarded);
        await durableOf(open).hear(this.#forwarded, next);
        this.#forwarded += next.length;
      }
    } catch (error) {
      log.error("guest.lines_not_forwarded", error, { run_id: call.run.id });
    } finally {
      this.#isForwarding = false;
    }
  }

  #held(): Open {
    if (!this.#open) throw new Error("The call of this block is over.");
    return this.#open;
  }
}

function durableOf(open: Open): DurablePowers {
  const { durable } = madeOf(open);
  if (!durable) throw new Error("This run keeps no steps.");
  return durable;
}

function madeOf(open: Open): Powers {
  open.powers ??= open.makePowers();
  return open.powers;
}

function stepUseOf(name: unknown, use: unknown): StepUse {
  const { use: count } = membersOf(use);
  if (typeof name !== "string" || name === "" || name.length > limits.nameCharacters || !Number.isSafeInteger(count)) {
    throw new Error(`context.step takes a name of 1 to ${limits.nameCharacters} characters and a function.`);
  }
  return { name, use: count as number };
}
