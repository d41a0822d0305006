import type {
  ArrowFunctionExpression,
  CallExpression,
  Expression,
  MemberExpression,
  ObjectExpression,
  Property,
  SpreadElement,
} from "acorn";
import { quoted } from "./expression-error.ts";
import { callbackPositions, constants, functions, globalNames, methodNames } from "./globals.ts";
import { binaryOperators, unaryOperators } from "./operators.ts";
import { convertPattern, writtenKey } from "./patterns.ts";
import { entry } from "./primitives.ts";
import { allowedName, deeper, refuse, refuseShape, spanOf, type Within } from "./refusal.ts";
import type { Argument, Callback, Member, Spread, Tree, UnaryOperator } from "./tree.ts";

/** Turns JavaScript's syntax into the language of expressions; whatever is not listed here is refused, with its place. */
export function convert(node: Expression, outer: Within): Tree {
  const within = deeper(node, outer);
  const span = spanOf(node, within);
  switch (node.type) {
    case "ParenthesizedExpression":
      return convert(node.expression, within);
    case "Literal":
      if (node.regex) return refuse("A regular expression is not allowed in an expression", node, within);
      if (node.bigint) return refuse("A number with `n` is not allowed in an expression", node, within);
      return { ...span, type: "constant", value: node.value as string | number | boolean | null };
    case "TemplateLiteral": {
      const parts: (string | Tree)[] = [];
      for (const [index, quasi] of node.quasis.entries()) {
        parts.push(quasi.value.cooked ?? "");
        const inserted = node.expressions[index];
        if (inserted) parts.push(convert(inserted, within));
      }
      return { ...span, type: "text", parts };
    }
    case "Identifier":
      return convertName(node.name, node, within);
    case "MemberExpression":
      return convertMember(node, within);
    case "ChainExpression":
      return { ...span, type: "chain", body: convert(node.expression, within) };
    case "UnaryExpression":
      if (!unaryOperators.has(node.operator)) {
        return refuse(`The operator \`${node.operator}\` is not allowed in an expression`, node, within);
      }
      return {
        ...span,
        type: "unary",
        operator: node.operator as UnaryOperator,
        operand: convert(node.argument, within),
      };
    case "BinaryExpression": {
      if (!binaryOperators.has(node.operator) || node.left.type === "PrivateIdentifier") {
        return refuse(`The operator \`${node.operator}\` is not allowed in an expression`, node, within);
      }
      const left = convert(node.left, within);
      return { ...span, type: "binary", operator: node.operator, left, right: convert(node.right, within) };
    }
    case "LogicalExpression": {
      const left = convert(node.left, within);
      return { ...span, type: "logical", operator: node.operator, left, right: convert(node.right, within) };
    }
    case "ConditionalExpression": {
      const test = convert(node.test, within);
      const yes = convert(node.consequent, within);
      return { ...span, type: "choice", test, yes, no: convert(node.alternate, within) };
    }
    case "ArrayExpression": {
      const items = node.elements.map((item) => {
        if (item === null) return refuse("A list with a gap is not allowed in an expression", node, within);
        return item.type === "SpreadElement" ? convertSpread(item, within) : convert(item, within);
      });
      return { ...span, type: "list", items };
    }
    case "ObjectExpression":
      return { ...span, type: "object", members: convertMembers(node, within) };
    case "CallExpression":
      return convertCall(node, within);
    default:
      return refuseShape(node, within);
  }
}

function convertSpread(node: SpreadElement, within: Within): Spread {
  return { ...spanOf(node, within), type: "spread", body: convert(node.argument, within) };
}

function convertName(name: string, node: Expression, within: Within): Tree {
  const span = spanOf(node, within);
  allowedName(name, node, within);
  if (within.locals.has(name)) return { ...span, type: "local", name };
  if (Object.hasOwn(constants, name)) return { ...span, type: "constant", value: entry(constants, name) };
  if (globalNames.has(name)) return refuse(`\`${name}\` is not a value: it can only be called`, node, within);
  return { ...span, type: "root", name };
}

/** `Math.max` as one name, when it is written so and `Math` is not a parameter. */
function globalMember(node: Expression, within: Within): string | null {
  if (node.type !== "MemberExpression" || node.object.type !== "Identifier") return null;
  const { name } = node.object;
  if (within.locals.has(name) || !globalNames.has(name)) return null;
  if (node.computed || node.optional || node.property.type !== "Identifier") return refuseShape(node, within);
  return `${name}.${node.property.name}`;
}

function convertMember(node: MemberExpression, within: Within): Tree {
  const span = spanOf(node, within);
  const global = globalMember(node, within);
  if (global !== null) {
    if (Object.hasOwn(constants, global)) return { ...span, type: "constant", value: entry(constants, global) };
    return refuse(`\`${global}\` is not a value in an expression`, node, within);
  }
  const { object, property } = node;
  if (object.type === "Super") return refuseShape(object, within);
  if (property.type === "PrivateIdentifier") return refuseShape(property, within);
  let key: Tree;
  if (node.computed) {
    key = convert(property, within);
    if (key.type === "constant") allowedName(`${key.value}`, property, within);
  } else {
    key = { ...spanOf(property, within), type: "constant", value: writtenKey(property, within) };
  }
  return { ...span, type: "member", object: convert(object, within), key, optional: node.optional };
}

function convertMembers(node: ObjectExpression, within: Within): (Member | Spread)[] {
  return node.properties.map((property) => {
    if (property.type === "SpreadElement") return convertSpread(property, within);
    if (property.kind !== "init" || property.method) {
      return refuse("A getter, a setter or a method is not allowed in an expression", property, within);
    }
    return { type: "pair", key: convertKey(property, within), value: convert(property.value, within) };
  });
}

function convertKey(property: Property, within: Within): Tree {
  if (property.computed) return convert(property.key, within);
  return { ...spanOf(property.key, within), type: "constant", value: writtenKey(property.key, within) };
}

function convertCall(node: CallExpression, within: Within): Tree {
  const span = spanOf(node, within);
  const { callee } = node;
  if (node.optional) return refuse("`?.(` is not allowed in an expression", node, within);
  if (callee.type === "Identifier" || (callee.type !== "Super" && globalMember(callee, within) !== null)) {
    const name = functionName(callee, within);
    return { ...span, type: "function", name, args: convertArguments(node, name, within) };
  }
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") {
    return refuse("Only functions and methods that are called by their names can be called", node, within);
  }
  if (callee.object.type === "Super") return refuseShape(callee.object, within);
  const { name } = callee.property;
  if (!methodNames.has(name)) {
    return refuse(`There is no method \`${name}\` in expressions`, callee.property, within);
  }
  const object = convert(callee.object, within);
  return {
    ...span,
    type: "method",
    object,
    name,
    optional: callee.optional,
    args: convertArguments(node, name, within),
  };
}

function functionName(node: Expression, within: Within): string {
  const name = node.type === "Identifier" ? node.name : globalMember(node, within);
  if (name !== null && Object.hasOwn(functions, name) && !within.locals.has(name)) return name;
  const { start, end } = spanOf(node, within);
  return refuse(`There is no function ${quoted(within.source.slice(start, end))} in expressions`, node, within);
}

function convertArguments(node: CallExpression, name: string, within: Within): Argument[] {
  const spread = node.arguments.findIndex((argument) => argument.type === "SpreadElement");
  return node.arguments.map((argument, index) => {
    if (argument.type === "SpreadElement") return convertSpread(argument, within);
    if (entry(callbackPositions, name) !== index || spread !== -1) return convert(argument, within);
    return convertCallback(argument, within) ?? convert(argument, within);
  });
}

/** A function is written where it is called: as an arrow function, or as the name of a function such as `Boolean`. */
function convertCallback(node: Expression, outer: Within): Callback | null {
  const within = deeper(node, outer);
  const span = spanOf(node, within);
  if (node.type === "ParenthesizedExpression") return convertCallback(node.expression, within);
  if (node.type === "ArrowFunctionExpression") return convertArrow(node, within);
  const name = node.type === "Identifier" ? node.name : globalMember(node, within);
  if (name === null || !Object.hasOwn(functions, name) || within.locals.has(name)) return null;
  return { ...span, type: "named", name };
}

function convertArrow(node: ArrowFunctionExpression, within: Within): Callback {
  if (node.async) return refuse("An async function is not allowed in an expression", node, within);
  if (node.body.type === "BlockStatement") {
    return refuse("A function with a body in braces is not allowed in an expression", node, within);
  }
  const names = new Set<string>();
  const parameters = node.params.map((parameter) => convertPattern(parameter, names, convert, within));
  const body = convert(node.body, { ...within, locals: new Set([...within.locals, ...names]) });
  return { ...spanOf(node, within), type: "arrow", parameters, body };
}
