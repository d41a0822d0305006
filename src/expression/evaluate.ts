import type { Callback as Call } from "./arguments.ts";
import { bindPattern, innerLocals, type Locals, restOf } from "./bind.ts";
import {
  asData,
  copyMembers,
  type DataObject,
  isObject,
  type Json,
  jsonResult,
  kindOf,
  memberName,
  newObject,
  readMember,
} from "./data.ts";
import { type Budget, Evaluation, memberBytes, slotBytes } from "./evaluation.ts";
import { quoted } from "./expression-error.ts";
import { functions, methodOf } from "./globals.ts";
import { applyBinary, applyUnary, joinTexts, toInsertedText, toText } from "./operators.ts";
import { entry, hasOwn, isArray } from "./primitives.ts";
import type { ValueTemplate } from "./template.ts";
import type { Argument, Callback, Member, Span, Spread, Tree } from "./tree.ts";

type Shape<Type extends Tree["type"]> = Extract<Tree, { type: Type }>;

/** What a chain such as `a?.b.c` is worth from the place on where it ended early; never seen outside the chain. */
const ended = Symbol("ended");

/** The value of a shape. The stack is as deep as the text that was written: functions are not values, so none recurs. */
function evaluateTree(tree: Tree, locals: Locals, evaluation: Evaluation): unknown {
  evaluation.at(tree);
  evaluation.spend(1);
  switch (tree.type) {
    case "constant":
      return tree.value;
    case "local":
      return locals[tree.name];
    case "root":
      if (!hasOwn(evaluation.scope, tree.name)) return evaluation.fail(`There is nothing called \`${tree.name}\` here`);
      return asData(evaluation.scope[tree.name], evaluation);
    case "member":
      return evaluateMember(tree, locals, evaluation);
    case "chain": {
      const value = evaluateTree(tree.body, locals, evaluation);
      return value === ended ? undefined : value;
    }
    case "method":
      return evaluateMethod(tree, locals, evaluation);
    case "function":
      return callFunction(tree, argumentsOf(tree.args, locals, evaluation), evaluation);
    case "unary": {
      const operand = evaluateTree(tree.operand, locals, evaluation);
      evaluation.at(tree);
      return applyUnary(tree.operator, operand, evaluation);
    }
    case "binary": {
      const left = evaluateTree(tree.left, locals, evaluation);
      const right = evaluateTree(tree.right, locals, evaluation);
      evaluation.at(tree);
      return applyBinary(tree.operator, left, right, evaluation);
    }
    case "logical": {
      const left = evaluateTree(tree.left, locals, evaluation);
      const isDecided =
        tree.operator === "??" ? left !== null && left !== undefined : !left === (tree.operator === "&&");
      return isDecided ? left : evaluateTree(tree.right, locals, evaluation);
    }
    case "choice":
      return evaluateTree(evaluateTree(tree.test, locals, evaluation) ? tree.yes : tree.no, locals, evaluation);
    case "text":
      return evaluateText(tree, locals, evaluation);
    case "list":
      evaluation.grow(slotBytes);
      return itemsOf(tree.items, locals, evaluation, evaluateTree);
    case "object":
      return evaluateObject(tree, locals, evaluation);
  }
}

/** The object that something is read from or called on; `ended` when an optional chain ends here. */
function evaluateTarget(
  tree: Shape<"member"> | Shape<"method">,
  what: (name: string) => string,
  locals: Locals,
  evaluation: Evaluation,
): unknown {
  const object = evaluateTree(tree.object, locals, evaluation);
  if (object === ended) return ended;
  if (object !== null && object !== undefined) return object;
  if (tree.optional) return ended;
  evaluation.at(tree);
  return evaluation.fail(what(`${textOf(tree.object, evaluation)} is ${kindOf(object)}`));
}

function evaluateMember(tree: Shape<"member">, locals: Locals, evaluation: Evaluation): unknown {
  const { key } = tree;
  const what = (fact: string) => {
    const name = key.type === "constant" ? `\`${key.value}\`` : "a member";
    return `${fact}, so ${name} of it cannot be read; write \`?.\` if it may be absent`;
  };
  const object = evaluateTarget(tree, what, locals, evaluation);
  if (object === ended) return ended;
  const name = evaluateTree(key, locals, evaluation);
  evaluation.at(tree);
  return readMember(object, name, evaluation);
}

function evaluateMethod(tree: Shape<"method">, locals: Locals, evaluation: Evaluation): unknown {
  const what = (fact: string) => `${fact}, so \`${tree.name}\` cannot be called; write \`?.\` if it may be absent`;
  const object = evaluateTarget(tree, what, locals, evaluation);
  if (object === ended) return ended;
  const args = argumentsOf(tree.args, locals, evaluation);
  evaluation.at(tree);
  const method = methodOf(object, tree.name);
  if (method) return method(object, args, evaluation);
  return evaluation.fail(
    `${textOf(tree.object, evaluation)} is ${kindOf(object)}, which has no method \`${tree.name}\` in expressions`,
  );
}

function textOf(span: Span, evaluation: Evaluation): string {
  return quoted(evaluation.source.slice(span.start, span.end));
}

function callFunction(call: Span & { name: string }, args: readonly unknown[], evaluation: Evaluation): unknown {
  evaluation.at(call);
  const work = entry(functions, call.name);
  return work ? work(args, evaluation) : evaluation.fail(`There is no function \`${call.name}\` in expressions`);
}

function evaluateText(tree: Shape<"text">, locals: Locals, evaluation: Evaluation): string {
  let text = "";
  for (let index = 0; index < tree.parts.length; index += 1) {
    const part = tree.parts[index] as string | Tree;
    const piece = typeof part === "string" ? part : toText(evaluateTree(part, locals, evaluation), evaluation);
    text = joinTexts(text, piece, evaluation);
  }
  return text;
}

/** The values of a list's items or a call's arguments, with spread lists taken in. */
function itemsOf<Item extends Argument>(
  items: readonly (Item | Spread)[],
  locals: Locals,
  evaluation: Evaluation,
  evaluateItem: (item: Exclude<Item, Spread>, locals: Locals, evaluation: Evaluation) => unknown,
): unknown[] {
  const values: unknown[] = [];
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] as Item | Spread;
    if (item.type !== "spread") {
      evaluation.grow(slotBytes);
      values[values.length] = evaluateItem(item as Exclude<Item, Spread>, locals, evaluation);
      continue;
    }
    const spread = evaluateTree((item as Spread).body, locals, evaluation);
    evaluation.at(item);
    if (!isArray(spread)) return evaluation.fail(`Only a list can be spread here, and this is ${kindOf(spread)}`);
    evaluation.grow(spread.length * slotBytes);
    for (let at = 0; at < spread.length; at += 1) values[values.length] = asData(spread[at], evaluation);
  }
  return values;
}

function evaluateObject(tree: Shape<"object">, locals: Locals, evaluation: Evaluation): DataObject {
  const object = newObject();
  evaluation.grow(memberBytes);
  for (let index = 0; index < tree.members.length; index += 1) {
    const member = tree.members[index] as Member | Spread;
    if (member.type === "pair") {
      const key = evaluateTree(member.key, locals, evaluation);
      evaluation.at(member.key);
      const name = memberName(key, evaluation);
      evaluation.grow(memberBytes);
      object[name] = evaluateTree(member.value, locals, evaluation);
      continue;
    }
    const spread = evaluateTree(member.body, locals, evaluation);
    evaluation.at(member);
    if (isObject(spread)) copyMembers(spread, object, evaluation);
    else if (spread !== null && spread !== undefined) {
      return evaluation.fail(`Only an object can be spread here, and this is ${kindOf(spread)}`);
    }
  }
  return object;
}

function argumentsOf(args: readonly Argument[], locals: Locals, evaluation: Evaluation): unknown[] {
  return itemsOf(args, locals, evaluation, (argument) => {
    if (argument.type === "arrow" || argument.type === "named") return callbackOf(argument, locals, evaluation);
    return evaluateTree(argument, locals, evaluation);
  });
}

/** A function that only a method of ours ever holds. */
function callbackOf(callback: Callback, locals: Locals, evaluation: Evaluation): Call {
  if (callback.type === "named") {
    return (...args) => {
      evaluation.spend(1);
      return callFunction(callback, args, evaluation);
    };
  }
  const { parameters, body } = callback;
  return (...args) => {
    const inner = innerLocals(locals);
    for (let index = 0; index < parameters.length; index += 1) {
      const parameter = parameters[index] as (typeof parameters)[number];
      const value = parameter.type === "rest" ? restOf(args, index, evaluation) : args[index];
      bindPattern(parameter, value, inner, evaluation, evaluateTree);
    }
    return evaluateTree(body, inner, evaluation);
  };
}

function evaluateTemplate(template: ValueTemplate, evaluation: Evaluation): unknown {
  switch (template.kind) {
    case "constant":
      return template.value;
    case "expression":
      evaluation.source = template.source;
      evaluation.path = template.path;
      return evaluateTree(template.tree, innerLocals(null), evaluation);
    case "mixed": {
      let text = "";
      for (const part of template.parts) {
        const piece = typeof part === "string" ? part : toInsertedText(evaluateTemplate(part, evaluation), evaluation);
        text = joinTexts(text, piece, evaluation);
      }
      return text;
    }
    case "list":
      return template.items.map((item) => evaluateTemplate(item, evaluation));
    case "object": {
      const object = newObject();
      for (const [key, member] of template.members) object[key] = evaluateTemplate(member, evaluation);
      return object;
    }
  }
}

/**
 * The value of a template as plain JSON data of its own: what is missing at the top is null. Everything in a value template
 * shares one budget. Throws an `ExpressionError` and nothing else.
 */
export function evaluate(template: ValueTemplate, scope: Record<string, unknown>, budget: Budget = {}): Json {
  const evaluation = new Evaluation(scope, budget);
  return jsonResult(evaluateTemplate(template, evaluation), evaluation);
}
