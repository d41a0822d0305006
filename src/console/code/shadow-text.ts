import type ts from "@typescript/typescript6";
import type { Edit } from "./typescript-protocol.ts";

/**
 * The text that TypeScript checks: what was written, and the types that the platform knows and nobody wrote. A function of a
 * block is called with `(blockInput, env, context)`; where its parameters have no types, theirs are inserted. Every offset is
 * carried over between the two texts.
 */

/** `leads`: it stands before what it is about, so that an offset there belongs behind it. */
export type Insertion = { at: number; text: string; leads: boolean };

export class ShadowText {
  readonly text: string;
  readonly #insertions: readonly Insertion[];

  /** The insertions are sorted by their places. */
  constructor(written: string, insertions: readonly Insertion[]) {
    this.#insertions = insertions;
    let text = "";
    let from = 0;
    for (const insertion of insertions) {
      text += written.slice(from, insertion.at) + insertion.text;
      from = insertion.at;
    }
    this.text = text + written.slice(from);
  }

  /** Where an offset of the written text stands in the shadow. */
  toShadow(offset: number): number {
    let shift = 0;
    for (const { at, text, leads } of this.#insertions) {
      if (leads ? at > offset : at >= offset) break;
      shift += text.length;
    }
    return offset + shift;
  }

  /** Where an offset of the shadow stands in the written text; inside an insertion, the place of that. */
  toWritten(offset: number): number {
    let shift = 0;
    for (const { at, text } of this.#insertions) {
      if (at + shift >= offset) break;
      if (at + shift + text.length > offset) return at;
      shift += text.length;
    }
    return offset - shift;
  }

  toWrittenEdit({ from, to, insert }: Edit): Edit {
    return { from: this.toWritten(from), to: this.toWritten(to), insert };
  }
}

const blockTypes = ["Worklets.Input", "Worklets.Env", "Worklets.Context"];
const blockNames = [/^_*(?:blockInput|input)$/, /^_*env$/, /^_*(?:context|ctx)$/];

/** The types that nobody wrote, for the parameters of exported functions that are a block's. */
export function blockInsertions(compiler: typeof ts, file: ts.SourceFile, isTyped: boolean): Insertion[] {
  return exportedFunctions(compiler, file)
    .flatMap((work) => parametersOf(compiler, file, work, isTyped))
    .sort((one, other) => one.at - other.at);
}

/** A function is a block's when one of its first three parameters has the name that it has for a block. */
function parametersOf(compiler: typeof ts, file: ts.SourceFile, work: Work, isTyped: boolean): Insertion[] {
  const first = work.parameters.slice(0, 3);
  const isBlock = first.some(({ name }, at) => compiler.isIdentifier(name) && blockNames[at]?.test(name.text));
  if (!isBlock) return [];
  return first.flatMap((parameter, at) => {
    const { name, type, dotDotDotToken, questionToken } = parameter;
    if (type !== undefined || dotDotDotToken !== undefined) return [];
    if (!isTyped) {
      if (compiler.getJSDocType(parameter) !== undefined) return [];
      return [{ at: name.getStart(file), text: `/** @type {${blockTypes[at]}} */ `, leads: true }];
    }
    const end = (questionToken ?? name).end;
    const isBare = compiler.isArrowFunction(work) && !file.text.slice(work.getStart(file), end).includes("(");
    if (!isBare) return [{ at: end, text: `: ${blockTypes[at]}`, leads: false }];
    return [
      { at: name.getStart(file), text: "(", leads: true },
      { at: end, text: `: ${blockTypes[at]})`, leads: false },
    ];
  });
}

type Work = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction;

/** The functions that a module exports and that stand in it. */
function exportedFunctions(compiler: typeof ts, file: ts.SourceFile): Work[] {
  const found: Work[] = [];
  const named = exportedNames(compiler, file);
  const isExported = (statement: ts.Statement) =>
    compiler.canHaveModifiers(statement) &&
    (compiler.getModifiers(statement) ?? []).some(({ kind }) => kind === compiler.SyntaxKind.ExportKeyword);
  for (const statement of file.statements) {
    if (compiler.isFunctionDeclaration(statement)) {
      if (isExported(statement) || named.has(statement.name?.text ?? "")) found.push(statement);
    } else if (compiler.isVariableStatement(statement)) {
      for (const { name, type, initializer } of statement.declarationList.declarations) {
        const isMeant = isExported(statement) || (compiler.isIdentifier(name) && named.has(name.text));
        if (isMeant && type === undefined && isWork(compiler, initializer)) found.push(initializer);
      }
    } else if (compiler.isExportAssignment(statement) && isWork(compiler, statement.expression)) {
      found.push(statement.expression);
    }
  }
  return found;
}

function isWork(
  compiler: typeof ts,
  node: ts.Expression | undefined,
): node is ts.FunctionExpression | ts.ArrowFunction {
  return node !== undefined && (compiler.isArrowFunction(node) || compiler.isFunctionExpression(node));
}

/** What `export { a, b as c }` and `export default a` name. */
function exportedNames(compiler: typeof ts, file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const statement of file.statements) {
    if (compiler.isExportAssignment(statement) && compiler.isIdentifier(statement.expression)) {
      names.add(statement.expression.text);
    } else if (compiler.isExportDeclaration(statement) && statement.moduleSpecifier === undefined) {
      const clause = statement.exportClause;
      if (clause === undefined || !compiler.isNamedExports(clause)) continue;
      for (const { name, propertyName } of clause.elements) names.add((propertyName ?? name).text);
    }
  }
  return names;
}
