import type { HttpModel, Model, ModelConfig } from "../../contract/model.ts";

/** Models in words: what kind, where they lead, what to try them with. */

export type ModelKind = ModelConfig["kind"];

export const kindWords: Record<ModelKind, { word: string; hint: string }> = {
  builtin: { word: "Built in", hint: "Comes with the platform; needs no network and no key." },
  "workers-ai": { word: "Workers AI", hint: "A model of Cloudflare's catalogue, by the binding AI." },
  openai: { word: "OpenAI-compatible", hint: "OpenAI, OpenRouter, Groq, vLLM, Ollama and all who speak like them." },
  baseten: { word: "Baseten-shaped", hint: "Posts the input as JSON; the answer is the output." },
  http: { word: "HTTP", hint: "Any server that a request can be written for." },
};

export const builtinWords: Record<Extract<ModelConfig, { kind: "builtin" }>["builtin"], string> = {
  language: "Tells the language of a text",
};

export const taskWords = { chat: "Chat", embeddings: "Embeddings" } as const;

/** Where a prediction goes, in few words. */
export function leadsTo(config: ModelConfig): string {
  switch (config.kind) {
    case "builtin":
      return builtinWords[config.builtin];
    case "workers-ai":
      return config.model;
    case "openai":
      return `${config.model} at ${hostOf(config.base_url)}`;
    case "baseten":
      return withoutScheme(config.url);
    case "http":
      return `${config.method ?? "POST"} ${withoutScheme(config.url)}`;
  }
}

/** The secrets that a config names. */
export function secretsNamed(config: ModelConfig): string[] {
  if (config.kind === "http") {
    const texts = JSON.stringify([config.url, config.headers, config.body]);
    return [...new Set([...texts.matchAll(/\bsecrets\.([A-Za-z_]\w*)/g)].map(([, name]) => name ?? ""))];
  }
  return "api_key" in config && config.api_key !== undefined ? [config.api_key] : [];
}

/** An input that fits the kind, to begin with. */
export function exampleInput(config: ModelConfig): unknown {
  switch (config.kind) {
    case "builtin":
      return "Wo ist der nächste Bahnhof?";
    case "openai":
      return config.task === "chat"
        ? { messages: [{ role: "user", content: "Name three rivers in Europe." }] }
        : ["The first text", "Another text"];
    case "workers-ai":
      return workersAiExample(config.model);
    case "baseten":
      return { text: "A text to predict from" };
    case "http":
      return httpExample(config);
  }
}

function workersAiExample(model: string): unknown {
  if (/whisper/i.test(model)) return { audio: { base64: "…" } };
  if (/resnet|detr|llava/i.test(model)) return { image: { base64: "…" } };
  if (/bge|embed/i.test(model)) return { text: ["The first text", "Another text"] };
  if (/translat|m2m/i.test(model)) return { text: "Good morning", source_lang: "en", target_lang: "fr" };
  return { messages: [{ role: "user", content: "Name three rivers in Europe." }] };
}

/** The members that its templates read. */
function httpExample({ url, headers, body }: HttpModel): unknown {
  const templates = JSON.stringify([url, headers, body]);
  const members = [...templates.matchAll(/\binput\.([A-Za-z_]\w*)(?!\w|\()/g)].map(([, name]) => name ?? "");
  if (members.length > 0) return Object.fromEntries(members.map((name) => [name, "…"]));
  return { text: "A text to predict from" };
}

function hostOf(address: string): string {
  return URL.parse(address)?.host ?? address;
}

function withoutScheme(address: string): string {
  return address.replace(/^https?:\/\//i, "");
}

/** What a search looks through. */
export function modelText({ name, config }: Model): string {
  return `${name} ${kindWords[config.kind].word} ${leadsTo(config)} ${secretsNamed(config).join(" ")}`.toLowerCase();
}
