import type { Program } from "acorn";
import { type AnyNode, positionOf, type Trouble, walk } from "./syntax.ts";

/** What is good TypeScript but cannot run here: refused by name, with the cure, before it could vanish or fail to load. */

/** Deeper than this sucrase, which reads such code again on every level, takes seconds. */
const rereadDepth = 6;

/** The members of one class of which sucrase takes seconds, too. */
const classMembers = 2_000;

/** What of a node's surroundings matters: how often it is read again, and whether it is only declared. */
type Around = { depth: number; isArrow: boolean; isDeclared: boolean };

/** All refusals of a TypeScript file. `stop` says that the text must not be given to sucrase. */
export function refusalsOf(program: Program): { troubles: Trouble[]; stop: boolean } {
  const troubles: Trouble[] = [];
  let stop = false;
  walk<Around>(program, (node, from, member) => {
    const isDeclared = from?.isDeclared === true || node.declare === true || node.global === true;
    const message = isDeclared ? null : refusal(node);
    if (message !== null) troubles.push({ ...positionOf(node), message });
    const isArrow = node.type === "ArrowFunctionExpression";
    const isReread =
      (from?.isArrow === true && member === "params") ||
      (isArrow && Boolean(node.typeParameters)) ||
      node.type === "TSTypeAssertion" ||
      node.type === "PropertyDefinition";
    const depth = (from?.depth ?? 0) + (isReread ? 1 : 0);
    const isLarge = node.type === "ClassBody" && (node.body as unknown[]).length > classMembers;
    if (!stop && (depth > rereadDepth || isLarge)) {
      stop = true;
      troubles.push({ ...positionOf(node), message: isLarge ? tooManyMembers : nestedTooDeeply });
    }
    return { depth, isArrow, isDeclared };
  });
  return { troubles, stop };
}

const nestedTooDeeply =
  "Default values, class fields, generic functions or <T> casts are nested too deeply here. Give the inner ones names of their own.";

const tooManyMembers = `The class has more than ${classMembers} members. Split it, or keep its data in a Map.`;

function refusal(node: AnyNode): string | null {
  switch (node.type) {
    case "TSModuleDeclaration":
      return "Namespaces cannot be compiled. Move the members into a file of their own, export them there and import that file.";
    case "TSImportEqualsDeclaration":
      return '`import x = ...` cannot be compiled. Write `import x from "..."`, or `const x = ...` for an alias.';
    case "TSExportAssignment":
      return "`export = x` cannot be compiled. Write `export default x`.";
    case "TSNamespaceExportDeclaration":
      return "`export as namespace` cannot be compiled. Leave it out: a file is a module here.";
    case "Decorator":
      return "Decorators are not part of JavaScript yet and do not load. Call the function on the class or its member instead.";
    case "PropertyDefinition":
      if (node.accessor !== true) return null;
      return "The keyword `accessor` does not load yet. Write a getter and a setter.";
    default:
      return null;
  }
}
