import { bracketMatching, foldGutter } from "@codemirror/language";
import { goToNextChunk, goToPreviousChunk, unifiedMergeView } from "@codemirror/merge";
import { search, searchKeymap } from "@codemirror/search";
import { drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { type ReactElement, useMemo, useState } from "react";
import { appearance, usePageKeys } from "./base.ts";
import { languageOf, syntaxOf } from "./language.ts";
import { useEditor } from "./use-editor.ts";

/** What changed in a file, line by line, to be read only. F7 and Shift-F7 go from change to change, Mod-E shows all lines. */

const base = [
  lineNumbers(),
  foldGutter(),
  drawSelection(),
  bracketMatching(),
  search(),
  keymap.of([{ key: "F7", run: goToNextChunk, shift: goToPreviousChunk, preventDefault: true }, ...searchKeymap]),
];

const nothing = () => {};
const keysToKnow =
  "F7 and Shift-F7 go from change to change. Control or Command with E shows all lines, or only those around changes.";

export function DiffView(props: {
  path: string;
  before: string;
  after: string;
  label: string;
  dark: boolean;
}): ReactElement {
  const { path, before, after, label, dark } = props;
  const [isWhole, setWhole] = useState(false);
  const toggle = () => {
    setWhole(!isWhole);
    return true;
  };
  const keys = usePageKeys([{ key: "Mod-e", run: toggle }]);
  const settings = useMemo(
    () => [
      keys,
      syntaxOf(languageOf(path)),
      appearance({ label, isDark: dark, isReadOnly: true, attributes: { "aria-description": keysToKnow } }),
      unifiedMergeView({
        original: before.replaceAll(/\r\n?/g, "\n"),
        mergeControls: false,
        ...(!isWhole && { collapseUnchanged: { margin: 3, minSize: 6 } }),
        diffConfig: { scanLimit: 1_000, timeout: 500 },
      }),
    ],
    [keys, path, before, label, dark, isWhole],
  );
  const { host } = useEditor({ document: path, text: after, onChange: nothing, base, settings });
  return <div ref={host} className="h-full min-h-0 w-full" data-editor="" />;
}
