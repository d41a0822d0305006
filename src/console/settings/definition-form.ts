import type { Draft } from "../../contract/catalog.ts";
import type { Retry, Settings } from "../../contract/graph.ts";
import { limits } from "../../contract/limits.ts";
import { durationWords, parseDuration } from "./duration-text.ts";

/** The part of a draft that the settings dialog edits, as it is typed; and the way back. */

export type Definition = Pick<Draft, "settings" | "input_schema" | "output_schema">;

export type DefinitionForm = {
  isBackground: boolean;
  timeout: string;
  /** Empty: no limit. */
  backgroundTimeout: string;
  retries: boolean;
  attempts: string;
  backoff: string;
  factor: string;
  /** JSON text; empty: none. */
  inputSchema: string;
  outputSchema: string;
};

/** Sentences about members, by JSON pointer into the draft, as the server says them. */
export type Wrongs = Record<string, string>;

const usual: Retry = { max_attempts: 3, backoff_ms: 1_000, factor: 2 };

export function definitionForm({ settings, input_schema, output_schema }: Definition): DefinitionForm {
  const retry = settings.retry ?? usual;
  return {
    isBackground: settings.run_as_background_task,
    timeout: durationWords(settings.timeout_ms),
    backgroundTimeout: settings.background_timeout_ms === null ? "" : durationWords(settings.background_timeout_ms),
    retries: settings.retry !== null,
    attempts: String(retry.max_attempts),
    backoff: durationWords(retry.backoff_ms),
    factor: String(retry.factor),
    inputSchema: schemaText(input_schema),
    outputSchema: schemaText(output_schema),
  };
}

/** The members that the form means; `definition` is null while something is wrong. */
export function readDefinition(form: DefinitionForm): { definition: Definition | null; wrongs: Wrongs } {
  const wrongs: Wrongs = {};
  const settings: Settings = {
    timeout_ms: timeLimit(form.timeout, "/settings/timeout_ms", wrongs) ?? limits.timeoutMs,
    background_timeout_ms:
      form.backgroundTimeout.trim() === ""
        ? null
        : read(parseDuration(form.backgroundTimeout), "/settings/background_timeout_ms", wrongs),
    run_as_background_task: form.isBackground,
    retry: form.retries ? readRetry(form, wrongs) : null,
  };
  if (settings.background_timeout_ms === 0) wrongs["/settings/background_timeout_ms"] = "Leave it empty for no limit.";
  const definition = {
    settings,
    input_schema: readSchema(form.inputSchema, "/input_schema", wrongs),
    output_schema: readSchema(form.outputSchema, "/output_schema", wrongs),
  };
  return { definition: Object.keys(wrongs).length === 0 ? definition : null, wrongs };
}

/** Which sections of the dialog differ from what was there. */
export function changedSections(form: DefinitionForm, base: Definition): { runs: boolean; schemas: boolean } {
  const before = definitionForm(base);
  const differs = (name: keyof DefinitionForm) => form[name] !== before[name];
  const names = Object.keys(form) as (keyof DefinitionForm)[];
  const isSchema = (name: string) => name === "inputSchema" || name === "outputSchema";
  return {
    runs: names.some((name) => !isSchema(name) && differs(name)),
    schemas: names.some((name) => isSchema(name) && differs(name)),
  };
}

/** The retry that is typed; null while it is none. */
export function typedRetry(form: DefinitionForm): Retry | null {
  const wrongs: Wrongs = {};
  const retry = readRetry(form, wrongs);
  return Object.keys(wrongs).length === 0 ? retry : null;
}

/** An empty text is null; anything but an object is wrong. */
export function readSchema(text: string, path: string, wrongs: Wrongs): Record<string, unknown> | null {
  if (text.trim() === "") return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    wrongs[path] = 'A schema is a JSON object, such as {"type": "object"}.';
  } catch (error) {
    wrongs[path] = `The schema is not JSON yet: ${(error as Error).message}`;
  }
  return null;
}

function schemaText(schema: Record<string, unknown> | null): string {
  return schema === null ? "" : JSON.stringify(schema, null, 2);
}

function timeLimit(text: string, path: string, wrongs: Wrongs): number | null {
  const ms = read(parseDuration(text), path, wrongs);
  const most = durationWords(limits.timeoutMs);
  if (ms !== null && (ms < 1 || ms > limits.timeoutMs)) {
    wrongs[path] = `From 1 ms to ${most}: somebody waits for the answer. Background runs have no such limit.`;
  }
  return ms;
}

function readRetry({ attempts, backoff, factor }: DefinitionForm, wrongs: Wrongs): Retry {
  const max_attempts = Number(attempts);
  if (!/^\d{1,2}$/.test(attempts.trim()) || max_attempts < 1 || max_attempts > 20) {
    wrongs["/settings/retry/max_attempts"] = "A whole number from 1 to 20.";
  }
  const backoff_ms = read(parseDuration(backoff), "/settings/retry/backoff_ms", wrongs) ?? 0;
  if (backoff_ms > 3_600_000) wrongs["/settings/retry/backoff_ms"] = "One hour at most.";
  const multiplier = Number(factor);
  if (factor.trim() === "" || !(multiplier >= 1 && multiplier <= 10)) {
    wrongs["/settings/retry/factor"] = "A number from 1 (always the same pause) to 10.";
  }
  return { max_attempts, backoff_ms, factor: multiplier };
}

function read(parsed: ReturnType<typeof parseDuration>, path: string, wrongs: Wrongs): number | null {
  if ("ms" in parsed) return parsed.ms;
  wrongs[path] = parsed.wrong;
  return null;
}
