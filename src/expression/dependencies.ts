import type { ExpressionTemplate, ValueTemplate } from "./template.ts";
import type { Argument, Member, Pattern, Spread, Tree } from "./tree.ts";

/** Every expression of a template. */
function expressionsOf(template: ValueTemplate): ExpressionTemplate[] {
  switch (template.kind) {
    case "constant":
      return [];
    case "expression":
      return [template];
    case "mixed":
      return template.parts.filter((part) => typeof part !== "string");
    case "list":
      return template.items.flatMap(expressionsOf);
    case "object":
      return template.members.flatMap(([, member]) => expressionsOf(member));
  }
}

/** The path that a shape reads, when all of it is written down: `blocks.clean`, `blocks["a-b"]`, `input.items[0]`. */
function staticPath(tree: Tree): string[] | null {
  if (tree.type === "root") return [tree.name];
  if (tree.type === "chain") return staticPath(tree.body);
  if (tree.type !== "member" || tree.key.type !== "constant") return null;
  const path = staticPath(tree.object);
  return path && [...path, `${tree.key.value}`];
}

type Found = (path: string[]) => void;

function walkPattern(pattern: Pattern | null, found: Found): void {
  switch (pattern?.type) {
    case "default":
      walk(pattern.value, found);
      walkPattern(pattern.target, found);
      return;
    case "rest":
      walkPattern(pattern.target, found);
      return;
    case "items":
      for (const item of pattern.items) walkPattern(item, found);
      return;
    case "members":
      for (const member of pattern.members) walkPattern(member.target, found);
      walkPattern(pattern.rest, found);
      return;
    default:
  }
}

function walk(tree: Argument | Member | Spread, found: Found): void {
  switch (tree.type) {
    case "root":
      found([tree.name]);
      return;
    case "member": {
      const path = staticPath(tree);
      if (path) {
        found(path);
        return;
      }
      walk(tree.object, found);
      walk(tree.key, found);
      return;
    }
    case "chain":
    case "spread":
      walk(tree.body, found);
      return;
    case "text":
      for (const part of tree.parts) if (typeof part !== "string") walk(part, found);
      return;
    case "unary":
      walk(tree.operand, found);
      return;
    case "binary":
    case "logical":
      walk(tree.left, found);
      walk(tree.right, found);
      return;
    case "choice":
      walk(tree.test, found);
      walk(tree.yes, found);
      walk(tree.no, found);
      return;
    case "list":
      for (const item of tree.items) walk(item, found);
      return;
    case "object":
      for (const member of tree.members) walk(member, found);
      return;
    case "pair":
      walk(tree.key, found);
      walk(tree.value, found);
      return;
    case "function":
      for (const argument of tree.args) walk(argument, found);
      return;
    case "method":
      walk(tree.object, found);
      for (const argument of tree.args) walk(argument, found);
      return;
    case "arrow":
      for (const parameter of tree.parameters) walkPattern(parameter, found);
      walk(tree.body, found);
      return;
    default:
  }
}

/**
 * The paths that a template reads, each once, as far as they are written down: `input.items.map(x => x.name)` reads
 * `["input", "items"]`, `blocks[input.name]` reads `["blocks"]` and `["input", "name"]`. Parameters are not read from outside.
 */
export function dependencies(template: ValueTemplate): string[][] {
  const paths = new Map<string, string[]>();
  for (const { tree } of expressionsOf(template)) walk(tree, (path) => paths.set(JSON.stringify(path), path));
  return [...paths.values()];
}

/** The names that a template reads from its scope. */
export function roots(template: ValueTemplate): Set<string> {
  return new Set(dependencies(template).map(([root]) => root as string));
}

/** The names that a template reads and its scope will not have. */
export function unknownRoots(template: ValueTemplate, allowed: readonly string[]): string[] {
  return [...roots(template)].filter((root) => !allowed.includes(root));
}
