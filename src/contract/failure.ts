import * as z from "zod";

/**
 * Why a run did not succeed. A failure is a value, never thrown: `user` the worklet's own code threw or returned what is
 * not JSON; `load` its code could not be loaded; `limit` a limit of the platform; `timeout` its time was up; `platform` a
 * fault of ours; `canceled` somebody stopped it.
 */
export const FailureKind = z.enum(["user", "load", "limit", "timeout", "platform", "canceled"]);
export type FailureKind = z.infer<typeof FailureKind>;

export const Failure = z
  .object({
    kind: FailureKind,
    message: z.string().describe("Name and message of the error: `TypeError: x is not a function`."),
    block: z.string().nullable().describe("The block that failed; null when no block did."),
    stack: z
      .string()
      .describe("The user's own frames: file, line and column of the source; empty when there are none."),
    status: z
      .union([z.literal(400), z.literal(404), z.literal(409), z.literal(422)])
      .optional()
      .describe("The HTTP status that the thrown error asks for."),
    for_caller: z
      .literal(true)
      .optional()
      .describe("The worklet's own code has thrown it with that status: its message is meant for whoever called."),
  })
  .meta({ id: "Failure" });
export type Failure = z.infer<typeof Failure>;

export const LogLine = z
  .object({
    at: z.iso.datetime(),
    level: z.enum(["debug", "info", "warn", "error"]),
    block: z.string().nullable(),
    text: z.string(),
  })
  .meta({ id: "LogLine" });
export type LogLine = z.infer<typeof LogLine>;
