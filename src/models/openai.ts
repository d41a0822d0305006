import type { OpenAiModel } from "../contract/model.ts";
import type { Json } from "../expression/expression.ts";
import { type Adapter, inputError, isObject, kindOf, providerError } from "./adapter.ts";
import { askProvider } from "./provider.ts";
import { answeredJson } from "./provider-text.ts";

/** Any server that speaks OpenAI's HTTP interface: chat completions and embeddings. */
export const openai: Adapter<OpenAiModel> = (config, around) => ({
  async predict(input, { signal }) {
    const { path, members, outputOf } = tasks[config.task];
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (config.api_key !== undefined) headers.Authorization = `Bearer ${await around.secret(config.api_key)}`;
    // Without stream: what comes in pieces is no answer of one request.
    const { stream: _, stream_options: __, ...asked } = { ...config.params, ...members(input) };
    const body = JSON.stringify({ ...asked, model: config.model });
    const { text } = await askProvider(
      { method: "POST", url: below(config.base_url, path), headers, body },
      around,
      signal,
    );
    return outputOf(answeredJson(text, around), around.name);
  },
});

type Members = { [key: string]: Json };
type Task = { path: string; members(input: Json): Members; outputOf(answer: Json, name: string): Json };

const tasks: Record<OpenAiModel["task"], Task> = {
  chat: {
    path: "/chat/completions",
    members(input) {
      if (typeof input === "string") return { messages: [{ role: "user", content: input }] };
      if (Array.isArray(input)) return { messages: input };
      if (isObject(input) && Array.isArray(input.messages)) return input;
      throw inputError(
        `The model takes a text, a list of messages or an object with \`messages\`; it was given ${kindOf(input)}.`,
      );
    },
    outputOf(answer, name) {
      const choices = isObject(answer) ? answer.choices : null;
      const choice = Array.isArray(choices) ? choices[0] : null;
      if (!isObject(answer) || !isObject(choice) || !isObject(choice.message)) {
        throw providerError(`The model ${name} answered no chat completion: there is no \`choices[0].message\` in it.`);
      }
      const { message, finish_reason } = choice;
      const text = typeof message.content === "string" ? message.content : null;
      return { text, message, finish_reason: finish_reason ?? null, ...reported(answer) };
    },
  },
  embeddings: {
    path: "/embeddings",
    members(input) {
      const isTexts = Array.isArray(input) && input.length > 0 && input.every((each) => typeof each === "string");
      if (typeof input === "string" || isTexts) return { input };
      if (isObject(input) && input.input !== undefined) return input;
      throw inputError(
        `The model takes a text, a list of texts or an object with \`input\`; it was given ${kindOf(input)}.`,
      );
    },
    outputOf(answer, name) {
      const data = isObject(answer) ? answer.data : null;
      if (!isObject(answer) || !Array.isArray(data) || !data.every((each) => isObject(each) && each.embedding)) {
        throw providerError(`The model ${name} answered no embeddings: there is no \`data[].embedding\` in it.`);
      }
      const ordered = data.filter(isObject).sort((one, other) => Number(one.index ?? 0) - Number(other.index ?? 0));
      return { embeddings: ordered.map(({ embedding }) => embedding ?? null), ...reported(answer) };
    },
  },
};

function reported({ usage, model }: Members): Members {
  return { usage: usage ?? null, model: model ?? null };
}

/** The address of a path below a base, whose query stays: some providers have a version there. */
function below(base: string, path: string): URL {
  const url = new URL(base);
  url.pathname = url.pathname.replace(/\/+$/, "") + path;
  return url;
}
