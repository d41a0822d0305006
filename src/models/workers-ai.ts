import { limits } from "../contract/limits.ts";
import type { WorkersAiModel } from "../contract/model.ts";
import type { Json } from "../expression/expression.ts";
import { log } from "../platform/log.ts";
import { type Adapter, type Around, inputError, isObject, kindOf, limitError, providerError } from "./adapter.ts";
import { withAttempts } from "./attempts.ts";
import { answeredJson } from "./provider-text.ts";

/** Models of Workers AI, and the owner of the AI binding, which a deployment may lack: `docs/models.md` says why. */

type AiBinding = { run(model: string, input: object, options: { signal: AbortSignal }): Promise<unknown> };

export const workersAi: Adapter<WorkersAiModel> = (config, around) => ({
  async predict(input, { signal }) {
    const { name } = around;
    const ai = bindingOf(around.env);
    if (ai === null) {
      throw providerError(
        `The model ${name} needs the binding AI, which this deployment does not have. Take the # from [ai] in wrangler.toml and deploy again.`,
      );
    }
    if (typeof input !== "string" && !isObject(input)) {
      throw inputError(`The model takes a text or an object; it was given ${kindOf(input)}.`);
    }
    const members = typeof input === "string" ? { prompt: input } : input;
    // Without stream: what comes in pieces is no answer of one request.
    const { stream: _, ...asked } = { ...config.params, ...members };
    const answer = await withAttempts(around, signal, () => run(ai, config.model, asked, name, signal));
    return await outputOf(answer, around, signal);
  },
});

function bindingOf(env: Env & { AI?: AiBinding }): AiBinding | null {
  return env.AI ?? null;
}

async function run(ai: AiBinding, model: string, input: object, name: string, signal: AbortSignal): Promise<unknown> {
  try {
    return await ai.run(model, input, { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    const message = error instanceof Error ? error.message : String(error);
    // The binding tells an error by a code of four digits at the start of its message.
    const code = /^(?:\w+: )?(\d{4})\b/.exec(message)?.[1];
    throw providerError(
      `The model ${name} failed at Workers AI: ${message}`,
      code !== undefined && lasting.has(code) ? null : { afterMs: null },
    );
  }
}

/** Codes of errors that another attempt does not cure: the request is wrong, not allowed, or past the day's allowance. */
const lasting: ReadonlySet<string> = new Set([
  ...["3003", "3006", "3007", "3008", "3023", "3036", "3039", "3041", "3042"],
  ...["5004", "5005", "5007", "5016", "5018", "5019"],
]);

/** Images and speech come as bytes: in JSON they are base 64. */
async function outputOf(answer: unknown, around: Around, signal: AbortSignal): Promise<Json> {
  const { name } = around;
  if (answer instanceof ReadableStream || answer instanceof ArrayBuffer || ArrayBuffer.isView(answer)) {
    const most = Math.floor(limits.outputBytes * 0.74);
    const bytes = answer instanceof ReadableStream ? await readBytes(answer, most, signal, name) : bytesOf(answer);
    if (bytes === null || bytes.byteLength > most) throw tooLarge(name);
    return { base64: Buffer.from(bytes).toString("base64") };
  }
  const text = JSON.stringify(answer) ?? "null";
  if (Buffer.byteLength(text) > limits.outputBytes) throw tooLarge(name);
  return answeredJson(text, around);
}

function bytesOf(answer: ArrayBuffer | ArrayBufferView): Uint8Array {
  const isView = ArrayBuffer.isView(answer);
  return isView ? new Uint8Array(answer.buffer, answer.byteOffset, answer.byteLength) : new Uint8Array(answer);
}

/** Null when there are more than that. Nothing is pulled any more once the signal has aborted: the binding's stream hears of none. */
async function readBytes(
  answer: ReadableStream<Uint8Array>,
  mostBytes: number,
  signal: AbortSignal,
  name: string,
): Promise<Uint8Array | null> {
  const reader = answer.getReader();
  const giveUp = () => {
    reader.cancel(signal.reason).catch((error) => log.error("model.stream_not_canceled", error, { model: name }));
  };
  signal.addEventListener("abort", giveUp, { once: true });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (;;) {
      if (signal.aborted || bytes > mostBytes) giveUp();
      if (signal.aborted) throw signal.reason;
      if (bytes > mostBytes) return null;
      const { done, value } = await reader.read();
      if (done && !signal.aborted) return Buffer.concat(chunks);
      if (value) chunks.push(value);
      bytes += value?.byteLength ?? 0;
    }
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

function tooLarge(name: string) {
  return limitError(`The model ${name} answered more than ${limits.outputBytes} bytes, which is the limit.`);
}
