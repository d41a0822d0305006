import ts from "@typescript/typescript6";
import { importRefusal, isRelative, resolveSpecifier } from "../../source/specifier.ts";
import type { TypeProject } from "./type-project.ts";
import type { Details, Explanation, Finding, Suggestion, Suggestions } from "./typescript-protocol.ts";

/** What an editor asks about a file, answered by TypeScript's language service in offsets of the written text. */

const preferences: ts.UserPreferences = {
  includeCompletionsForModuleExports: true,
  includeCompletionsWithInsertText: true,
  importModuleSpecifierPreference: "relative",
};

const mostFindings = 200;

/** Faults of syntax, or if there are none, of types. What is wrong with an import is said in the server's words. */
export function findings(project: TypeProject, path: string): Finding[] {
  const { name, text, shadow } = project.file(path);
  const imports = importFindings(project, path, text);
  const syntax = project.service.getSyntacticDiagnostics(name);
  const all: readonly ts.Diagnostic[] = syntax.length > 0 ? syntax : project.service.getSemanticDiagnostics(name);
  const typed = all.flatMap((one): Finding[] => {
    const from = shadow.toWritten(one.start ?? 0);
    const to = shadow.toWritten((one.start ?? 0) + (one.length ?? 0));
    if (imports.some((other) => from < other.to && to > other.from)) return [];
    const message = ts.flattenDiagnosticMessageText(one.messageText, "\n");
    return [{ from, to, severity: one.category === ts.DiagnosticCategory.Error ? "error" : "warning", message }];
  });
  return [...imports, ...typed].slice(0, mostFindings);
}

/** Imports that the server refuses. */
function importFindings(project: TypeProject, path: string, text: string): Finding[] {
  return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName, pos, end }): Finding[] => {
    const message = importRefusal(path, fileName) ?? missing(project, path, fileName);
    // TypeScript counts from the quote and leaves both out of the length.
    return message === null ? [] : [{ from: pos, to: end + 2, severity: "error", message }];
  });
}

function missing(project: TypeProject, path: string, specifier: string): string | null {
  if (!isRelative(specifier) || resolveSpecifier(path, specifier, (other) => project.has(other)) !== null) return null;
  return `There is no file for the import "${specifier}".`;
}

export function complete(project: TypeProject, path: string, at: number): Suggestions | null {
  const { name, shadow } = project.file(path);
  const place = shadow.toShadow(at);
  const found = project.service.getCompletionsAtPosition(name, place, preferences);
  if (found === undefined) return null;
  const span = found.optionalReplacementSpan ?? found.entries.find(isInText)?.replacementSpan;
  const from = span === undefined ? undefined : shadow.toWritten(span.start);
  const list = found.entries.filter(isOffered).map((entry): Suggestion => {
    const own = entry.replacementSpan === undefined ? from : shadow.toWritten(entry.replacementSpan.start);
    return {
      name: entry.name,
      kind: entry.kind,
      sort: entry.sortText,
      ...(entry.insertText !== undefined && { insert: entry.insertText }),
      ...(entry.source !== undefined && { source: entry.source }),
      ...(own !== undefined && own !== from && { from: own }),
    };
  });
  return { from: from ?? null, list };
}

/** Text within quotes is replaced as a whole. */
function isInText(entry: ts.CompletionEntry): boolean {
  return entry.kind === ts.ScriptElementKind.string && entry.replacementSpan !== undefined;
}

/** Of other modules only those that a worklet can import; and no names that are for declarations only. */
function isOffered({ source, name, kind }: ts.CompletionEntry): boolean {
  // In JavaScript every word of the file is offered as a "warning", whatever it is.
  if (name === "" || kind === ts.ScriptElementKind.warning || /^(?:__|Base_)/.test(name)) return false;
  return source === undefined || /^(?:\.|\/app\/|node:)/.test(source);
}

export function details(
  project: TypeProject,
  path: string,
  at: number,
  entry: { name: string; source?: string | undefined },
): Details | null {
  const { service } = project;
  const { name, shadow } = project.file(path);
  const place = shadow.toShadow(at);
  // Only what has to be imported has more to it than its name.
  const listed = entry.source === undefined ? undefined : service.getCompletionsAtPosition(name, place, preferences);
  const data = listed?.entries.find((one) => one.name === entry.name && one.source === entry.source)?.data;
  const found = service.getCompletionEntryDetails(name, place, entry.name, {}, entry.source, preferences, data);
  if (found === undefined) return null;
  const edits = (found.codeActions ?? [])
    .flatMap(({ changes }) => changes)
    .filter(({ fileName }) => fileName === name)
    .flatMap(({ textChanges }) => textChanges)
    .map(({ span, newText }) =>
      shadow.toWrittenEdit({ from: span.start, to: span.start + span.length, insert: newText }),
    );
  return { signature: textOf(found.displayParts), documentation: documented(found), edits };
}

export function explain(project: TypeProject, path: string, at: number): Explanation | null {
  const { name, shadow } = project.file(path);
  const found = project.service.getQuickInfoAtPosition(name, shadow.toShadow(at));
  if (found === undefined) return null;
  const { start, length } = found.textSpan;
  return {
    from: shadow.toWritten(start),
    to: shadow.toWritten(start + length),
    signature: textOf(found.displayParts),
    documentation: documented(found),
  };
}

function textOf(parts: ts.SymbolDisplayPart[] | undefined): string {
  return ts.displayPartsToString(parts ?? []).slice(0, 2_000);
}

/** The comment, and of its tags those that a reader needs. */
function documented({ documentation, tags = [] }: Pick<ts.QuickInfo, "documentation" | "tags">): string {
  const lines = tags
    .filter(({ name }) => name === "deprecated" || name === "returns" || name === "param")
    .map(({ name, text }) => `@${name} ${ts.displayPartsToString(text ?? [])}`);
  return [ts.displayPartsToString(documentation ?? []), ...lines].join("\n").trim().slice(0, 4_000);
}
