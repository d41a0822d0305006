import { Fault } from "../contract/fault.ts";
import { modelDefaults } from "../contract/limits.ts";
import type { ModelConfig } from "../contract/model.ts";
import type { Json } from "../expression/expression.ts";
import { type Around, ModelError, type ModelFailure, type Predictor, providerError } from "./adapter.ts";
import { baseten } from "./baseten.ts";
import { builtin } from "./builtin.ts";
import { http } from "./http.ts";
import { maskOf } from "./masking.ts";
import { findModel, modelNames } from "./models.ts";
import { openai } from "./openai.ts";
import { workersAi } from "./workers-ai.ts";

/** A prediction from its input to its output. What goes wrong at the provider is a value; only faults of ours are thrown. */

export type PredictOptions = {
  /** Aborts the question to the provider. */
  signal: AbortSignal;
  /** The value of a secret of the application; may throw a fault, whose sentence becomes the failure's. */
  secret(name: string): Promise<string>;
};

export type Prediction = ({ output: Json } | { failure: ModelFailure }) & {
  /** Values of the secrets that were read: whoever keeps or shows something of the run masks them first. */
  secrets: string[];
};

const messageCharacters = 1_000;

/** Asks the model of an application that has this name. */
export async function predictWith(
  env: Env,
  application: string,
  name: string,
  input: Json,
  options: PredictOptions,
): Promise<Prediction> {
  const config = await findModel(env, application, name, Date.now());
  if (config !== null) return await predictBy(env, { name, config }, input, options);
  const names = await modelNames(env, application);
  const has = names.length > 0 ? `It has: ${names.slice(0, 20).join(", ")}.` : "It has none.";
  const message = `The application has no model ${JSON.stringify(name.slice(0, 100))}. ${has}`;
  return { failure: { kind: "user", message }, secrets: [] };
}

async function predictBy(
  env: Env,
  { name, config }: { name: string; config: ModelConfig },
  input: Json,
  { signal, secret }: PredictOptions,
): Promise<Prediction> {
  const secrets = new Set<string>();
  const timeoutMs = config.timeout_ms ?? modelDefaults.timeoutMs;
  const around: Around = {
    env,
    name,
    deadlineAt: Date.now() + timeoutMs,
    maxAttempts: config.retry?.max_attempts ?? modelDefaults.attempts,
    async secret(wanted) {
      const value = await plainly(secret(wanted), name);
      secrets.add(value);
      return value;
    },
    mask: (text, more) => maskOf(secrets)(text, more),
  };
  const time = new Deadline(name, timeoutMs, signal);
  try {
    const output = await time.race(predictorOf(config, around).predict(input, { signal: time.signal }));
    return { output, secrets: [...secrets] };
  } catch (error) {
    const failure = time.failure ?? (error instanceof ModelError ? error.failure : null);
    if (failure === null) throw error;
    const message = cut(maskOf(secrets)(failure.message));
    return { failure: { ...failure, message }, secrets: [...secrets] };
  } finally {
    time.callOff();
  }
}

function predictorOf(config: ModelConfig, around: Around): Predictor {
  switch (config.kind) {
    case "builtin":
      return builtin(config, around);
    case "workers-ai":
      return workersAi(config, around);
    case "openai":
      return openai(config, around);
    case "baseten":
      return baseten(config, around);
    case "http":
      return http(config, around);
  }
}

/** A secret that is not there is the application's mistake, not the platform's. */
async function plainly(value: Promise<string>, name: string): Promise<string> {
  try {
    return await value;
  } catch (error) {
    const fault = Fault.of(error);
    if (fault?.code !== "secret.not_found") throw error;
    throw providerError(`The model ${name} cannot be asked: ${fault.message}`);
  }
}

/** The end of a prediction's time or of its caller's patience, whichever comes first. */
class Deadline {
  failure: ModelFailure | null = null;
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal;
  readonly #timer: ReturnType<typeof setTimeout>;

  constructor(name: string, timeoutMs: number, caller: AbortSignal) {
    this.#caller = caller;
    const message = `The model ${name} did not answer within ${timeoutMs} ms.`;
    this.#timer = setTimeout(() => this.#end({ kind: "timeout", message }), timeoutMs);
    if (caller.aborted) this.#cancel();
    else caller.addEventListener("abort", this.#cancel, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Rejects at the end, also when what is awaited hears of no signal. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = () => reject(this.signal.reason);
      if (this.signal.aborted) end();
      else this.signal.addEventListener("abort", end, { once: true });
      work.then(resolve, reject);
    });
  }

  callOff(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener("abort", this.#cancel);
  }

  readonly #cancel = () => this.#end({ kind: "canceled", message: "The prediction was canceled." });

  #end(failure: ModelFailure): void {
    this.failure ??= failure;
    this.#controller.abort(new ModelError(failure));
  }
}

function cut(text: string): string {
  return text.length <= messageCharacters ? text : `${text.slice(0, messageCharacters - 1)}…`;
}
