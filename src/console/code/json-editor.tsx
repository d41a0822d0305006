import { EditorView } from "@codemirror/view";
import { type ReactElement, type Ref, useImperativeHandle, useMemo } from "react";
import { appearance, codeBase, type PageKey, usePageKeys } from "./base.ts";
import type { CodeEditorHandle } from "./code-editor.tsx";
import { revealPlace } from "./commands.ts";
import { formatDocument } from "./format.ts";
import { jsonLinter } from "./json-lint.ts";
import { syntaxOf } from "./language.ts";
import { useEditor } from "./use-editor.ts";

/** The editor of a JSON value, such as an input or a schema. It grows with its text when it has a least number of lines. */

export type JsonEditorProps = {
  text: string;
  onChange(text: string): void;
  label: string;
  readOnly?: boolean | undefined;
  minLines?: number | undefined;
  dark: boolean;
  keys?: PageKey[] | undefined;
  ref?: Ref<CodeEditorHandle> | undefined;
};

const noKeys: PageKey[] = [];

export function JsonEditor(props: JsonEditorProps): ReactElement {
  const { text, onChange, label, readOnly = false, minLines, dark } = props;
  const keys = usePageKeys(props.keys ?? noKeys);
  const settings = useMemo(
    () => [
      keys,
      syntaxOf("json"),
      jsonLinter(),
      appearance({ label, isDark: dark, isReadOnly: readOnly }),
      minLines === undefined ? [] : leastHeight(minLines),
    ],
    [keys, label, dark, readOnly, minLines],
  );
  const { host, view } = useEditor({ document: "", text, onChange, base: codeBase, settings });

  useImperativeHandle(props.ref, () => ({
    focus: () => view.current?.focus(),
    format: async () => {
      if (view.current !== null) await formatDocument(view.current, "json");
    },
    reveal: (line, column) => {
      if (view.current !== null) revealPlace(view.current, line, column);
    },
  }));

  return <div ref={host} className={minLines === undefined ? "h-full min-h-0 w-full" : "w-full"} data-editor="" />;
}

/** As tall as its text, from so many lines up to two thirds of the window. */
function leastHeight(lines: number) {
  return EditorView.theme({
    "&": { height: "auto", maxHeight: "66vh" },
    ".cm-content, .cm-gutter": { minHeight: `calc(${lines * 1.55}em + 16px)` },
  });
}
