import type { Failure } from "../contract/failure.ts";
import { limits } from "../contract/limits.ts";
import { settingsOf } from "../platform/settings.ts";
import { failureFrom, rejection } from "./failures.ts";
import type { Frame } from "./frames.ts";
import type { Closure, GuestAnswer, GuestCall, Modules, Powers } from "./guest.ts";
import { failureOf, membersOf, type ToldFailure } from "./hostile.ts";
import { callIsolate, type LoadedCall } from "./loader.ts";
import { type Ending, GuestPowers, Told } from "./powers.ts";

/** One guest call as the rooms above see it when they make its powers. */
export type GuestHost = {
  env: Env;
  ctx: ExecutionContext;
  closure: Closure;
  call: GuestCall;
  /** Epoch milliseconds. */
  deadlineAt: number;
  /** Aborts at the deadline and on stop: whatever the powers have started ends with the guest. */
  readonly stop: AbortSignal;
};

/** What the sandbox needs from the rooms above. */
export type Wiring = {
  /** Compiled texts of a closure; without a promise when they are in memory. */
  modules(env: Env, closure: Closure): Modules | Promise<Modules>;
  /** Called when the guest first asks for something. */
  powers(host: GuestHost): Powers;
  /** Called for a failure only. */
  mapFrames(env: Env, closure: Closure, frames: Frame[]): Frame[] | Promise<Frame[]>;
  /** The gateway through which every fetch of a guest goes: `ctx.exports.Egress`. */
  outbound(ctx: ExecutionContext): Fetcher;
};

type Host = { env: Env; ctx: ExecutionContext; key: string; closure: Closure; call: GuestCall };
type Raw = { value: unknown } | { error: unknown };

/**
 * One guest call from its start to its answer. The outcome is fixed at the deadline or at the stop; then the guest has a
 * second to tidy up, and after that second there is an answer whatever the guest does.
 */
export class GuestLife {
  readonly answer: Promise<GuestAnswer>;
  readonly #wiring: Wiring;
  readonly #host: Host;
  readonly #told: Told;
  readonly #over = Promise.withResolvers<null>();
  readonly #deadlineAt: number;
  /** The deadline's, then that of the second after it. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Of what the powers have started; made with them. */
  #started: AbortController | null = null;
  #isAnswered = false;
  #lingers = false;

  constructor(wiring: Wiring, host: Host) {
    this.#wiring = wiring;
    this.#host = host;
    this.#told = new Told(host.call);
    this.#deadlineAt = Date.now() + host.call.timeoutMs;
    this.answer = this.#live();
  }

  /** There is an answer, but none of the guest's: it runs until its request context ends. */
  get lingers(): boolean {
    return this.#lingers;
  }

  /** Begins to keep the deadline. Timers cost: a call that answers at once should have none. */
  watch(): void {
    if (this.#isAnswered) return;
    this.#timer = setTimeout(() => this.stop(), this.#deadlineAt - Date.now());
  }

  /** A stop that comes at the deadline is the deadline's. */
  stop(): void {
    const message = `Timed out after ${this.#host.call.timeoutMs} ms.`;
    if (Date.now() >= this.#deadlineAt) this.#end({ kind: "timeout", message });
    else this.#end({ kind: "canceled", message: "The run was canceled." });
  }

  /** For a context that goes on after the call: whatever the powers have started ends now, as it would with the context. */
  leave(): void {
    this.#started?.abort();
  }

  #end(ending: Ending): void {
    if (this.#isAnswered || this.#told.ending) return;
    this.#told.end(ending);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#over.resolve(null), limits.graceMs);
  }

  async #live(): Promise<GuestAnswer> {
    const { env, ctx, key, closure, call } = this.#host;
    const powers = new GuestPowers(this.#told, () => this.#wiring.powers(this.#guestHost()));
    try {
      const found = this.#wiring.modules(env, closure);
      const modules = found instanceof Promise ? await Promise.race([found, this.#over.promise]) : found;
      if (modules === null) return await this.#finish(null, null);
      const { allowLocalEgress: allowLocal } = settingsOf(env);
      const outbound = () => this.#wiring.outbound(ctx);
      const loaded = callIsolate(env, outbound, { key, closure, modules, allowLocal }, toldOf(call), powers);
      const raw = loaded.answer.then(
        (value): Raw => ({ value }),
        (error: unknown): Raw => ({ error }),
      );
      const first = await Promise.race([raw, this.#over.promise]);
      this.#lingers = first === null;
      return await this.#finish(loaded, first);
    } finally {
      this.#isAnswered = true;
      GuestPowers.close(powers);
      clearTimeout(this.#timer);
    }
  }

  #guestHost(): GuestHost {
    const { env, ctx, closure, call } = this.#host;
    const controller = new AbortController();
    this.#started = controller;
    this.#told.onEnd(() => controller.abort());
    return { env, ctx, closure, call, deadlineAt: this.#deadlineAt, stop: controller.signal };
  }

  async #finish(loaded: LoadedCall | null, raw: Raw | null): Promise<GuestAnswer> {
    const { ending, lines, results, secrets, children } = this.#told;
    const told = raw ? this.#read(raw) : null;
    if (told?.kind === "load" || told?.kind === "limit") this.#giveUp(loaded, raw, told);
    const count = this.#host.call.blocks.length;
    if (ending && results.length === count) results.pop();
    const made = children.length > 0 ? { children } : {};
    const failure = ending ? this.#ended(ending) : told ? await this.#failure(told) : null;
    return { results, failure, logs: lines, cold: loaded?.isCold() ?? false, secrets: [...secrets], ...made };
  }

  /** Takes in what the guest answered; gives its failure, if it has one. */
  #read(raw: Raw): ToldFailure | null {
    if ("error" in raw) return rejection(raw.error);
    const { results, failure, lines } = membersOf(raw.value);
    const isKept = this.#told.keep(results, lines);
    disposeOf(raw.value);
    if (failure !== null) return failureOf(failure) ?? broken;
    if (!isKept || this.#told.results.length !== this.#host.call.blocks.length) return broken;
    return null;
  }

  /** An isolate that failed to load, or was killed, is not asked again; a limit that the wrapper kept is no such case. */
  #giveUp(loaded: LoadedCall | null, raw: Raw | null, told: ToldFailure): void {
    const isKilled = raw !== null && "error" in raw;
    if (told.kind === "load") loaded?.giveUp("load", Date.now());
    else if (isKilled) loaded?.giveUp("limit", Date.now());
  }

  #ended(ending: Ending): Failure {
    return { kind: ending.kind, message: ending.message, block: this.#block(), stack: "" };
  }

  #failure(told: ToldFailure): Promise<Failure> {
    const { env, closure } = this.#host;
    return failureFrom(told, this.#block(), (frames) =>
      frames.length === 0 ? frames : this.#wiring.mapFrames(env, closure, frames),
    );
  }

  /** The block that did not return. */
  #block(): string | null {
    return this.#host.call.blocks[this.#told.results.length]?.id ?? null;
  }
}

const broken: ToldFailure = {
  kind: "user",
  message: "The code broke the answer of its sandbox: it changed what belongs to the runtime.",
  stack: "",
};

/** The call as the isolate is told of it: what others have read is none of its concern. */
function toldOf(call: GuestCall): GuestCall {
  if (call.lineage?.secrets === undefined) return call;
  const { secrets: _, ...lineage } = call.lineage;
  return { ...call, lineage };
}

/** A result that carries stubs of the guest would keep it alive until the collector finds them. */
function disposeOf(value: unknown): void {
  const dispose = (value as Partial<Disposable> | null)?.[Symbol.dispose];
  if (typeof dispose === "function") dispose.call(value);
}
