import { type ReactElement, type Ref, useEffect, useImperativeHandle, useMemo, useState } from "react";
import { appearance, codeBase, type PageKey, usePageKeys } from "./base.ts";
import { revealPlace } from "./commands.ts";
import { type CodeFault, faultLinter, faultsEffect } from "./faults.ts";
import { formatDocument } from "./format.ts";
import { jsonLinter } from "./json-lint.ts";
import { languageOf, syntaxOf } from "./language.ts";
import { noticePanel } from "./notice.ts";
import { TypeSession } from "./typescript-client.ts";
import type { Globals } from "./typescript-protocol.ts";
import { typeSupport, typesChanged } from "./typescript-support.ts";
import { useEditor } from "./use-editor.ts";

/** The editor of a file of an application: TypeScript or JavaScript with completion, types and faults, or JSON. */

export type { CodeFault } from "./faults.ts";

export type CodeEditorHandle = {
  focus(): void;
  /** Formats the whole file. Rejects with a sentence for a person when the file cannot be read. */
  format(): Promise<void>;
  /** Puts the cursor there (both from 1), into view. */
  reveal(line: number, column: number): void;
};

export type CodeEditorProps = {
  path: string;
  text: string;
  onChange(text: string): void;
  label: string;
  files?: Record<string, string> | undefined;
  globals?: Globals | undefined;
  faults?: CodeFault[] | undefined;
  readOnly?: boolean | undefined;
  onSave?: (() => void) | undefined;
  keys?: PageKey[] | undefined;
  dark: boolean;
  ref?: Ref<CodeEditorHandle> | undefined;
};

const base = [faultLinter(), noticePanel, codeBase];
const noFiles: Record<string, string> = {};
const noFaults: CodeFault[] = [];

export function CodeEditor(props: CodeEditorProps): ReactElement {
  const { path, text, onChange, label, files = noFiles, globals, faults = noFaults, readOnly = false, dark } = props;
  const language = languageOf(path);
  const session = useTypeSession(language === "typescript" || language === "javascript");
  const keys = usePageKeys(bindings(props));
  const settings = useMemo(
    () => [
      keys,
      syntaxOf(language),
      appearance({ label, isDark: dark, isReadOnly: readOnly }),
      language === "json" ? jsonLinter() : [],
      session === null ? [] : typeSupport(session, path),
    ],
    [keys, language, path, label, dark, readOnly, session],
  );
  const { host, view } = useEditor({ document: path, text, onChange, base, settings });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another file has a state of its own, which does not know them yet
  useEffect(() => {
    view.current?.dispatch({ effects: faultsEffect(faults) });
  }, [view, faults, path]);

  useEffect(() => {
    if (session?.know(files, globals ?? null, path)) view.current?.dispatch({ effects: typesChanged.of(null) });
  }, [view, session, files, globals, path]);

  useImperativeHandle(props.ref, () => ({
    focus: () => view.current?.focus(),
    format: async () => {
      if (view.current !== null) await formatDocument(view.current, language);
    },
    reveal: (line, column) => {
      if (view.current !== null) revealPlace(view.current, line, column);
    },
  }));

  return <div ref={host} className="h-full min-h-0 w-full" data-editor="" />;
}

/** What the worker of TypeScript knows, for as long as an editor of code stands. */
function useTypeSession(isCode: boolean): TypeSession | null {
  const [session, setSession] = useState<TypeSession | null>(null);
  useEffect(() => {
    if (!isCode) return;
    const opened = new TypeSession();
    setSession(opened);
    return () => {
      opened.close();
      setSession(null);
    };
  }, [isCode]);
  return session;
}

/** The page's bindings, and Mod-S. */
function bindings({ keys = [], onSave }: Pick<CodeEditorProps, "keys" | "onSave">): PageKey[] {
  if (onSave === undefined) return keys;
  const save = () => {
    onSave();
    return true;
  };
  return [...keys, { key: "Mod-s", run: save }];
}
