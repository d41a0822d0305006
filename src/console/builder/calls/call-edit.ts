import type { Call, Component, ViewDraft } from "../../../contract/view.ts";
import { isObject } from "../../graph/fields/value-text.ts";
import { freeName, namesTaken } from "../document/names.ts";
import { stepsOf, valueAt } from "../document/pointer.ts";
import { withProperty } from "../inspector/edit.ts";
import type { Taken } from "./taken.ts";

/** Changes of a view's calls. */

/** A call with a value for each of what the worklet takes. */
export function newCall(worklet: string, trigger: Call["trigger"] = "binding", taken: readonly Taken[] = []): Call {
  const call: Call = { worklet, trigger, values: {}, debounce_ms: 250, overlap: "cancel" };
  const isOther = taken.some(({ name, member }) => name !== member);
  return taken.reduce(withTaken, isOther ? { ...call, input: {} } : call);
}

/** The call with one more value, which its input takes in where it is written. */
export function withTaken(call: Call, { name, member, value }: Taken): Call {
  const { input } = call;
  const values = { ...call.values, [name]: value };
  if (!isObject(input)) return { ...call, values };
  return { ...call, values, input: { ...input, [member]: `{{ values.${name} }}` } as Call["input"] };
}

/** What the worklet takes and the call does not give it yet. */
export function notGiven(call: Call, taken: readonly Taken[]): Taken[] {
  const { input, values } = call;
  if (input === undefined) return taken.filter(({ name, member }) => name === member && !Object.hasOwn(values, name));
  if (!isObject(input)) return [];
  return taken.filter(({ name, member }) => !Object.hasOwn(input, member) && !Object.hasOwn(values, name));
}

/** The value that somebody has to say the origin of. */
export function firstUnsaid(taken: readonly Taken[]): string | null {
  return taken.find(({ value }) => value.from === undefined)?.name ?? null;
}

/** What a call of a worklet is named: as the worklet, where that is a name. */
export function callNameFor(draft: ViewDraft, worklet: string): string {
  const wish = worklet.replaceAll("-", "_").replace(/^(?=\d)/, "_");
  const taken = namesTaken(draft, "call");
  return taken.includes(wish) || !/^[A-Za-z_]\w{0,62}$/.test(wish) ? freeName(wish || "call", "call", taken) : wish;
}

/** A new call whose data a property of a component shows: one change. What was written there meanwhile stays. */
export function boundToNewCall(
  draft: ViewDraft,
  { component, property }: { component: string; property: string },
  worklet: string,
  taken: readonly Taken[] = [],
): ViewDraft {
  const held = draft.components.find(({ id }) => id === component);
  if (held === undefined || held.properties[property] !== undefined) return draft;
  const name = callNameFor(draft, worklet);
  const withCall = { ...draft, calls: { ...draft.calls, [name]: newCall(worklet, "binding", taken) } };
  return withProperty(withCall, component, property, dataOf(name));
}

/** A new call that the action at this JSON pointer runs: one change. The action may be gone by now. */
export function runByAction(
  draft: ViewDraft,
  pointer: string,
  worklet: string,
  taken: readonly Taken[] = [],
): ViewDraft {
  const action = valueAt(draft, pointer);
  if (!isObject(action) || action.action !== "run_call") return draft;
  const name = callNameFor(draft, worklet);
  const withCall = { ...draft, calls: { ...draft.calls, [name]: newCall(worklet, "event", taken) } };
  return withValueAt(withCall, stepsOf(pointer).concat("call"), name) as ViewDraft;
}

/** The JSON with another value at the end of a way through its lists and objects. */
function withValueAt(json: unknown, way: readonly string[], value: unknown): unknown {
  const [step, ...rest] = way;
  if (step === undefined) return value;
  if (Array.isArray(json)) return json.map((each, at) => (String(at) === step ? withValueAt(each, rest, value) : each));
  const record = json as Readonly<Record<string, unknown>>;
  return { ...record, [step]: withValueAt(record[step], rest, value) };
}

export function dataOf(call: string): string {
  return `{{ calls.${call}.data }}`;
}

/** Components that can show what a call gives. */
export function showersOf({ components }: ViewDraft): Component[] {
  return components.filter(({ kind }) => kind === "table" || kind === "json_viewer" || kind === "chart");
}

/** The same call for the other trigger, without what that one may not have. */
export function withTrigger(call: Call, trigger: Call["trigger"]): Call {
  const { only_when, ...rest } = call;
  if (trigger === "event") return { ...rest, trigger };
  return { ...rest, trigger, overlap: "cancel", ...(only_when !== undefined && { only_when }) };
}

/** JSON Schemas that most values keep to. */
export const schemaPresets: readonly { label: string; schema: Record<string, unknown> | undefined }[] = [
  { label: "Anything", schema: undefined },
  { label: "Text", schema: { type: "string", maxLength: 1000 } },
  { label: "Number", schema: { type: "number" } },
  { label: "Whole number", schema: { type: "integer" } },
  { label: "Yes or no", schema: { type: "boolean" } },
  { label: "Date", schema: { type: "string", pattern: "^(\\d{4}-\\d{2}-\\d{2})?$" } },
  { label: "List of texts", schema: { type: "array", items: { type: "string" }, maxItems: 100 } },
  { label: "List", schema: { type: "array", maxItems: 1000 } },
  { label: "Object", schema: { type: "object" } },
];

/** What a schema asks for, in a word or two. */
export function schemaWords(schema: Readonly<Record<string, unknown>> | undefined): string {
  const same = schemaPresets.find((preset) => JSON.stringify(preset.schema) === JSON.stringify(schema));
  return same?.label ?? "Own schema";
}
