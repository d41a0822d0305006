import type { Failure } from "../contract/failure.ts";
import type { Json } from "../expression/expression.ts";
import type { MaskText } from "./masking.ts";

/** What every kind of model is to whoever uses it, and how it says that it cannot answer. */

export type Predictor = {
  /** Throws a {@link ModelError} when there is no prediction, and whatever it likes once the signal has aborted. */
  predict(input: Json, options: { signal: AbortSignal }): Promise<Json>;
};

/** Makes a predictor of a config. Nothing is asked of anybody before `predict`. */
export type Adapter<Config> = (config: Config, around: Around) => Predictor;

/** What an adapter may know and use of the platform. */
export type Around = {
  env: Env;
  /** The model's name, for sentences. */
  name: string;
  /** The value of a secret of the application. */
  secret(name: string): Promise<string>;
  /** Hides the secrets that were read, in what is about to be told. */
  mask: MaskText;
  /** Epoch milliseconds at which the prediction's time is up. */
  deadlineAt: number;
  maxAttempts: number;
};

/** `status`: the caller's input is what is wrong, and a caller over HTTP shall be told so. */
export type ModelFailure = Pick<Failure, "kind" | "message" | "status">;

/** Why another attempt may help; `afterMs`: how long the provider asks to wait, null when it does not say. */
export type Transient = { afterMs: number | null };

/** Thrown inside this room only: outside of it a failure is a value. */
export class ModelError extends Error {
  readonly failure: ModelFailure;
  readonly transient: Transient | null;

  constructor(failure: ModelFailure, transient: Transient | null = null) {
    super(failure.message);
    this.failure = failure;
    this.transient = transient;
  }
}

/** The provider, or how it is reached, is at fault. */
export function providerError(message: string, transient: Transient | null = null): ModelError {
  return new ModelError({ kind: "user", message }, transient);
}

/** The input is nothing that the model can take. */
export function inputError(message: string): ModelError {
  return new ModelError({ kind: "user", message, status: 422 });
}

export function limitError(message: string): ModelError {
  return new ModelError({ kind: "limit", message });
}

export function isObject(value: unknown): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The kind of a value in words, for a sentence. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "a list";
  const kinds: Record<string, string> = { string: "a text", number: "a number", object: "an object" };
  return kinds[typeof value] ?? "true or false";
}
