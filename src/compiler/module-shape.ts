import type {
  Expression,
  Function as FunctionNode,
  Literal,
  ModuleDeclaration,
  Pattern,
  Program,
  Statement,
} from "acorn";
import { importRefusal, importTrouble } from "../source/specifier.ts";
import { positionOf, type Trouble, walk } from "./syntax.ts";

/** What a compiled module imports and exports, read from its syntax. */

/**
 * One exported name. `function`: called with so many parameters. `value`: known not to be callable. `unknown`: only running
 * the code would tell (`export const clean = memoize(f)`). `from`: another file's name (`*`: all of them as one object).
 * `star`: whatever the other file exports.
 */
export type Export =
  | { kind: "function"; name: string; parameters: number }
  | { kind: "value" | "unknown"; name: string }
  | { kind: "from"; name: string; specifier: string; of: string }
  | { kind: "star"; specifier: string };

/** An import of the compiled text: what it names, and where its quoted specifier stands (offsets, quotes included). */
export type ImportShape = {
  specifier: string;
  names: string[];
  start: number;
  end: number;
  line: number;
  column: number;
};

export type Shape = { exports: Export[]; imports: ImportShape[]; troubles: Trouble[] };

/** What is known of a name at the top of a module. */
type Local =
  | { kind: "function"; parameters: number }
  | { kind: "value" | "unknown" }
  | { kind: "from"; specifier: string; of: string };

/** Reads a plain JavaScript module. The troubles are imports that could not work; `path` is the file's own. */
export function shapeOf(path: string, program: Program): Shape {
  const shape: Shape = { exports: [], imports: [], troubles: [] };
  const locals = localsOf(program);
  let isModule = false;
  for (const statement of program.body) {
    if (!/^(Import|Export)/.test(statement.type)) continue;
    isModule = true;
    readImport(shape, path, statement);
    readExports(shape, statement, locals);
  }
  let commonJs: Trouble | null = null;
  walk<undefined>(program, (node) => {
    if (node.type === "ImportExpression") readDynamicImport(shape, path, node as unknown as DynamicImport);
    if (!isModule && isCommonJs(node)) commonJs ??= { ...positionOf(node), message: commonJsMessage };
    return undefined;
  });
  if (commonJs !== null) shape.troubles.push(commonJs);
  shape.imports.sort((a, b) => a.start - b.start);
  return shape;
}

function readImport(shape: Shape, path: string, statement: Statement | ModuleDeclaration) {
  if (statement.type === "ImportDeclaration") {
    const names = statement.specifiers.flatMap((specifier) => {
      if (specifier.type === "ImportNamespaceSpecifier") return [];
      return specifier.type === "ImportDefaultSpecifier" ? ["default"] : [nameOf(specifier.imported)];
    });
    addImport(shape, path, statement.source, names, statement.attributes.length > 0);
  } else if (statement.type === "ExportNamedDeclaration" && statement.source) {
    const names = statement.specifiers.map((specifier) => nameOf(specifier.local));
    addImport(shape, path, statement.source, names, statement.attributes.length > 0);
  } else if (statement.type === "ExportAllDeclaration") {
    addImport(shape, path, statement.source, [], statement.attributes.length > 0);
  }
}

type DynamicImport = { source: Expression; options: Expression | null };

function readDynamicImport(shape: Shape, path: string, { source, options }: DynamicImport) {
  if (source.type === "Literal" && typeof source.value === "string") {
    addImport(shape, path, source, [], Boolean(options));
  } else {
    shape.troubles.push({ ...positionOf(source), message: importTrouble.notFixed });
  }
}

function addImport(shape: Shape, path: string, source: Literal, names: string[], hasAttributes: boolean) {
  const specifier = String(source.value);
  const place = positionOf(source);
  const message = hasAttributes ? importTrouble.attributes : importRefusal(path, specifier);
  if (message !== null) shape.troubles.push({ ...place, message });
  else shape.imports.push({ specifier, names, start: source.start, end: source.end, ...place });
}

function readExports(shape: Shape, statement: Statement | ModuleDeclaration, locals: Map<string, Local>) {
  const { exports } = shape;
  if (statement.type === "ExportAllDeclaration") {
    const specifier = String(statement.source.value);
    if (statement.exported) exports.push({ kind: "from", name: nameOf(statement.exported), specifier, of: "*" });
    else exports.push({ kind: "star", specifier });
  } else if (statement.type === "ExportDefaultDeclaration") {
    const { declaration } = statement;
    const isNamed = declaration.type === "Identifier";
    const local = isNamed ? locals.get(declaration.name) : kindOf(declaration as Expression);
    exports.push({ name: "default", ...(local ?? { kind: "unknown" }) });
  } else if (statement.type === "ExportNamedDeclaration") {
    for (const name of declaredNames(statement.declaration)) exports.push({ name, ...(locals.get(name) ?? unknown) });
    for (const { exported, local } of statement.specifiers) {
      const name = nameOf(exported);
      if (statement.source)
        exports.push({ kind: "from", name, specifier: String(statement.source.value), of: nameOf(local) });
      else exports.push({ name, ...(locals.get(nameOf(local)) ?? unknown) });
    }
  }
}

const unknown = { kind: "unknown" } as const;

function localsOf(program: Program): Map<string, Local> {
  const locals = new Map<string, Local>();
  for (const statement of program.body) {
    if (statement.type === "ImportDeclaration") {
      const specifier = String(statement.source.value);
      for (const one of statement.specifiers) {
        const of =
          one.type === "ImportSpecifier"
            ? nameOf(one.imported)
            : one.type === "ImportDefaultSpecifier"
              ? "default"
              : "*";
        locals.set(one.local.name, { kind: "from", specifier, of });
      }
      continue;
    }
    const inside = statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration";
    const declaration = inside ? statement.declaration : statement;
    if (declaration?.type === "FunctionDeclaration" || declaration?.type === "ClassDeclaration") {
      if (declaration.id) locals.set(declaration.id.name, kindOf(declaration));
    } else if (declaration?.type === "VariableDeclaration") {
      for (const { id, init } of declaration.declarations) {
        if (id.type !== "Identifier" || !init) continue;
        const kind = kindOf(init);
        locals.set(id.name, declaration.kind === "const" || kind.kind === "function" ? kind : unknown);
      }
    }
  }
  return locals;
}

/** What the value of an expression or declaration is, as far as its syntax tells. */
function kindOf(node: { type: string }): Local {
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return { kind: "function", parameters: (node as FunctionNode).params.length };
    case "ClassDeclaration":
    case "ClassExpression":
    case "Literal":
    case "TemplateLiteral":
    case "ArrayExpression":
    case "ObjectExpression":
      return { kind: "value" };
    default:
      return unknown;
  }
}

function declaredNames(declaration: Statement | null | undefined): string[] {
  if (declaration?.type === "FunctionDeclaration" || declaration?.type === "ClassDeclaration")
    return [declaration.id.name];
  if (declaration?.type !== "VariableDeclaration") return [];
  return declaration.declarations.flatMap(({ id }) => boundNames(id));
}

function boundNames(pattern: Pattern): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((one) => boundNames(one.type === "Property" ? one.value : one.argument));
    case "ArrayPattern":
      return pattern.elements.flatMap((one) => (one ? boundNames(one) : []));
    case "AssignmentPattern":
      return boundNames(pattern.left);
    case "RestElement":
      return boundNames(pattern.argument);
    default:
      return [];
  }
}

function nameOf(node: { type: "Identifier"; name: string } | Literal): string {
  return node.type === "Identifier" ? node.name : String(node.value);
}

const commonJsMessage =
  "This is a CommonJS file; files are ES modules. Write `import` and `export`, or let `npm run vendor -- PACKAGE FOLDER` turn an npm package into one module.";

/** `module.exports`, `exports.x =` or `require("x")`. */
function isCommonJs(node: { type: string } & Record<string, unknown>): boolean {
  const called = node.callee as { type: string; name?: string } | undefined;
  if (node.type === "CallExpression") return called?.type === "Identifier" && called.name === "require";
  if (node.type !== "MemberExpression") return false;
  const object = node.object as { type: string; name?: string };
  const property = node.property as { type: string; name?: string };
  if (object.type !== "Identifier") return false;
  return object.name === "exports" || (object.name === "module" && property.name === "exports");
}
