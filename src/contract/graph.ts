import * as z from "zod";
import { limits } from "./limits.ts";

/** An id of an application or a worklet: a slug that never changes. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "An id is 1 to 63 characters: a-z, 0-9 and -, and does not start with -.");

export const reservedIds: readonly string[] = ["import", "new", "production", "draft"];

/** A block's id is also a name inside expressions (`blocks.ID`). */
export const BlockId = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_-]{0,62}$/,
    "A block's id is 1 to 63 characters: letters, digits, _ and -, and starts with a letter or _.",
  )
  .refine((id) => !["__proto__", "constructor", "prototype"].includes(id), "This name is reserved.");

/** A file's path inside its application: `triage.ts`, `vendor/lande.js`, `lib/text.ts`. */
export const FilePath = z
  .string()
  .max(200)
  .regex(
    /^(?!.*(?:^|\/)\.)(?:[A-Za-z0-9_.@-]+\/)*[A-Za-z0-9_.@-]+\.(?:ts|js|mts|mjs)$/,
    "A path is made of letters, digits, _ . @ and -, with / between folders, no part starts with a dot, and it ends in .ts, .js, .mts or .mjs.",
  );

export const Retry = z
  .strictObject({
    max_attempts: z.int().min(1).max(20),
    backoff_ms: z.int().min(0).max(3_600_000).default(1000),
    factor: z.number().min(1).max(10).default(2),
  })
  .meta({ id: "Retry" });
export type Retry = z.infer<typeof Retry>;

const Next = z.array(BlockId).max(limits.blocks);

/** Members that every kind of block has. `input` is any JSON with `{{ }}` in its strings; absent, the input comes unchanged. */
const common = {
  id: BlockId,
  input: z.json().optional(),
  next: Next.optional(),
  timeout_ms: z.int().min(1).max(limits.blockTimeoutMs).optional(),
  retry: Retry.nullable().optional(),
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

export const Block = z
  .discriminatedUnion("kind", [CodeBlock, DecisionBlock, WorkletBlock], { error: unknownKind })
  .meta({ id: "Block" });
export type Block = z.infer<typeof Block>;

/** Kinds that have a name and that this build does not run: refused by name rather than as invalid. */
const laterKinds: readonly unknown[] = ["model", "http", "slack"];

function unknownKind({ input }: { input?: unknown }): string {
  const kind = typeof input === "object" && input !== null && "kind" in input ? input.kind : undefined;
  const known = "a block's kind is code, decision or worklet";
  if (laterKinds.includes(kind)) return `This build does not run blocks of the kind ${kind} yet; ${known}.`;
  return kind === undefined ? `A block needs a kind: ${known}.` : `There is no kind ${JSON.stringify(kind)}: ${known}.`;
}

export const Graph = z
  .strictObject({
    blocks: z.array(Block).min(1).max(limits.blocks),
    start: z.array(BlockId).min(1).max(limits.blocks).optional(),
  })
  .meta({ id: "Graph" });
export type Graph = z.infer<typeof Graph>;

export const Settings = z
  .strictObject({
    timeout_ms: z.int().min(1).max(limits.timeoutMs).default(limits.timeoutMs),
    background_timeout_ms: z.int().min(1).nullable().default(null),
    run_as_background_task: z.boolean().default(false),
    retry: Retry.nullable().default(null),
  })
  .meta({ id: "Settings" });
export type Settings = z.infer<typeof Settings>;
