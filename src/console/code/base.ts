import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  type KeyBinding,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { useLayoutEffect, useMemo, useRef } from "react";
import { look } from "./theme.ts";
import { typeOver } from "./type-over.ts";

const keysToKnow = "Tab leaves the editor. Control or Command with ] and [ indents. F8 goes to the next fault.";

/** What all editors of code have in common. Tab leaves the editor; Mod-] and Mod-[ indent. */
export const codeBase: Extension = [
  EditorView.contentAttributes.of({ "aria-description": keysToKnow }),
  lineNumbers(),
  lintGutter(),
  foldGutter(),
  highlightActiveLineGutter(),
  highlightSpecialChars(),
  history(),
  drawSelection(),
  EditorState.allowMultipleSelections.of(true),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  typeOver,
  autocompletion({ icons: true, maxRenderedOptions: 60 }),
  highlightActiveLine(),
  highlightSelectionMatches(),
  keymap.of([
    // While a list of completions is open Tab takes one; otherwise it leaves the editor.
    { key: "Tab", run: acceptCompletion },
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...foldKeymap,
    ...completionKeymap,
    ...lintKeymap,
  ]),
];

/** A key binding of the page; it wins over those of the editor. */
export type PageKey = { key: string; run(): boolean };

/** The page's bindings as an extension that stays the same while the keys do; what runs is always the latest. */
export function usePageKeys(keys: readonly PageKey[]): Extension {
  const latest = useRef(keys);
  useLayoutEffect(() => {
    latest.current = keys;
  });
  const names = JSON.stringify(keys.map(({ key }) => key));
  return useMemo(() => {
    const bindings = (JSON.parse(names) as string[]).map<KeyBinding>((key) => ({
      key,
      run: () => latest.current.find((one) => one.key === key)?.run() ?? false,
    }));
    return Prec.highest(keymap.of(bindings));
  }, [names]);
}

/** What a screen reader says of the text, whether it can be changed, and how it looks. */
export function appearance(options: {
  label: string;
  isDark: boolean;
  isReadOnly: boolean;
  attributes?: Record<string, string>;
}): Extension {
  return [
    look(options.isDark),
    EditorState.readOnly.of(options.isReadOnly),
    EditorView.contentAttributes.of({ "aria-label": options.label, tabindex: "0", ...options.attributes }),
  ];
}
