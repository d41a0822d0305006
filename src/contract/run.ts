import * as z from "zod";
import { Failure, LogLine } from "./failure.ts";
import { BlockId, Slug } from "./graph.ts";
import { Count, Flag, ListQuery } from "./list.ts";

export const RunStatus = z.enum(["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "CANCELED"]);
export type RunStatus = z.infer<typeof RunStatus>;

/** The states that a run never leaves. */
export type FinalStatus = Exclude<RunStatus, "QUEUED" | "RUNNING">;

export const Trigger = z.enum(["api", "schedule", "view", "worklet", "console", "hook"]);
export type Trigger = z.infer<typeof Trigger>;

export const Environment = z.enum(["production", "draft"]);
export type Environment = z.infer<typeof Environment>;

export const Invocation = z
  .strictObject({
    worklet_input: z.unknown().optional().describe("Any JSON value; absent: null."),
    async: z.boolean().default(false).describe("Run in the background and answer 202 at once."),
    callback_url: z.url().optional().describe("Where the result is posted; async only."),
    until: z.string().optional().describe("Draft only: run up to this block and answer its output."),
  })
  .meta({ id: "Invocation", wrapper: "worklet_input" });
export type Invocation = z.infer<typeof Invocation>;

export const InvokeQuery = z.strictObject({
  version: Count(1).optional().describe("A fixed version instead of the live one."),
  wait: Count(0, 300).optional().describe("With `async`: seconds to wait for the end."),
  trace: Flag.describe("Add the trace to the answer; needs the role operator."),
});
export type InvokeQuery = z.infer<typeof InvokeQuery>;

export const PollQuery = z.strictObject({
  wait: Count(0, 300).optional().describe("Seconds to wait for the end; runs with an object only."),
});
export type PollQuery = z.infer<typeof PollQuery>;

export const Receipt = z
  .object({
    success: z.literal(true),
    scheduled_worklet_run_id: z.string(),
    worklet_run_id: z.string(),
    message: z.string(),
  })
  .meta({ id: "Receipt" });

export const Rerun = z
  .strictObject({
    worklet_input: z.unknown().optional().describe("Any JSON value; absent: the input of the run that is repeated."),
    from: BlockId.optional().describe("Begin at this block, with what the blocks before it gave in that run."),
    version: z
      .enum(["same", "live"])
      .default("same")
      .describe("`same`: what that run executed; `live`: the live version, or the draft as it is now."),
  })
  .meta({ id: "Rerun" });
export type Rerun = z.infer<typeof Rerun>;

export const RerunReceipt = Receipt.extend({ rerun_of: z.string() }).meta({ id: "RerunReceipt" });

export const CancelAccepted = z
  .object({ success: z.literal(true), worklet_run_id: z.string(), message: z.string() })
  .meta({ id: "CancelAccepted" });

const BlockStatus = z.enum(["RUNNING", "SUCCEEDED", "FAILED", "SKIPPED", "CANCELED", "TIMED_OUT"]);

const Progress = { total: z.int(), done: z.int().describe("Those that failed included."), failed: z.int() };

/** The items of a block with `each`. */
const EachTrace = z.object({
  ...Progress,
  items: z
    .array(
      z.object({
        item: z.int().describe("The place in the list, from 0."),
        status: z.enum(["SUCCEEDED", "FAILED", "RETRYING"]),
        attempts: z.int(),
        started_at: z.iso.datetime(),
        latency_ms: z.int(),
        error: Failure.nullable(),
        child_run_id: z.string().nullable(),
      }),
    )
    .describe("At most 100 items that have come to an end; of more, those that failed come first."),
});

/** One attempt of one block. Values over 32 KB are cut and marked. */
export const BlockTrace = z
  .object({
    block: z.string(),
    kind: z.string(),
    status: BlockStatus,
    attempt: z.int(),
    started_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable().describe("null while the block runs."),
    latency_ms: z.int().nullable(),
    input: z.unknown(),
    output: z.unknown(),
    env: z.unknown(),
    truncated: z
      .array(z.enum(["input", "output", "env", "error", "each"]))
      .describe("Members that were too large to keep: they are null."),
    error: Failure.nullable(),
    child_run_id: z.string().nullable(),
    each: EachTrace.nullable().optional().describe("Of a block that runs once for each item of a list."),
  })
  .meta({ id: "BlockTrace" });
export type BlockTrace = z.infer<typeof BlockTrace>;

export const Trace = z
  .object({
    worklet_run_id: z.string(),
    blocks: z.array(BlockTrace),
    logs: z.array(LogLine),
    truncated: z.boolean().describe("Whether anything was cut to keep the trace within 100 KB."),
    worklet_input: z.unknown().optional().describe("The input of the run."),
    worklet_input_kept: z
      .boolean()
      .optional()
      .describe("False when the input was over 32 KB, held a secret, or is too long ago: it is null then."),
    children: z
      .array(z.object({ worklet_run_id: z.string(), worklet: Slug, block: z.string(), item: z.int().nullable() }))
      .optional()
      .describe("The runs that `context.invoke` and worklet blocks made, each with its block and the item of `each`."),
    callbacks: z
      .array(
        z.object({
          at: z.iso.datetime(),
          url: z.string(),
          status: z.int().nullable().describe("What the receiver answered; null: nothing."),
          error: z.string().nullable(),
        }),
      )
      .optional()
      .describe("The tries to deliver the result to `callback_url`, where there is one."),
  })
  .meta({ id: "Trace" });
export type Trace = z.infer<typeof Trace>;

export const CallbackSecret = z.object({ secret: z.string().describe("`whsec_` and base 64.") }).meta({
  id: "CallbackSecret",
});

export const SyncAnswer = z
  .object({
    success: z.boolean(),
    worklet_run_id: z.string(),
    worklet_output: z.unknown(),
    latency_ms: z.int(),
    error_log: z.string().describe("Empty on success, else name, message and the user's own frames."),
    error: Failure.optional(),
    trace: Trace.optional(),
  })
  .meta({ id: "SyncAnswer" });
export type SyncAnswer = z.infer<typeof SyncAnswer>;

/** A run as it is polled. */
export const Run = z
  .object({
    status: RunStatus,
    message: z.string(),
    worklet_run_id: z.string(),
    version: z.int().nullable().describe("null: the draft."),
    environment: Environment,
    trigger: Trigger,
    worklet_output: z.unknown(),
    worklet_output_kept: z
      .boolean()
      .describe("False when the run succeeded and its output is no longer kept, or was too large to keep (32 KB)."),
    latency_ms: z.int().nullable(),
    queued_ms: z.int(),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
    attempt: z.int(),
    error: Failure.nullable(),
    error_log: z.string(),
    progress: z
      .array(z.object({ block: z.string(), ...Progress }))
      .optional()
      .describe("How far the running blocks with `each` have come."),
    parent_run_id: z.string().optional().describe("The run that waits for this one, where there is one."),
    parent_worklet: Slug.optional().describe("The worklet of that run; absent while it is not known."),
    rerun_of: z.string().optional().describe("The run that this one repeats, where there is one."),
  })
  .meta({ id: "Run" });
export type Run = z.infer<typeof Run>;

/** A run as it stands in a list: without its values. */
export const RunSummary = z
  .object({
    worklet_run_id: z.string(),
    worklet: Slug,
    version: z.int().nullable().describe("null: the draft."),
    environment: Environment,
    mode: z.enum(["sync", "async"]),
    trigger: Trigger,
    status: RunStatus,
    latency_ms: z.int().nullable(),
    queued_ms: z.int(),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
    attempt: z.int(),
    error: Failure.nullable(),
    parent_run_id: z.string().nullable(),
    rerun_of: z.string().nullable().describe("The run that this one repeats; null: none."),
    created_by: z.string(),
  })
  .meta({ id: "RunSummary" });
export type RunSummary = z.infer<typeof RunSummary>;

export const RunsQuery = z.strictObject({
  ...ListQuery.shape,
  worklet: Slug.optional(),
  status: RunStatus.optional(),
  trigger: Trigger.optional(),
  environment: Environment.optional().describe("Absent: both."),
  from: z.iso.datetime().optional().describe("Created at or after."),
  to: z.iso.datetime().optional().describe("Created before."),
});
export type RunsQuery = z.infer<typeof RunsQuery>;

/** The sentence of each state. */
export function messageOf(status: RunStatus, failure: Failure | null): string {
  switch (status) {
    case "QUEUED":
      return "Worklet is waiting to run";
    case "RUNNING":
      return "Worklet is running";
    case "SUCCEEDED":
      return "Worklet has finished executing successfully";
    case "FAILED":
      return `Worklet has failed: ${failure?.message ?? ""}`;
    case "TIMED_OUT":
      return failure?.message ?? "Worklet did not finish in time";
    case "CANCELED":
      return "Worklet run was canceled";
  }
}

/** The header `Worklet-Outcome`, on every answer about a run. */
export function outcomeOf(status: RunStatus): string {
  return status === "QUEUED" || status === "RUNNING" ? "accepted" : status.toLowerCase();
}

/** What `error_log` says: empty on success, else name and message, then the user's own frames. */
export function errorLogOf(failure: Failure | null): string {
  if (!failure) return "";
  return failure.stack ? `${failure.message}\n${failure.stack}` : failure.message;
}
