import { propertiesOf } from "../../../contract/component-kinds.ts";
import type { Action, Call, Component } from "../../../contract/view.ts";
import { type Form, type Names, renamedText } from "./expression-names.ts";

/** Everything in a view that names something else, under other names. */

type JsonValue = Component["properties"][string];

/** A component whose own id, parent, properties and actions say the new names. */
export function renamedComponent(component: Component, names: Names): Component {
  const { id, kind, parent, properties, events } = component;
  const known = propertiesOf(kind);
  const isCallName = (name: string) => Object.hasOwn(known, name) && known[name]?.type === "call";
  const renamed = Object.entries(properties).map(([name, value]) => {
    if (isCallName(name)) return [name, typeof value === "string" ? nameOf(value, names.calls) : value] as const;
    return [name, renamedJson(value, names)] as const;
  });
  return {
    ...component,
    id: nameOf(id, names.component),
    ...(parent !== undefined && { parent: nameOf(parent, names.component) }),
    properties: Object.fromEntries(renamed),
    events: renamedEvents(events, names),
  };
}

function renamedEvents<Events extends Partial<Record<string, Action[]>>>(events: Events, names: Names): Events {
  const renamed = Object.entries(events).map(([event, actions]) => [event, renamedActions(actions, names)]);
  return Object.fromEntries(renamed) as Events;
}

export function renamedActions(actions: readonly Action[] | undefined, names: Names): Action[] | undefined {
  return actions?.map((action) => renamedAction(action, names));
}

/** What a call reads of the page. Its input and its output know its own values only. */
export function renamedCall(call: Call, names: Names): Call {
  const values = Object.entries(call.values).map(
    ([name, value]) =>
      [name, value.from === undefined ? value : { ...value, from: renamedJson(value.from, names) }] as const,
  );
  return {
    ...call,
    values: Object.fromEntries(values),
    ...(call.only_when !== undefined && { only_when: renamedText(call.only_when, "condition", names) }),
  };
}

/** A call with another name for one of its values. */
export function withValueRenamed(call: Call, from: string, to: string): Call {
  const names: Names = { values: new Map([[from, to]]) };
  return {
    ...call,
    values: withKey(call.values, from, to),
    ...(call.input !== undefined && { input: renamedJson(call.input, names) }),
    ...(call.output !== undefined && { output: renamedText(call.output, "output", names) }),
  };
}

/** Actions that give a call a value, under the value's new name. */
export function actionsWithValueRenamed(actions: readonly Action[], call: string, from: string, to: string): Action[] {
  const follow = (list: readonly Action[]) => actionsWithValueRenamed(list, call, from, to);
  return actions.map((action) => {
    const more = following(action, follow);
    if (action.action !== "run_call" || action.call !== call || action.values === undefined) return more;
    return { ...more, values: withKey(action.values, from, to) } as Action;
  });
}

/** The same members in the same order, one of them under another key. */
export function withKey<Value>(
  record: Readonly<Record<string, Value>>,
  from: string,
  to: string,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key === from ? to : key, value]));
}

function renamedAction(action: Action, names: Names): Action {
  const text = (value: string, form: Form = "template") => renamedText(value, form, names);
  const json = <Value>(value: Value): Value => renamedJson(value as JsonValue, names) as Value;
  const common = following(action, (list) => renamedActions(list, names) ?? []);
  const changed: Action = {
    ...common,
    ...(action.only_when !== undefined && { only_when: text(action.only_when, "condition") }),
    ...(action.confirm !== undefined && { confirm: text(action.confirm) }),
  };
  switch (changed.action) {
    case "run_call":
      return {
        ...changed,
        call: nameOf(changed.call, names.calls),
        ...(changed.values !== undefined && { values: json(changed.values) }),
        ...(changed.into !== undefined && { into: renamedTarget(changed.into, names) }),
      };
    case "set":
      return { ...changed, target: renamedTarget(changed.target, names), value: json(changed.value) };
    case "reset":
      return { ...changed, component: nameOf(changed.component, names.component) };
    case "navigate":
      return changed.query === undefined ? changed : { ...changed, query: renamedQuery(changed, names) };
    case "open_url":
      return { ...changed, url: text(changed.url) };
    case "copy":
      return { ...changed, text: text(changed.text) };
    case "download":
      return { ...changed, name: text(changed.name), value: json(changed.value) };
    case "notify":
      return { ...changed, message: text(changed.message) };
    case "open_modal":
    case "close_modal":
      return { ...changed, modal: nameOf(changed.modal, names.component) };
    case "refresh":
    case "cancel_call":
      return { ...changed, call: nameOf(changed.call, names.calls) };
  }
}

/** The parameters of another view have names of their own. */
function renamedQuery(action: Extract<Action, { action: "navigate" }>, names: Names): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(action.query ?? {}).map(([name, value]) => [
      action.view === undefined ? nameOf(name, names.query) : name,
      renamedJson(value, names),
    ]),
  );
}

/** `state.NAME`, `query.NAME` or `COMPONENT.PROPERTY`. */
function renamedTarget(target: string, names: Names): string {
  const [root = "", name = "", ...rest] = target.split(".");
  if (root === "state" || root === "query") return [root, nameOf(name, names[root]), ...rest].join(".");
  return target.includes(".") ? [nameOf(root, names.component), name, ...rest].join(".") : target;
}

function following(action: Action, change: (list: readonly Action[]) => Action[]): Action {
  return {
    ...action,
    ...(action.on_success !== undefined && { on_success: change(action.on_success) }),
    ...(action.on_error !== undefined && { on_error: change(action.on_error) }),
  };
}

function renamedJson(value: JsonValue, names: Names): JsonValue {
  if (typeof value === "string") return renamedText(value, "template", names);
  if (Array.isArray(value)) return value.map((each) => renamedJson(each, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renamedJson(each, names)]));
}

function nameOf(name: string, names: ReadonlyMap<string, string> | undefined): string {
  return names?.get(name) ?? name;
}
