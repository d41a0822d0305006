import * as z from "zod";
import { Name } from "./access.ts";
import { eventNames, kindNames } from "./component-kinds.ts";
import { limits } from "./limits.ts";
import { Slug } from "./names.ts";
import { Actions, ViewName, ViewTemplate } from "./view-action.ts";
import { Json, named } from "./view-json.ts";
import { viewLimits } from "./view-limits.ts";

export { Action, type ActionName, type ActionOf } from "./view-action.ts";

/** A view: a page of components that is bound to worklets, as one JSON document. */

const { columns, rows } = viewLimits;

export const Place = z
  .strictObject({
    x: z
      .int()
      .min(0)
      .max(columns - 1)
      .describe("The first column, from 0."),
    y: z.int().min(0).max(rows).describe("The first row, from 0."),
    w: z.int().min(1).max(columns).describe("Columns."),
    h: z.int().min(1).max(rows).describe("Rows."),
  })
  .refine(({ x, w }) => x + w <= columns, `It ends beyond the last of the ${columns} columns.`)
  .describe(`On a grid of ${columns} columns: the page's own, or that of the component it stands in.`)
  .meta({ id: "ViewPlace" });
export type Place = z.infer<typeof Place>;

const Events = named(z.partialRecord(z.enum(eventNames), Actions));

export const Component = z
  .strictObject({
    id: ViewName.describe("Also its name in expressions: `ID.PROPERTY`."),
    kind: z.enum(kindNames, { error: () => `A component's kind is one of ${kindNames.join(", ")}.` }),
    place: Place,
    parent: ViewName.optional().describe("The form or modal that it stands in."),
    properties: named(z.record(z.string().max(limits.nameCharacters), Json))
      .default({})
      .describe("JSON with `{{ }}` in its texts."),
    events: Events.default({}),
  })
  .meta({ id: "ViewComponent" });
export type Component = z.infer<typeof Component>;

/** One value of a call: the only thing of it that a browser sends. */
export const CallValue = z
  .strictObject({
    from: Json.optional().describe("JSON with `{{ }}` in its texts, worked out in the page. A binding needs it."),
    schema: named(z.record(z.string(), z.unknown()))
      .optional()
      .describe("A JSON Schema that the server holds the value to. Absent: any JSON."),
  })
  .meta({ id: "ViewCallValue" });
export type CallValue = z.infer<typeof CallValue>;

/** A named binding of the view to a worklet. Worklet, input and output stay on the server. */
export const Call = z
  .strictObject({
    worklet: Slug,
    trigger: z
      .enum(["binding", "event"])
      .default("binding")
      .describe("`binding`: runs when the page is loaded and when its values change. `event`: an action runs it."),
    values: named(z.record(ViewName, CallValue))
      .default({})
      .describe("What the browser may send, by name; nothing else is taken."),
    input: Json.optional().describe(
      "The worklet's input: JSON whose expressions know `values`; the rest is fixed. Absent: the values.",
    ),
    output: ViewTemplate.optional().describe(
      "An expression over `output` that decides what the browser gets. Absent: all.",
    ),
    only_when: ViewTemplate.optional().describe("A binding's condition: while it does not hold, the call is off."),
    debounce_ms: z
      .int()
      .min(0)
      .max(viewLimits.debounceMs)
      .default(250)
      .describe("A binding runs when its values have stood still for so long."),
    overlap: z
      .enum(["cancel", "allow"])
      .default("cancel")
      .describe(
        "A new run while one is under way: `cancel` cancels that one; `allow` lets both run (trigger `event`).",
      ),
  })
  .meta({ id: "ViewCall" });
export type Call = z.infer<typeof Call>;

const FrameAncestor = z
  .string()
  .max(300)
  .refine((text) => {
    const url = URL.parse(text);
    // What a host may hold by the rules of addresses is more than a header may: `;` would begin another directive.
    return url !== null && url.origin === text && /^https?:\/\/[a-z0-9.:[\]-]+$/.test(text);
  }, "An origin reads like https://intranet.example.com, without a path.");

function namedAtMost<Value extends z.ZodType>(value: Value, most: number, what: string) {
  const isFew = (each: object) => Object.keys(each).length <= most;
  return named(z.record(ViewName, value).refine(isFew, `There are more than ${most} ${what}.`));
}

const definition = {
  components: z.array(Component).max(viewLimits.components).default([]),
  state: namedAtMost(Json, viewLimits.states, "states")
    .default({})
    .describe("Values of the page: name to first value."),
  query: namedAtMost(z.string().max(limits.nameCharacters), viewLimits.queryParameters, "query parameters")
    .default({})
    .describe("Parameters of the page's address: name to default."),
  calls: namedAtMost(Call, viewLimits.calls, "calls").default({}),
  events: z.strictObject({ load: Actions.optional() }).default({}).describe("`load`: the page is loaded."),
  access: z
    .enum(["private", "link"])
    .default("private")
    .describe("`private`: who is signed in. `link`: anyone with the link can run its calls."),
  frame_ancestors: z
    .array(FrameAncestor)
    .max(viewLimits.frameAncestors)
    .default([])
    .describe("Origins whose pages may show it in a frame."),
};

/** What is edited, and what a version freezes. */
export const ViewDraft = z.strictObject(definition).meta({ id: "ViewDraft" });
export type ViewDraft = z.infer<typeof ViewDraft>;

/** A draft with the view's name: the document as it stands in a folder. */
export const View = z.strictObject({ name: Name, ...definition }).meta({ id: "View" });
export type View = z.infer<typeof View>;

/** The part of a call that the browser gets. */
export type PublicCall = Pick<Call, "trigger" | "only_when" | "debounce_ms" | "overlap"> & {
  values: Record<string, Pick<CallValue, "from">>;
};

/** The part of a view that the browser gets: all that a page needs, and nothing of what stays on the server. */
export type PublicView = Pick<ViewDraft, "components" | "state" | "query" | "events"> & {
  calls: Record<string, PublicCall>;
};
