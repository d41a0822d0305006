import type { BuiltinModel } from "../contract/model.ts";
import type { Json } from "../expression/expression.ts";
import { sha256 } from "../platform/ids.ts";
import { log } from "../platform/log.ts";
import { settingsOf } from "../platform/settings.ts";
import type { Closure, GuestCall, Modules } from "../sandbox/guest.ts";
import { failureOf, membersOf } from "../sandbox/hostile.ts";
import { callIsolate } from "../sandbox/loader.ts";
import { GuestPowers, Told } from "../sandbox/powers.ts";
import { closureKey } from "../sandbox/walls.ts";
import { type Adapter, type Around, inputError, isObject, kindOf, ModelError } from "./adapter.ts";
import { entryFile, identifyEntry, modelFile } from "./language.ts";

/**
 * Models that come with the platform. They are somebody else's code, so each runs behind the walls of user code, in an isolate
 * of its own, and with less: no secret, no worklet, no way out to any network.
 */
export const builtin: Adapter<BuiltinModel> = (_config, around) => ({
  async predict(input, { signal }) {
    const text = isObject(input) ? input.text : input;
    if (typeof text !== "string") {
      throw inputError(`The model takes a text, or an object with \`text\`; it was given ${kindOf(text)}.`);
    }
    const output = await callLanguage(around, text, signal);
    if (output === null) throw inputError(`The model finds no words in the text: send at least a few.`);
    return output;
  },
});

type Code = { closure: Closure; modules: Modules };
/** Read when the first model of the kind is asked: a platform that starts has other things to do. */
const languageCode = keptOnceRead(readCode);

/** What was read is read once; what could not be read is read anew by whoever asks next. */
export function keptOnceRead<T>(read: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null;
  return async () => {
    const mine = kept ?? read();
    kept = mine;
    try {
      return await mine;
    } catch (error) {
      if (kept === mine) kept = null;
      throw error;
    }
  };
}

async function readCode(): Promise<Code> {
  const { default: text } = await import("../../examples/language/files/vendor/lande.js");
  const modules = { [entryFile]: identifyEntry, [modelFile]: text };
  const files = Object.fromEntries(Object.entries(modules).map(([path, each]) => [path, sha256(each)]));
  const runtime = { compatibilityDate: "2026-10-01", compatibilityFlags: [] };
  return { modules, closure: { application: "builtin language", files, maps: {}, ...runtime } };
}

async function callLanguage({ env, name, deadlineAt }: Around, text: string, signal: AbortSignal): Promise<Json> {
  const { closure, modules } = await languageCode();
  const call = callOf(name, text, deadlineAt - Date.now());
  const told = new Told(call);
  const powers = new GuestPowers(told, () => {
    throw new Error("A model that comes with the platform has no powers.");
  });
  const { allowLocalEgress: allowLocal } = settingsOf(env);
  // Null is what the loader takes for "no network at all"; its type knows fetchers only.
  const nowhere = () => null as unknown as Fetcher;
  const loaded = callIsolate(env, nowhere, { key: closureKey(closure), closure, modules, allowLocal }, call, powers);
  // A call that nobody awaits runs on: the guest is told of the end, and an isolate that was too slow is not asked again.
  const stop = () => {
    const isLate = Date.now() >= deadlineAt;
    told.end(isLate ? { kind: "timeout", message: "Timed out." } : { kind: "canceled", message: "Canceled." });
    if (isLate) loaded.giveUp("limit", Date.now());
  };
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  let answer: unknown;
  try {
    answer = await Promise.race([loaded.answer, whenAborted(signal)]);
  } catch (error) {
    if (signal.aborted) throw error;
    log.error("model.builtin_failed", error, { model: name });
    loaded.giveUp("limit", Date.now());
    throw broken(name);
  } finally {
    signal.removeEventListener("abort", stop);
    GuestPowers.close(powers);
  }
  const { results, failure } = membersOf(answer);
  const { output } = membersOf(Array.isArray(results) ? results[0] : null);
  if (typeof output === "string") return JSON.parse(output) as Json;
  log.error("model.builtin_failed", failureOf(failure)?.message ?? "The isolate answered nothing.", { model: name });
  throw broken(name);
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function broken(name: string): ModelError {
  return new ModelError({ kind: "platform", message: `The platform could not run the model ${name}. Try again.` });
}

function callOf(name: string, text: string, timeoutMs: number): GuestCall {
  return {
    blocks: [{ id: name, file: entryFile, function: "identify", idempotencyKey: name }],
    input: JSON.stringify(text),
    env: "{}",
    run: {
      id: "",
      attempt: 1,
      trigger: "",
      environment: "production",
      application: "",
      worklet: "",
      parent_run_id: null,
    },
    timeoutMs,
    logBytes: 0,
  };
}
