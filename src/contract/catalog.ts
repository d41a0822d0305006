import * as z from "zod";
import { Name } from "./access.ts";
import { FilePath, Graph, reservedIds, Settings, Slug } from "./graph.ts";

const Instant = z.iso.datetime();

/** An id that a person may choose for something new. */
export const NewId = Slug.refine((id) => !reservedIds.includes(id), {
  error: `The ids ${reservedIds.join(", ")} are reserved.`,
});

const Origin = z
  .string()
  .max(300)
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && url.origin === text && url.protocol.startsWith("http");
  }, "An origin reads like https://app.example.com, without a path.");

export const Application = z
  .object({
    id: Slug,
    name: z.string(),
    allowed_origins: z.array(z.string()).describe("Origins whose pages may call this application's API (CORS)."),
    on_failure: Slug.nullable().describe("The worklet that is called when a background run fails."),
    created_at: Instant,
    created_by: z.string(),
  })
  .meta({ id: "Application" });
export type Application = z.infer<typeof Application>;

const ApplicationMembers = { allowed_origins: z.array(Origin).max(50), on_failure: Slug.nullable() };

export const NewApplication = z.strictObject({
  name: Name,
  id: NewId.optional(),
  allowed_origins: ApplicationMembers.allowed_origins.default([]),
  on_failure: ApplicationMembers.on_failure.default(null),
});
export type NewApplication = z.infer<typeof NewApplication>;

export const ApplicationPatch = z.strictObject({ name: Name, ...ApplicationMembers }).partial();
export type ApplicationPatch = z.infer<typeof ApplicationPatch>;

export const File = z
  .object({
    path: FilePath,
    bytes: z.int().describe("Size of the source in UTF-8."),
    etag: z.string(),
    exports: z.array(z.string()).describe("Names of the functions that a code block may pick."),
    created_at: Instant,
    created_by: z.string(),
    updated_at: Instant,
    updated_by: z.string(),
  })
  .meta({ id: "File" });
export type File = z.infer<typeof File>;

/** A JSON Schema (draft 2020-12) as an object. */
export const JsonSchema = z.record(z.string(), z.unknown()).meta({ id: "JsonSchema" });
export type JsonSchema = z.infer<typeof JsonSchema>;

const definition = {
  graph: Graph,
  input_schema: JsonSchema.nullable().default(null),
  output_schema: JsonSchema.nullable().default(null),
  settings: Settings.prefault({}),
};

/** What is edited, and what a version freezes. */
export const Draft = z.strictObject(definition).meta({ id: "Draft" });
export type Draft = z.infer<typeof Draft>;

export const NewWorklet = z.strictObject({
  name: Name,
  id: NewId.optional(),
  files: z
    .record(FilePath, z.string())
    .default({})
    .describe("Files to add to the application: path to text. One that exists and differs is 409 file.exists."),
  ...definition,
  graph: Graph.optional().describe("Absent: a file with one passthrough block."),
});
export type NewWorklet = z.infer<typeof NewWorklet>;

export const WorkletPatch = z.strictObject({ name: Name.optional() });
export type WorkletPatch = z.infer<typeof WorkletPatch>;

export const Clone = z.strictObject({ name: Name.optional(), id: NewId.optional() });
export type Clone = z.infer<typeof Clone>;

export const Worklet = z
  .object({
    id: Slug,
    name: z.string(),
    live_version: z.int().describe("The version that production runs."),
    unpublished: z.boolean().describe("Whether the draft differs from the live version."),
    next_tick_at: Instant.nullable(),
    created_at: Instant,
    created_by: z.string(),
    updated_at: Instant,
  })
  .meta({ id: "Worklet" });
export type Worklet = z.infer<typeof Worklet>;

export const VersionSummary = z
  .object({ number: z.int(), live: z.boolean(), created_at: Instant, created_by: z.string() })
  .meta({ id: "VersionSummary" });
export type VersionSummary = z.infer<typeof VersionSummary>;

export const Version = z
  .object({
    ...VersionSummary.shape,
    ...Draft.shape,
    files: z.record(z.string(), z.string()).describe("The sources of the files that its blocks import: path to text."),
    compatibility_date: z.string(),
    compatibility_flags: z.array(z.string()),
  })
  .meta({ id: "Version" });
export type Version = z.infer<typeof Version>;

export const Change = z.object({
  kind: z.enum(["block", "order", "file", "start", "input_schema", "output_schema", "settings"]),
  id: z.string().describe("The block's id, the file's path, else the member's name."),
});
export type Change = z.infer<typeof Change>;

export const Changes = z
  .object({ added: z.array(Change), modified: z.array(Change), deleted: z.array(Change) })
  .meta({ id: "Changes" });
export type Changes = z.infer<typeof Changes>;
