import { pointerOf, type Wrong } from "../contract/fault.ts";
import type { Call, ViewDraft } from "../contract/view.ts";
import { viewLimits } from "../contract/view-limits.ts";
import type { Json } from "../expression/expression.ts";
import { callCells } from "./call-cells.ts";
import { checkActions } from "./check-actions.ts";
import { checkComponents } from "./check-components.ts";
import { checkCondition, checkExpression, checkValue } from "./check-expressions.ts";
import { keptCells, propertyCells } from "./component-cells.ts";
import { exposedCells } from "./exposed.ts";
import { type NameTree, namesOf } from "./names.ts";
import { inWords, orderOf, type Reader } from "./order.ts";
import { newStore } from "./store.ts";

/** Everything that keeps a view from being a page, all at once, each with its JSON pointer. The schema has been kept to already. */
export function checkView(view: ViewDraft): Wrong[] {
  const large = tooLarge(view);
  if (large.length > 0) return large;
  const names = namesOf(view);
  return [
    ...checkComponents(view, names),
    ...checkCalls(view, names),
    ...checkActions(view, names),
    ...circlesOf(view, names),
  ];
}

function tooLarge(view: ViewDraft): Wrong[] {
  const bytes = new TextEncoder().encode(JSON.stringify(view)).length;
  if (bytes <= viewLimits.documentBytes) return [];
  return [{ path: "", message: `The view has ${bytes} bytes of JSON; ${viewLimits.documentBytes} are allowed.` }];
}

function checkCalls(view: ViewDraft, names: NameTree): Wrong[] {
  return Object.entries(view.calls).flatMap(([name, call]) => {
    const path = pointerOf(["calls", name]);
    return [...wrongValues(call, names, path), ...wrongServerPart(call, path), ...wrongTrigger(call, names, path)];
  });
}

function wrongValues(call: Call, names: NameTree, path: string): Wrong[] {
  const most = viewLimits.callValues;
  const declared = Object.entries(call.values);
  const many =
    declared.length > most ? [{ path: `${path}/values`, message: `A call has at most ${most} values.` }] : [];
  const wrong = declared.flatMap(([name, { from }]) => {
    const at = path + pointerOf(["values", name]);
    if (from !== undefined) return checkValue(from as Json, { path: `${at}/from`, names }).wrong;
    if (call.trigger === "event") return [];
    return [{ path: at, message: "A binding runs by itself, so the value needs `from`: where it comes from." }];
  });
  return [...many, ...wrong];
}

/** What stays on the server knows the declared values and nothing of the page. */
function wrongServerPart(call: Call, path: string): Wrong[] {
  const keys = (name: string) => [name, { keys: ["values", name], path: `values.${name}` }] as const;
  const names: NameTree = new Map([["values", new Map(Object.keys(call.values).map(keys))]]);
  const input = call.input === undefined ? [] : checkValue(call.input as Json, { path: `${path}/input`, names }).wrong;
  const output =
    call.output === undefined
      ? []
      : checkExpression(call.output, { path: `${path}/output`, names, more: ["output"] }).wrong;
  return [...input, ...output].map((wrong) => ({
    ...wrong,
    message: wrong.message.replace("`values` has no", "The call has no value"),
  }));
}

function wrongTrigger(call: Call, names: NameTree, path: string): Wrong[] {
  const condition =
    call.only_when === undefined ? [] : checkCondition(call.only_when, { path: `${path}/only_when`, names }).wrong;
  if (call.trigger === "binding" && call.overlap === "allow")
    return [
      ...condition,
      { path: `${path}/overlap`, message: "A binding shows one answer: what is under way is canceled. Use `cancel`." },
    ];
  if (call.trigger === "event" && call.only_when !== undefined)
    return [
      ...condition,
      { path: `${path}/only_when`, message: "An action runs this call: write the condition at the action." },
    ];
  return [...condition];
}

/** So many circles are told at once: in a tangle every reading may close one. */
const circlesTold = 10;

/** One wrong for each expression that a circle goes through first. */
function circlesOf(view: ViewDraft, names: NameTree): Wrong[] {
  const store = newStore(view, {});
  const own = [...propertyCells(view, names, store), ...exposedCells(view), ...keptCells(view, store)];
  const { circles } = orderOf<Reader>([...own, ...callCells(view, names, store)]);
  const wrongs = new Map<string, Wrong>();
  for (const circle of circles.values()) {
    if (circle.length === 0) continue;
    const around = circle.slice(0, -1);
    const first = around.findIndex((path) => pointerTo(view, path) !== null);
    const turned = [...around.slice(first), ...around.slice(0, first)];
    const path = pointerTo(view, turned[0] ?? "") ?? "";
    const way = inWords([...turned, turned[0] ?? ""]);
    if (!wrongs.has(path))
      wrongs.set(path, { path, message: `The values go in a circle: ${way}. None of them could be worked out.` });
  }
  return [...wrongs.values()].slice(0, circlesTold);
}

/** Where the expression of a value stands. */
function pointerTo(view: ViewDraft, path: string): string | null {
  const [root = "", name = "", member, value] = path.split(".");
  if (root === "calls") return member === "values" ? pointerOf(["calls", name, "values", value ?? "", "from"]) : null;
  const place = view.components.findIndex(({ id }) => id === root);
  const isWritten = Object.hasOwn(view.components[place]?.properties ?? {}, name);
  return isWritten ? pointerOf(["components", place, "properties", name]) : null;
}
