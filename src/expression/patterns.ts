import type { Expression, Pattern as Written } from "acorn";
import { allowedName, deeper, parameterName, refuse, refuseShape, spanOf, type Within } from "./refusal.ts";
import type { Pattern, Tree } from "./tree.ts";

type Convert = (node: Expression, within: Within) => Tree;

/** The name of a member as it is written in a pattern or an object: `a`, `"a"` or `1`. */
export function writtenKey(key: Expression, within: Within): string {
  if (key.type === "Identifier") return allowedName(key.name, key, within);
  if (key.type === "Literal" && (typeof key.value === "string" || typeof key.value === "number")) {
    return allowedName(`${key.value}`, key, within);
  }
  return refuseShape(key, within);
}

/** One parameter of an arrow function. Every name that it binds is added to `names`. */
export function convertPattern(node: Written, names: Set<string>, convert: Convert, outer: Within): Pattern {
  const within = deeper(node, outer);
  const span = spanOf(node, within);
  switch (node.type) {
    case "Identifier":
      names.add(parameterName(node.name, node, within));
      return { ...span, type: "bind", name: node.name };
    case "AssignmentPattern": {
      const value = convert(node.right, { ...within, locals: new Set([...within.locals, ...names]) });
      return { ...span, type: "default", value, target: convertPattern(node.left, names, convert, within) };
    }
    case "RestElement":
      return { ...span, type: "rest", target: convertPattern(node.argument, names, convert, within) };
    case "ArrayPattern": {
      const items = node.elements.map((item) => item && convertPattern(item, names, convert, within));
      return { ...span, type: "items", items };
    }
    case "ObjectPattern": {
      const members: { key: string; target: Pattern }[] = [];
      let rest: Pattern | null = null;
      for (const property of node.properties) {
        if (property.type === "RestElement") {
          rest = convertPattern(property.argument, names, convert, within);
        } else {
          if (property.computed) refuse("A computed name is not allowed in a parameter", property, within);
          members.push({
            key: writtenKey(property.key, within),
            target: convertPattern(property.value, names, convert, within),
          });
        }
      }
      return { ...span, type: "members", members, rest };
    }
    default:
      return refuseShape(node, within);
  }
}
