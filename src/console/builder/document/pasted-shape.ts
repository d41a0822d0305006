import { componentKinds, type KindName } from "../../../contract/component-kinds.ts";
import type { ActionName, Component } from "../../../contract/view.ts";
import { viewLimits } from "../../../contract/view-limits.ts";

/** Whether what claims to be a list of components is one. The server has the last word; this keeps the page from breaking. */

type Members = Readonly<Record<string, unknown>>;

/** What is wrong with it, in words; null: it is a list of components that can stand in a view. */
export function problemWithComponents(list: unknown): string | null {
  if (!Array.isArray(list) || list.length === 0) return "it has no list of components.";
  if (list.length > viewLimits.components) return `a view has at most ${viewLimits.components} components.`;
  const ids = new Set<unknown>();
  for (const each of list) {
    const problem = problemWithComponent(each);
    if (problem !== null) return problem;
    const { id } = each as Component;
    if (ids.has(id)) return `two of its components are called ${id}.`;
    ids.add(id);
  }
  return problemWithParents(list as Component[]);
}

function problemWithComponent(each: unknown): string | null {
  if (!isObject(each) || !isName(each.id)) return "one of its components has no id that can be one.";
  const wrong = (what: string) => `${each.id} has ${what}`;
  if (typeof each.kind !== "string" || !Object.hasOwn(componentKinds, each.kind))
    return wrong("no kind that is known.");
  const odd = Object.keys(each).find((name) => !members.includes(name));
  if (odd !== undefined) return wrong(`a member ${JSON.stringify(odd.slice(0, 40))} that no component has.`);
  if (!isPlace(each.place)) return wrong("a place that is on no grid.");
  if (each.parent !== undefined && !isName(each.parent)) return wrong("a parent that is no id.");
  if (!isObject(each.properties)) return wrong("no properties.");
  if (!isObject(each.events)) return wrong("no events.");
  const events = componentKinds[each.kind as KindName].events;
  const isWrongEvent = ([event, actions]: [string, unknown]) =>
    !Object.hasOwn(events, event) || !areActions(actions, 1);
  return Object.entries(each.events).some(isWrongEvent) ? wrong("events that are not as they should be.") : null;
}

const members = ["id", "kind", "place", "parent", "properties", "events"];

/** Parents are in the list, take components, and stand in no circle. */
function problemWithParents(list: readonly Component[]): string | null {
  const byId = new Map(list.map((component) => [component.id, component]));
  for (const { id, parent } of list) {
    const seen = new Set([id]);
    for (let at = parent; at !== undefined; at = byId.get(at)?.parent) {
      const outer = byId.get(at);
      if (outer === undefined || componentKinds[outer.kind].contains !== true)
        return `${id} stands in ${at}, which takes no components.`;
      if (seen.has(at)) return `${id} stands in itself.`;
      seen.add(at);
    }
  }
  return null;
}

/** The members that each action has to have, and what they are. */
const needed: Readonly<Record<ActionName, Readonly<Record<string, "text" | "any">>>> = {
  run_call: { call: "text" },
  set: { target: "text", value: "any" },
  reset: { component: "text" },
  navigate: {},
  open_url: { url: "text" },
  copy: { text: "text" },
  download: { name: "text", value: "any" },
  notify: { message: "text" },
  open_modal: { modal: "text" },
  close_modal: { modal: "text" },
  refresh: { call: "text" },
  cancel_call: { call: "text" },
};

const textMembers = ["only_when", "confirm", "into", "view"];
const objectMembers = ["values", "query"];

function areActions(list: unknown, depth: number): boolean {
  if (!Array.isArray(list) || list.length > viewLimits.actions || depth > viewLimits.actionDepth) return false;
  return list.every((action: unknown) => {
    if (!isObject(action) || typeof action.action !== "string" || !Object.hasOwn(needed, action.action)) return false;
    const own = Object.entries(needed[action.action as ActionName]);
    return (
      own.every(
        ([name, type]) => Object.hasOwn(action, name) && (type === "any" || typeof action[name] === "string"),
      ) &&
      textMembers.every((name) => action[name] === undefined || typeof action[name] === "string") &&
      objectMembers.every((name) => action[name] === undefined || isObject(action[name])) &&
      [action.on_success, action.on_error].every((next) => next === undefined || areActions(next, depth + 1))
    );
  });
}

function isPlace(place: unknown): boolean {
  if (!isObject(place)) return false;
  const { x, y, w, h } = place;
  const isCount = (value: unknown, least: number, most: number) =>
    typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
  const { columns, rows } = viewLimits;
  return (
    isCount(x, 0, columns - 1) &&
    isCount(w, 1, columns) &&
    (x as number) + (w as number) <= columns &&
    isCount(y, 0, rows) &&
    isCount(h, 1, rows)
  );
}

function isName(value: unknown): boolean {
  return typeof value === "string" && /^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(value) && value !== "__proto__";
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
