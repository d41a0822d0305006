import * as z from "zod";
import { RunStatus } from "./run.ts";
import { Call, type PublicView } from "./view.ts";
import { ViewName } from "./view-action.ts";
import { Json, named } from "./view-json.ts";

/** What crosses between a page in a browser and the server: the page itself, and the calls that it makes. */

/** It comes from `publicView` and is read by the program that was built with it. */
const PublicDocument = z.looseObject({}) as unknown as z.ZodType<PublicView>;

/** The page of a published view, as `/v/A/V` answers JSON. */
export const ViewPage = z
  .object({
    application: z.string(),
    id: z.string(),
    name: z.string(),
    version: z.int(),
    access: z.enum(["private", "link"]),
    view: PublicDocument.describe("The view without what stays on the server."),
    token: z.string().describe("For this version, view and visitor; sent as `Authorization: View TOKEN`."),
    expires_at: z.iso
      .datetime()
      .describe("When the token ends. Asked for again with the old token, the visitor stays."),
  })
  .meta({ id: "ViewPage" });
export type ViewPage = z.infer<typeof ViewPage>;

const CallId = z
  .uuid()
  .meta({ examples: ["1b4e28ba-2fa1-4d2b-a73f-1a2b3c4d5e6f"] })
  .transform((id) => id.toLowerCase());

/** Starts a call; the browser chooses the id, so that it can cancel before it heard anything. */
export const NewViewCall = z.strictObject({
  call_id: CallId,
  values: named(z.record(ViewName, Json)).default({}).describe("Of the declared values of the call, and no others."),
  supersedes: CallId.nullish().describe("A run of this call and visitor that is canceled when this one is made."),
});
export type NewViewCall = z.infer<typeof NewViewCall>;

/** The same in the builder, for a draft: with the call as it is being edited. */
export const NewDraftCall = z.strictObject({
  ...NewViewCall.shape,
  call: Call.optional().describe("The call as it is edited; absent: as the draft has it."),
});
export type NewDraftCall = z.infer<typeof NewDraftCall>;

/** What a page is told of its call: 200 when the run is over, 202 while it is under way. */
export const ViewCallAnswer = z
  .object({
    call_id: z.string(),
    run_id: z.string(),
    status: RunStatus.describe("Of the run; `FAILED` also when the call's `output` cannot be worked out."),
    output: z.unknown().describe("What `output` of the call makes of the worklet's output; null unless it succeeded."),
    error: z.object({ message: z.string() }).nullable(),
    progress: z
      .object({ done: z.int(), failed: z.int(), total: z.int().nullable() })
      .nullable()
      .describe("Items of the blocks with `each` that are running; null: nobody knows."),
  })
  .meta({ id: "ViewCallAnswer" });
export type ViewCallAnswer = z.infer<typeof ViewCallAnswer>;

export const ViewCallCanceled = z
  .object({ call_id: z.string(), status: RunStatus.describe("`CANCELED`, or how the run had ended before.") })
  .meta({ id: "ViewCallCanceled" });
export type ViewCallCanceled = z.infer<typeof ViewCallCanceled>;
