import * as z from "zod";
import { NewId } from "./catalog.ts";
import { Slug } from "./graph.ts";
import { limits } from "./limits.ts";
import { Environment, RunStatus } from "./run.ts";

/** When a worklet runs by itself, and what each due instant (a tick) came to. */

const Instant = z.iso.datetime();

/** In the order of a week. */
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** The largest count of each unit: about a year, months five. */
const mostOf = { minute: 10_080, hour: 8_784, day: 366, week: 53, month: 60 } as const;

/** The simple form of a schedule, as a settings dialog asks for it. */
export const Every = z
  .strictObject({
    unit: z.enum(["minute", "hour", "day", "week", "month"]),
    count: z.int().min(1).describe("Every so many; counted from local midnight of the day the schedule was made."),
    days: z
      .array(z.enum(weekdays))
      .min(1)
      .max(7)
      .optional()
      .describe("Of a week; absent: the weekday of the day it was made."),
    day: z
      .int()
      .min(1)
      .max(31)
      .optional()
      .describe("Of a month, whose last day it is when the month is shorter; absent: the day it was made."),
    at: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "A time of day reads like 06:00, from 00:00 to 23:59.")
      .optional()
      .describe("Time of day of days, weeks and months; absent: 00:00."),
  })
  .superRefine(({ unit, count, days, day, at }, context) => {
    const refuse = (member: string, message: string) =>
      context.addIssue({ code: "custom", path: [member], message, input: count });
    if (count > mostOf[unit]) refuse("count", `The most is every ${mostOf[unit]} ${unit}s.`);
    if (days && unit !== "week") refuse("days", `Only weeks have days: leave them out or make the unit "week".`);
    if (days && new Set(days).size < days.length) refuse("days", "A day is named twice. Name each once.");
    if (day !== undefined && unit !== "month") {
      refuse("day", `Only months have a day: leave it out or make the unit "month".`);
    }
    if (at !== undefined && (unit === "minute" || unit === "hour")) {
      refuse("at", "Minutes and hours are counted from midnight: leave the time out, or count days, weeks or months.");
    }
  })
  .meta({ id: "Every" });
export type Every = z.infer<typeof Every>;

/** What is set; the ones with a default are filled by `NewSchedule` only. */
const members = {
  cron: z
    .string()
    .max(limits.cronCharacters)
    .nullable()
    .describe("Five fields: minute, hour, day of the month, month, day of the week. This or `every`."),
  every: Every.nullable().describe("The simple form. This or `cron`."),
  time_zone: z.string().max(100).describe("A name of the IANA time zone database, such as Europe/Berlin."),
  worklet_input: z.unknown().describe("Any JSON value: what each run gets."),
  environment: Environment,
  enabled: z.boolean(),
  overlap: z.enum(["allow", "skip"]).describe("What a tick does while a run of the schedule is not over."),
  catch_up: z.enum(["none", "latest"]).describe("Which of the ticks that the platform missed it runs afterwards."),
  paused_until: Instant.nullable().describe("Ticks before this instant are skipped."),
};

export const NewSchedule = z
  .strictObject({
    id: NewId.optional(),
    cron: members.cron.default(null),
    every: members.every.default(null),
    time_zone: members.time_zone.default("UTC"),
    worklet_input: members.worklet_input.default(null),
    environment: members.environment.default("production"),
    enabled: members.enabled.default(true),
    overlap: members.overlap.default("skip"),
    catch_up: members.catch_up.default("latest"),
    paused_until: members.paused_until.default(null),
  })
  .superRefine(({ cron, every }, context) => {
    if ((cron === null) === (every === null)) {
      const message =
        cron === null ? "Give a cron line, or the simple form in `every`." : "Give `cron` or `every`, not both.";
      context.addIssue({ code: "custom", path: ["cron"], message, input: cron });
    }
  })
  .meta({ id: "NewSchedule", examples: [{ cron: "0 6 * * 1-5", time_zone: "Europe/Berlin" }] });
export type NewSchedule = z.infer<typeof NewSchedule>;

/** A JSON merge patch, in which `every` and `worklet_input` are single values: each is replaced as a whole. */
export const SchedulePatch = z
  .strictObject(members)
  .partial()
  .meta({ id: "SchedulePatch", examples: [{ enabled: false }] });
export type SchedulePatch = z.infer<typeof SchedulePatch>;

/** A due instant, as it is shown before it comes. */
export const NextTick = z.object({
  utc: Instant,
  local: z.string().describe("The same instant on the clocks of the time zone: `2026-03-29T03:00:00+02:00`."),
});
export type NextTick = z.infer<typeof NextTick>;

const readings = {
  sentence: z.string().describe("What the schedule says, in words."),
  next_ticks: z.array(NextTick).describe("The next five; fewer when it ends before."),
};

/** A schedule that is asked about before it is saved. */
export const PreviewedSchedule = NewSchedule.safeExtend({
  counted_from: Instant.optional().describe(
    "Where the counts of `every` begin: `created_at` of the schedule that is to be changed; absent: now.",
  ),
}).meta({ id: "PreviewedSchedule", examples: [{ every: { unit: "week", count: 2, at: "06:00" } }] });
export type PreviewedSchedule = z.infer<typeof PreviewedSchedule>;

/** What a schedule that is not saved would do. */
export const SchedulePreview = z.object(readings).meta({ id: "SchedulePreview" });
export type SchedulePreview = z.infer<typeof SchedulePreview>;

/** What became of a due instant: a row of the ledger. */
export const Tick = z
  .object({
    tick: Instant.describe("The due instant."),
    what: z.enum(["started", "skipped", "failed_to_start"]),
    reason: z
      .enum(["overlap", "paused", "catch_up"])
      .nullable()
      .describe("Why it was skipped: a run was not over, the schedule was paused, the platform did not run then."),
    message: z.string().nullable().describe("Why it could not start."),
    late_ms: z.int().nullable().describe("From the due instant to its start; null when it did not start."),
    worklet_run_id: z.string().nullable(),
    outcome: RunStatus.nullable().describe("The status of the run; null when there is none, or it is not listed yet."),
  })
  .meta({ id: "Tick" });
export type Tick = z.infer<typeof Tick>;

/** What is wrong with a schedule. */
export const ScheduleFlag = z
  .object({
    reason: z
      .enum(["failing", "missed"])
      .describe(
        "`failing`: its last three runs failed; `missed`: ticks passed while the platform did not run, or could not start.",
      ),
    since: Instant,
    message: z.string(),
  })
  .meta({ id: "ScheduleFlag" });
export type ScheduleFlag = z.infer<typeof ScheduleFlag>;

export const Schedule = z
  .object({
    id: Slug,
    ...members,
    ...readings,
    last_tick: Tick.nullable().describe("The latest due instant that was dealt with."),
    flag: ScheduleFlag.nullable(),
    created_at: Instant,
    created_by: z.string(),
    updated_at: Instant,
  })
  .meta({ id: "Schedule" });
export type Schedule = z.infer<typeof Schedule>;

/** A schedule among those of a whole application. */
export const ListedSchedule = Schedule.extend({ worklet: Slug.describe("The worklet that it runs.") }).meta({
  id: "ListedSchedule",
});
export type ListedSchedule = z.infer<typeof ListedSchedule>;
