import * as z from "zod";
import { Name } from "./access.ts";
import { NewId } from "./catalog.ts";
import { Slug } from "./graph.ts";
import { View, ViewDraft } from "./view.ts";

/** Views as they are listed, made, changed and published. */

const Instant = z.iso.datetime();

export const ViewSummary = z
  .object({
    id: Slug,
    name: z.string(),
    live_version: z.int().nullable().describe("The version at `/v/A/V`; null: it was never published."),
    live_access: ViewDraft.shape.access.unwrap().nullable().describe("Of the live version: who may open it."),
    unpublished: z.boolean().describe("Whether the draft differs from the live version."),
    created_at: Instant,
    created_by: z.string(),
    updated_at: Instant,
  })
  .meta({ id: "ViewSummary" });
export type ViewSummary = z.infer<typeof ViewSummary>;

export const NewView = z.strictObject({ ...View.shape, id: NewId.optional() });
export type NewView = z.infer<typeof NewView>;

export const ViewPatch = z.strictObject({ name: Name.optional() });
export type ViewPatch = z.infer<typeof ViewPatch>;

export const AnyoneCanRun = z
  .array(Slug)
  .describe("The worklets that anyone with the link can run; none when the view is private.");

export const ViewVersionSummary = z
  .object({
    number: z.int(),
    live: z.boolean(),
    created_at: Instant,
    created_by: z.string(),
    access: ViewDraft.shape.access.unwrap(),
    anyone_can_run: AnyoneCanRun,
  })
  .meta({ id: "ViewVersionSummary" });
export type ViewVersionSummary = z.infer<typeof ViewVersionSummary>;

export const ViewVersion = z.object({ ...ViewVersionSummary.shape, ...ViewDraft.shape }).meta({ id: "ViewVersion" });
export type ViewVersion = z.infer<typeof ViewVersion>;

export const ViewChange = z.object({
  kind: z.enum(["component", "call", "state", "query", "events", "access", "frame_ancestors"]),
  id: z.string().describe("The component's id, the name of the call, state or parameter, else the member's name."),
});
export type ViewChange = z.infer<typeof ViewChange>;

/** What publishing would change. */
export const ViewChanges = z
  .object({
    added: z.array(ViewChange),
    modified: z.array(ViewChange),
    deleted: z.array(ViewChange),
    anyone_can_run: AnyoneCanRun,
  })
  .meta({ id: "ViewChanges" });
export type ViewChanges = z.infer<typeof ViewChanges>;
