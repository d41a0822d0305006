import * as z from "zod";
import { limits, modelDefaults } from "./limits.ts";
import { ModelName, SecretName } from "./names.ts";

/** A model of an application: a named connection to something that predicts. Its credentials are secrets, by name. */

export { ModelName } from "./names.ts";

const ModelRetry = z.strictObject({
  max_attempts: z.int().min(1).max(10).describe("1: never again. 429, 5xx and a lost connection are tried again."),
});

/** Members that every kind of model has. */
const common = {
  timeout_ms: z
    .int()
    .min(1)
    .max(limits.blockTimeoutMs)
    .optional()
    .describe(`For the whole prediction, with its further attempts; absent: ${modelDefaults.timeoutMs}.`),
  retry: ModelRetry.optional().describe(`Absent: ${modelDefaults.attempts} attempts.`),
};

const Address = z
  .string()
  .max(2_000)
  .refine((text) => isAddress(text), {
    error: "An address reads like https://models.example.com/predict, without user name, password and #.",
  });

/** Whether a text is an address that a model can have. */
export function isAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !/^https?:\/\//i.test(text) || url.hash !== "" || text.includes("#")) return false;
  return url.username === "" && url.password === "";
}

const ApiKey = SecretName.describe("The name of the secret that holds the key; absent: none is sent.");
const Params = z.record(z.string().max(200), z.json());

export const BuiltinModel = z.strictObject({ kind: z.literal("builtin"), builtin: z.enum(["language"]), ...common });
export type BuiltinModel = z.infer<typeof BuiltinModel>;

export const WorkersAiModel = z.strictObject({
  kind: z.literal("workers-ai"),
  model: z.string().min(1).max(200).describe("As Cloudflare's catalogue names it: `@cf/baai/bge-m3`."),
  params: Params.optional().describe("Members of every input, unless the input has them itself."),
  ...common,
});
export type WorkersAiModel = z.infer<typeof WorkersAiModel>;

export const OpenAiModel = z.strictObject({
  kind: z.literal("openai"),
  base_url: Address.describe("Up to and without `/chat/completions`: `https://api.openai.com/v1`."),
  model: z.string().min(1).max(200),
  task: z.enum(["chat", "embeddings"]),
  api_key: ApiKey.optional(),
  params: Params.optional().describe("Members of every request, unless the input has them itself: `temperature`."),
  ...common,
});
export type OpenAiModel = z.infer<typeof OpenAiModel>;

export const BasetenModel = z.strictObject({
  kind: z.literal("baseten"),
  url: Address.describe("The whole address of the model's predict endpoint."),
  api_key: ApiKey.optional(),
  ...common,
});
export type BasetenModel = z.infer<typeof BasetenModel>;

const Template = z.string().max(limits.expressionCharacters);

export const HttpModel = z.strictObject({
  kind: z.literal("http"),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional().describe("Absent: POST."),
  url: Template.min(1).describe("May hold expressions after its host."),
  headers: z.record(z.string().max(200), Template).optional(),
  body: z.json().optional().describe("JSON whose texts are templates over `input` and `secrets`; absent: the input."),
  output: z.json().optional().describe("JSON whose texts are templates over `response` and `input`; absent: the body."),
  ...common,
});
export type HttpModel = z.infer<typeof HttpModel>;

export const ModelConfig = z
  .discriminatedUnion("kind", [BuiltinModel, WorkersAiModel, OpenAiModel, BasetenModel, HttpModel], {
    error: ({ input }) => unknownKind(input),
  })
  .meta({ id: "ModelConfig" });
export type ModelConfig = z.infer<typeof ModelConfig>;

function unknownKind(input: unknown): string {
  const kind = typeof input === "object" && input !== null && "kind" in input ? input.kind : undefined;
  const known = "builtin, workers-ai, openai, baseten or http";
  return kind === undefined
    ? `A model needs a kind: ${known}.`
    : `There is no kind ${JSON.stringify(kind)?.slice(0, 100)}: a model's kind is ${known}.`;
}

export const NewModel = z.strictObject({ name: ModelName, config: ModelConfig });
export type NewModel = z.infer<typeof NewModel>;

export const ModelChange = z.strictObject({ config: ModelConfig });
export type ModelChange = z.infer<typeof ModelChange>;

export const Model = z
  .object({
    name: ModelName,
    config: ModelConfig,
    created_at: z.iso.datetime(),
    created_by: z.string(),
    updated_at: z.iso.datetime(),
    updated_by: z.string(),
  })
  .meta({ id: "Model" });
export type Model = z.infer<typeof Model>;

export const PredictionRequest = z
  .strictObject({ input: z.unknown().optional().describe("Any JSON value; absent: null.") })
  .meta({ id: "PredictionRequest" });
export type PredictionRequest = z.infer<typeof PredictionRequest>;

export const PredictionAnswer = z
  .object({ output: z.unknown().describe("Secrets' values are shown as ***."), latency_ms: z.int() })
  .meta({ id: "PredictionAnswer" });
export type PredictionAnswer = z.infer<typeof PredictionAnswer>;
