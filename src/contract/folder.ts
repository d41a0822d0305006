import * as z from "zod";
import { Name } from "./access.ts";
import { Application, Draft, NewApplication, NewId } from "./catalog.ts";
import { Slug } from "./graph.ts";
import { limits } from "./limits.ts";
import { Flag } from "./list.ts";
import { ModelConfig, ModelName } from "./model.ts";
import { NewSchedule } from "./schedule.ts";
import { View } from "./view.ts";
import { AnyoneCanRun } from "./view-catalog.ts";

/** An application as a folder: paths and texts, for a repository of the user's own. */

/** Path to text: `application.json`, `files/**`, `worklets/<id>.json`, `views/<id>.json`, `models.json`. */
export const Folder = z.record(z.string(), z.string()).meta({ id: "Folder" });
export type Folder = z.infer<typeof Folder>;

/** `application.json`. */
export const FolderApplication = z.strictObject({
  id: NewApplication.shape.id,
  name: Name,
  allowed_origins: NewApplication.shape.allowed_origins.unwrap().optional(),
  on_failure: NewApplication.shape.on_failure.unwrap().optional(),
});
export type FolderApplication = z.infer<typeof FolderApplication>;

/** `worklets/<id>.json`. */
export const FolderWorklet = z.strictObject({
  name: Name,
  ...Draft.shape,
  schedules: z.array(NewSchedule).max(limits.schedules).optional(),
});
export type FolderWorklet = z.infer<typeof FolderWorklet>;

/** `views/<id>.json`. */
export const FolderView = View;
export type FolderView = View;

/** `models.json`. */
export const FolderModels = z.record(ModelName, ModelConfig);
export type FolderModels = z.infer<typeof FolderModels>;

export const ImportQuery = z.strictObject({
  id: NewId.optional().describe(
    "The application to write to; absent: the id in application.json, else one of its name.",
  ),
  dry_run: Flag.describe("Only check, and tell what would change."),
  publish: Flag.describe("Publish each worklet and view of the folder that has unpublished changes."),
  delete: Flag.describe("Delete what the application has and the folder has not."),
});
export type ImportQuery = z.infer<typeof ImportQuery>;

const Paths = z
  .array(z.string())
  .describe(
    "Paths of the folder; what stands in a list of a file is `models.json#NAME` or `worklets/ID.json#SCHEDULE`.",
  );

export const Imported = z
  .object({
    application: Application.shape.id,
    created: z.boolean().describe("Whether the application was made."),
    dry_run: z.boolean(),
    added: Paths,
    modified: Paths,
    deleted: Paths,
    kept: Paths.describe("What only the application has; `?delete=true` deletes it."),
    published: z.array(z.object({ worklet: Slug, version: z.int().nullable().describe("null in a dry run.") })),
    published_views: z.array(
      z.object({
        view: Slug,
        version: z.int().nullable().describe("null in a dry run."),
        anyone_can_run: AnyoneCanRun,
      }),
    ),
    missing_secrets: z.array(z.string()).describe("Secrets that the folder names and the application lacks."),
  })
  .meta({ id: "Imported" });
export type Imported = z.infer<typeof Imported>;
