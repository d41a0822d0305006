import * as z from "zod";
import { limits } from "./limits.ts";
import { BlockId, FilePath, ModelName, SecretName, Slug } from "./names.ts";

/** The kinds of block, as they are written in a graph. `docs/blocks.md` shows each at work. */

export const Retry = z
  .strictObject({
    max_attempts: z.int().min(1).max(20),
    backoff_ms: z.int().min(0).max(3_600_000).default(1000),
    factor: z.number().min(1).max(10).default(2),
  })
  .meta({ id: "Retry" });
export type Retry = z.infer<typeof Retry>;

const Next = z.array(BlockId).max(limits.blocks);

/** Text with any number of `{{ }}` in it. */
const Template = z.string().max(limits.expressionCharacters);

/** Runs a block once for each item of a list. */
export const Each = z
  .strictObject({
    items: Template.describe("An expression that gives a list of at most 1,000 items."),
    concurrency: z.int().min(1).max(100).default(10).describe("So many items are under way at a time."),
    on_error: z
      .enum(["fail", "collect"])
      .default("fail")
      .describe("`fail`: the first item that fails fails the block. `collect`: its error stands in its place."),
  })
  .meta({ id: "Each" });
export type Each = z.infer<typeof Each>;

/** Members that every kind of block has. `input` is any JSON with `{{ }}` in its strings; absent, the input comes unchanged. */
const common = {
  id: BlockId,
  input: z.json().optional(),
  next: Next.optional(),
  timeout_ms: z.int().min(1).max(limits.blockTimeoutMs).optional(),
  retry: Retry.nullable().optional(),
  each: Each.optional(),
};

export const CodeBlock = z.strictObject({
  ...common,
  kind: z.literal("code"),
  file: FilePath,
  function: z.string().min(1).max(200),
});
export type CodeBlock = z.infer<typeof CodeBlock>;

export const Branch = z.strictObject({ when: z.string().max(limits.expressionCharacters), next: Next.min(1) });

export const DecisionBlock = z.strictObject({
  id: BlockId,
  kind: z.literal("decision"),
  input: z.json().optional(),
  branches: z.array(Branch).min(1).max(50),
  otherwise: Next.optional(),
});
export type DecisionBlock = z.infer<typeof DecisionBlock>;

export const WorkletBlock = z.strictObject({ ...common, kind: z.literal("worklet"), worklet: Slug });
export type WorkletBlock = z.infer<typeof WorkletBlock>;

export const ModelBlock = z.strictObject({ ...common, kind: z.literal("model"), model: ModelName });
export type ModelBlock = z.infer<typeof ModelBlock>;

const Status = z.union([
  z.int().min(100).max(599),
  z.string().regex(/^[1-5]xx$/, "A status is a number such as 404, or a class of them such as 4xx."),
]);

export const HttpBlock = z.strictObject({
  ...common,
  kind: z.literal("http"),
  method: z
    .enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
    .optional()
    .describe("Absent: POST with a body, else GET."),
  url: Template.min(1),
  headers: z.record(z.string().max(200), Template).optional(),
  query: z
    .record(z.string().max(200), z.json())
    .optional()
    .describe("Added to the url's own. A list is repeated, null is left out."),
  body: z.json().optional().describe("JSON whose texts are templates. A text is sent as it is, all else as JSON."),
  accept_statuses: z
    .array(Status)
    .max(100)
    .optional()
    .describe("Of 400 and more: answers that are none of the block's failures."),
});
export type HttpBlock = z.infer<typeof HttpBlock>;

export const SlackBlock = z.strictObject({
  ...common,
  kind: z.literal("slack"),
  webhook: SecretName.describe("The name of the secret that holds the address of the incoming webhook."),
  text: Template.optional(),
  blocks: z.array(z.json()).max(50).optional().describe("Block Kit, with templates in its texts."),
});
export type SlackBlock = z.infer<typeof SlackBlock>;

export const Block = z
  .discriminatedUnion("kind", [CodeBlock, DecisionBlock, WorkletBlock, ModelBlock, HttpBlock, SlackBlock], {
    error: ({ input }) => unknownKind(input),
  })
  .meta({ id: "Block" });
export type Block = z.infer<typeof Block>;

function unknownKind(input: unknown): string {
  const kind = typeof input === "object" && input !== null && "kind" in input ? input.kind : undefined;
  const known = "a block's kind is code, model, decision, worklet, http or slack";
  return kind === undefined
    ? `A block needs a kind: ${known}.`
    : `There is no kind ${JSON.stringify(kind)?.slice(0, 100)}: ${known}.`;
}

/** What the block says about `each`; undefined when it runs once. */
export function eachOf(block: Block): Each | undefined {
  return block.kind === "decision" ? undefined : block.each;
}
