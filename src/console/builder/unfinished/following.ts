import { pointerOf } from "../../../contract/fault.ts";
import type { Action, ViewDraft } from "../../../contract/view.ts";
import { pointerNow, stepsOf, valueAt } from "../document/pointer.ts";
import type { Held, Unfinished } from "./unfinished.ts";

/** Where texts belong when the draft becomes another one: they go with what they are about, and leave with it. Pure. */

export type Following = {
  /** By the addresses of now. */
  readonly kept: Held;
  /** What these are about is no longer there; by the addresses of before. */
  readonly gone: Held;
};

type Step = { readonly before: ViewDraft; readonly now: ViewDraft; readonly names: readonly Rename[] };

export function following(held: Held, before: ViewDraft, now: ViewDraft): Following {
  if (before === now || Object.keys(held).length === 0) return { kept: held, gone: {} };
  const step = { before, now, names: renamesBetween(before, now) };
  const kept: Record<string, Unfinished> = {};
  const gone: Record<string, Unfinished> = {};
  for (const [address, what] of Object.entries(held)) {
    const next = addressAfter(address, step);
    if (next === null) gone[address] = what;
    else kept[next] = what;
  }
  return { kept, gone };
}

/** null: what it is about was there, and is not any more. What was not there either may be on its way. */
function addressAfter(address: string, step: Step): string | null {
  const { before, now, names } = step;
  const hit = names.find(({ from }) => address.startsWith(`${from}/`) || address === from);
  const named = hit === undefined ? address : hit.to + address.slice(hit.from.length);
  const [was, is] = [stepsOf(address), stepsOf(named)];
  const isLost = rootsOf(was).some(
    (length) => thingAt(before, was.slice(0, length)) !== undefined && thingAt(now, is.slice(0, length)) === undefined,
  );
  if (isLost) return null;
  const list = was[0] === "events" ? 2 : was[0] === "components" && was[2] === "events" ? 4 : was.length;
  if (was.length === list) return named;
  const listIn = (draft: ViewDraft, steps: readonly string[]) =>
    (thingAt(draft, steps.slice(0, list)) ?? []) as readonly Action[];
  const rest = stepsInActions(was.slice(list), listIn(before, was), listIn(now, is), step);
  return rest === null ? null : pointerOf([...is.slice(0, list), ...rest]);
}

/** How many steps lead to each named thing that the field is a part of. */
function rootsOf([root, , member]: readonly string[]): number[] {
  if (root === "calls") return member === "values" ? [2, 4] : [2];
  return root === "components" || root === "state" ? [2] : [];
}

function thingAt(draft: ViewDraft, steps: readonly string[]): unknown {
  const pointer = pointerNow(pointerOf(steps), draft);
  return pointer === null ? undefined : valueAt(draft, pointer);
}

/** The steps from a list of actions on: actions have no names, so each is looked for among those of now. */
function stepsInActions(
  steps: readonly string[],
  before: readonly Action[],
  now: readonly Action[],
  step: Step,
): readonly string[] | null {
  const [at = "", member = "", ...rest] = steps;
  const was = before[Number(at)];
  if (was === undefined) return steps;
  const place = partnersOf(before, now)[Number(at)] ?? null;
  const is = place === null ? undefined : now[place];
  if (is === undefined) return null;
  if (member === "on_success" || member === "on_error") {
    const inner = stepsInActions(rest, was[member] ?? [], is[member] ?? [], step);
    return inner === null ? null : [String(place), member, ...inner];
  }
  if (member !== "values" && member !== "query") return [String(place), member, ...rest];
  const name = rest[0] ?? "";
  const next = valueNameAfter(is, name, step.names);
  if (isField(was, name, step.before) && !isField(is, next, step.now)) return null;
  return [String(place), member, next, ...rest.slice(1)];
}

/** Where each action of before is now: the same one, one that reads the same, or what an edit made of it. */
function partnersOf(before: readonly Action[], now: readonly Action[]): (number | null)[] {
  const free = new Set(now.keys());
  const partners: (number | null)[] = before.map(() => null);
  const pair = (isSame: (was: Action, is: Action | undefined) => boolean) => {
    for (const [at, action] of before.entries()) {
      if (partners[at] !== null) continue;
      const found = [at, ...free].find((place) => free.has(place) && isSame(action, now[place]));
      if (found === undefined) continue;
      free.delete(found);
      partners[at] = found;
    }
  };
  pair((was, is) => was === is);
  pair((was, is) => JSON.stringify(was) === JSON.stringify(is));
  const edited = partners.flatMap((partner, at) => (partner === null ? [at] : []));
  const others = [...free];
  if (edited.length === others.length) for (const [nth, at] of edited.entries()) partners[at] = others[nth] ?? null;
  return partners;
}

/** An action names the values of the call that it runs. */
function valueNameAfter(action: Action, name: string, names: readonly Rename[]): string {
  if (action.action !== "run_call") return name;
  const from = pointerOf(["calls", action.call, "values", name]);
  const to = names.find((each) => each.from === from)?.to;
  return to === undefined ? name : (stepsOf(to).at(-1) ?? name);
}

/** An action has a field for each value that the call declares, or the page's address, and for each that is written. */
function isField(action: Action, name: string, draft: ViewDraft): boolean {
  if (action.action === "navigate") return Object.hasOwn(draft.query, name) || Object.hasOwn(action.query ?? {}, name);
  if (action.action !== "run_call") return false;
  const declared = Object.hasOwn(draft.calls, action.call) ? draft.calls[action.call]?.values : undefined;
  return Object.hasOwn(declared ?? {}, name) || Object.hasOwn(action.values ?? {}, name);
}

type Rename = { readonly from: string; readonly to: string };

function renamesBetween(before: ViewDraft, now: ViewDraft): Rename[] {
  const idsOf = ({ components }: ViewDraft) => components.map(({ id }) => id);
  const calls = renamed(Object.keys(before.calls), Object.keys(now.calls), ["calls"]);
  const values = Object.keys(now.calls).flatMap((name) => {
    const valuesOf = ({ calls: all }: ViewDraft) =>
      Object.keys(Object.hasOwn(all, name) ? (all[name]?.values ?? {}) : {});
    return renamed(valuesOf(before), valuesOf(now), ["calls", name, "values"]);
  });
  return [
    ...renamed(idsOf(before), idsOf(now), ["components"]),
    ...calls,
    ...values,
    ...renamed(Object.keys(before.state), Object.keys(now.state), ["state"]),
  ];
}

/** One name that is another now, with all others as they were. */
function renamed(before: readonly string[], now: readonly string[], root: readonly string[]): Rename[] {
  if (before.length !== now.length) return [];
  const [place, ...more] = before.flatMap((name, at) => (name === now[at] ? [] : [at]));
  if (place === undefined || more.length > 0) return [];
  const [from = "", to = ""] = [before[place], now[place]];
  return now.includes(from) ? [] : [{ from: pointerOf([...root, from]), to: pointerOf([...root, to]) }];
}
