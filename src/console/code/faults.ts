import { type Diagnostic, linter } from "@codemirror/lint";
import { type Extension, StateEffect, StateField, type Text } from "@codemirror/state";

/** What the server finds wrong with a file, shown where it stands; it moves along with what is typed around it. */

/** A place in a file, both numbers from 1. */
export type CodeFault = { line: number; column: number; message: string };

const setFaults = StateEffect.define<readonly CodeFault[]>();

const faults = StateField.define<readonly Diagnostic[]>({
  create: () => [],
  update(placed, transaction) {
    let next = placed;
    if (transaction.docChanged) {
      next = placed.map((one) => ({
        ...one,
        from: transaction.changes.mapPos(one.from, 1),
        to: transaction.changes.mapPos(one.to, 1),
      }));
    }
    for (const effect of transaction.effects) {
      if (effect.is(setFaults)) next = effect.value.map((fault) => place(transaction.state.doc, fault));
    }
    return next;
  },
});

/** The field, and the linter that shows it beside all others. */
export function faultLinter(): Extension {
  return [
    faults,
    linter((view) => view.state.field(faults), {
      delay: 200,
      needsRefresh: (update) => update.transactions.some((one) => one.effects.some((effect) => effect.is(setFaults))),
    }),
  ];
}

export function faultsEffect(list: readonly CodeFault[]): StateEffect<readonly CodeFault[]> {
  return setFaults.of(list);
}

/** The offset of a line and a column, or the nearest that the document has. */
export function offsetOf(doc: Text, lineNumber: number, column: number): number {
  const line = doc.line(Math.min(Math.max(1, Math.trunc(lineNumber)), doc.lines));
  return Math.min(line.from + Math.max(0, Math.trunc(column) - 1), line.to);
}

/** A fault marks the word at its place; at the end of a line, the last character of it. */
function place(doc: Text, { line, column, message }: CodeFault): Diagnostic {
  const from = offsetOf(doc, line, column);
  const { from: start, to: end, text } = doc.lineAt(from);
  const word = /^[\w$]+|^[^\w\s]|^\s+/.exec(text.slice(from - start))?.[0].length ?? 0;
  if (word > 0) return { from, to: from + word, severity: "error", message };
  return { from: Math.max(start, end - 1), to: end, severity: "error", message };
}
