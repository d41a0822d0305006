import * as z from "zod";
import { limits } from "./limits.ts";
import { Slug } from "./names.ts";
import { Json, named } from "./view-json.ts";
import { viewLimits } from "./view-limits.ts";

/** What happens in a page after an event: a list of actions, one after the other. `docs/views.md` shows each. */

/** Names that expressions of a view say: of components, states, query parameters, calls and their values. */
export const ViewName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,62}$/,
    "A name is 1 to 63 characters: letters, digits and _, and does not start with a digit.",
  )
  .refine((name) => !["__proto__", "constructor", "prototype"].includes(name), "This name is reserved.");

/** Text with any number of `{{ }}` in it. */
export const ViewTemplate = z.string().max(limits.expressionCharacters);

const Target = z.string().max(200).describe("What is set: `state.NAME`, `query.NAME` or `COMPONENT.PROPERTY`.");

/** What each action has of its own. */
const shapes = {
  run_call: {
    action: z.literal("run_call"),
    call: ViewName.describe("A call with the trigger `event`."),
    values: named(z.record(ViewName, Json))
      .optional()
      .describe("Of the call's declared values; they stand over its own."),
    into: Target.optional().describe("Where the output goes beside `calls.NAME.data`."),
  },
  set: { action: z.literal("set"), target: Target, value: Json },
  reset: {
    action: z.literal("reset"),
    component: ViewName.describe("It and what stands in it show again what the document says."),
  },
  navigate: {
    action: z.literal("navigate"),
    view: Slug.optional().describe("A view of the same application; absent: this one."),
    query: named(z.record(ViewName, Json)).optional(),
  },
  open_url: {
    action: z.literal("open_url"),
    url: ViewTemplate.min(1).describe("An address with http, https, mailto or tel."),
    new_tab: z.boolean().default(true),
  },
  copy: { action: z.literal("copy"), text: ViewTemplate },
  download: {
    action: z.literal("download"),
    name: ViewTemplate.min(1).describe("The file's name."),
    value: Json,
    format: z.enum(["json", "csv", "text"]).default("json").describe("`csv` takes a list of objects."),
  },
  notify: {
    action: z.literal("notify"),
    message: ViewTemplate.min(1),
    tone: z.enum(["info", "success", "warning", "error"]).default("info"),
  },
  open_modal: { action: z.literal("open_modal"), modal: ViewName },
  close_modal: { action: z.literal("close_modal"), modal: ViewName },
  refresh: { action: z.literal("refresh"), call: ViewName.describe("A call with the trigger `binding`.") },
  cancel_call: { action: z.literal("cancel_call"), call: ViewName },
} as const;

/** The members of every action; written by hand because they hold actions again. */
type ActionCommon = {
  only_when?: string | undefined;
  debounce_ms?: number | undefined;
  confirm?: string | undefined;
  on_success?: Action[] | undefined;
  on_error?: Action[] | undefined;
};

export type ActionName = keyof typeof shapes;
/** The action of one name. */
export type ActionOf<Name extends ActionName> = z.infer<z.ZodObject<(typeof shapes)[Name]>> & ActionCommon;
export type Action = { [Name in ActionName]: ActionOf<Name> }[ActionName];

export const actionNames = Object.keys(shapes) as [ActionName, ...ActionName[]];

const Following: z.ZodType<Action[]> = z.lazy(() => Actions);

const common = {
  only_when: ViewTemplate.optional().describe("A condition: when it does not hold, the action is left out."),
  debounce_ms: z
    .int()
    .min(1)
    .max(viewLimits.debounceMs)
    .optional()
    .describe("Wait so long; when the same action comes again meanwhile, only the last one happens."),
  confirm: ViewTemplate.optional().describe("Asked first; after a no nothing further of the list happens."),
  on_success: Following.optional().describe("Actions after this one; they know `output`."),
  on_error: Following.optional().describe("Actions when this one fails; they know `error`. The list ends after them."),
};

export const Action: z.ZodType<Action> = z
  .discriminatedUnion(
    "action",
    [
      z.strictObject({ ...shapes.run_call, ...common }),
      z.strictObject({ ...shapes.set, ...common }),
      z.strictObject({ ...shapes.reset, ...common }),
      z.strictObject({ ...shapes.navigate, ...common }),
      z.strictObject({ ...shapes.open_url, ...common }),
      z.strictObject({ ...shapes.copy, ...common }),
      z.strictObject({ ...shapes.download, ...common }),
      z.strictObject({ ...shapes.notify, ...common }),
      z.strictObject({ ...shapes.open_modal, ...common }),
      z.strictObject({ ...shapes.close_modal, ...common }),
      z.strictObject({ ...shapes.refresh, ...common }),
      z.strictObject({ ...shapes.cancel_call, ...common }),
    ],
    { error: () => `An action is one of ${actionNames.join(", ")}.` },
  )
  .meta({ id: "ViewAction" });

export const Actions: z.ZodType<Action[]> = z.array(Action).max(viewLimits.actions).meta({ id: "ViewActions" });
