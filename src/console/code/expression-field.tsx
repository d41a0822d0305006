import {
  acceptCompletion,
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  insertCompletionText,
  pickedCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState, type Extension } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, keymap, placeholder as placeholderText } from "@codemirror/view";
import { type ReactElement, type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { appearance } from "./base.ts";
import { type CompletionTree, completeExpression, type Help, type NameSuggestion } from "./expression-completion.ts";
import { expressionsIn } from "./expression-places.ts";
import { useEditor } from "./use-editor.ts";

/** A field for text with `{{ expressions }}`, which completes the names that are in scope there. */

export type { CompletionTree } from "./expression-completion.ts";

export type ExpressionFieldProps = {
  text: string;
  onChange(text: string): void;
  label: string;
  /** The names that are in scope; a function is asked when something is completed. */
  names: CompletionTree | (() => CompletionTree);
  help?: Help | undefined;
  dark: boolean;
  placeholder?: string | undefined;
  invalid?: boolean | undefined;
  multiline?: boolean | undefined;
  /** The id of an element that says more. */
  describedBy?: string | undefined;
};

export function ExpressionField(props: ExpressionFieldProps): ReactElement {
  const { text, onChange, label, names, dark, placeholder = "", invalid = false, multiline = false } = props;
  const latest = useRef({ names, help: props.help });
  useLayoutEffect(() => {
    latest.current = { names, help: props.help };
  });
  // A text of several lines stays as it is, also in a field for one line.
  const isMultiline = multiline || /[\r\n]/.test(text);
  const completion = useMemo(() => autocompletion({ override: [(context) => complete(context, latest.current)] }), []);
  const settings = useMemo(
    () => [
      completion,
      appearance({ label, isDark: dark, isReadOnly: false, attributes: invalid ? { "aria-invalid": "true" } : {} }),
      EditorView.editorAttributes.of({ class: `cm-field${invalid ? " cm-field-invalid" : ""}` }),
      placeholder === "" ? [] : placeholderText(placeholder),
      isMultiline ? EditorView.lineWrapping : oneLine,
    ],
    [completion, label, dark, invalid, placeholder, isMultiline],
  );
  const { host, view } = useEditor({ document: "", text, onChange, base, settings });
  useDescription(view, props.describedBy);
  return <div ref={host} className="w-full min-w-0" data-editor="" />;
}

type Known = Pick<ExpressionFieldProps, "names" | "help">;

function complete(context: CompletionContext, { names, help }: Known): CompletionResult | null {
  const tree = typeof names === "function" ? names() : names;
  const found = completeExpression(context.state.doc.toString(), context.pos, tree, help);
  if (found === null) return null;
  const isBegun = context.pos > found.from || /[.[{"']\s?$/.test(context.state.sliceDoc(0, context.pos));
  if (!context.explicit && !isBegun) return null;
  return {
    from: found.from,
    validFor: /^[\p{ID_Continue}$]*$/u,
    options: found.list.map((one, at) => ({
      label: one.label,
      detail: one.detail,
      ...(one.help !== undefined && { info: () => helpElement(one.help ?? "") }),
      type: one.kind === "value" ? "property" : one.kind,
      // What the scope has comes before what the language has, in the order of the example.
      sortText: String(at).padStart(5, "0"),
      boost: one.kind === "value" ? 10 : 0,
      apply: writer(one),
    })),
  };
}

function helpElement(text: string): HTMLElement {
  const element = document.createElement("div");
  element.className = "cm-types";
  element.textContent = text;
  return element;
}

type Apply = (view: EditorView, completion: { label: string }, from: number, to: number) => void;

function writer({ insert, over }: NameSuggestion): Apply {
  return (view, completion, from, to) => {
    const end = insert.endsWith("]") && /^["']?\]/.test(view.state.sliceDoc(to, to + 2)) ? to + 2 : to;
    view.dispatch({
      ...insertCompletionText(view.state, insert, from - over, end),
      annotations: pickedCompletion.of(completion),
    });
  };
}

const expression = Decoration.mark({ class: "cm-expression" });

const base: Extension = [
  history(),
  drawSelection(),
  closeBrackets(),
  EditorState.languageData.of(() => [{ closeBrackets: { brackets: ["{"] } }]),
  EditorView.decorations.compute(["doc"], ({ doc }) =>
    Decoration.set(
      expressionsIn(doc.toString()).map(({ start, end }) =>
        expression.range(start - 2, end === null ? doc.length : end + 2),
      ),
    ),
  ),
  keymap.of([
    { key: "Tab", run: acceptCompletion },
    ...closeBracketsKeymap,
    ...completionKeymap,
    ...defaultKeymap,
    ...historyKeymap,
  ]),
];

/** What is pasted or typed over several lines becomes one. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
  const changes: { from: number; to: number; insert: string }[] = [];
  for (let line = 1; line < transaction.newDoc.lines; line++) {
    const { to } = transaction.newDoc.line(line);
    changes.push({ from: to, to: to + 1, insert: " " });
  }
  return [transaction, { changes, sequential: true }];
});

/** What describes the field stands outside its shadow root, where an id does not reach: the element itself is handed over. */
function useDescription(view: RefObject<EditorView | null>, id: string | undefined): void {
  useEffect(() => {
    const content = view.current?.contentDOM;
    if (content === undefined || id === undefined) return;
    const described = id.split(" ").flatMap((one) => document.getElementById(one) ?? []);
    content.ariaDescribedByElements = described;
    return () => {
      content.ariaDescribedByElements = null;
    };
  });
}
