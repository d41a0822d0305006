import { useQuery } from "@tanstack/react-query";
import { FileX, WandSparkles } from "lucide-react";
import { lazy, type RefObject, Suspense, useEffect, useMemo, useRef } from "react";
import { modelsQuery, secretsQuery, workletsQuery } from "../api/queries.ts";
import { useMay } from "../api/role.ts";
import type { CodeEditorHandle } from "../code/code-editor.tsx";
import { Button } from "../parts/button.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { useTheme } from "../parts/theme.ts";
import { useNotify } from "../parts/toast.tsx";
import { useRunKeys } from "../test-run/run-verbs.ts";
import { type EditedFile, useDraft } from "./draft-context.ts";
import { isVendored } from "./file-path.ts";
import { importedFiles } from "./imported-files.ts";
import type { FilePlace } from "./opened-file.tsx";
import { saveWords } from "./overall-save.ts";

const CodeEditor = lazy(async () => ({ default: (await import("../code/code-editor.tsx")).CodeEditor }));

/** A file of the application, edited: its code, and below it whether it is saved. `reveal` shows a place when it changes. */
export function FileEditor({ path, reveal = null }: { path: string; reveal?: FilePlace | null }) {
  const { files, openFile } = useDraft();
  const file = files.find((each) => each.path === path);
  const isThere = file !== undefined;
  useEffect(() => {
    if (isThere) openFile(path);
  }, [path, isThere, openFile]);
  if (!file) {
    return (
      <Empty icon={<FileX size={20} aria-hidden />} title="No such file">
        The application has no file <code className="font-mono text-xs break-all">{path}</code>.
      </Empty>
    );
  }
  if (file.text === null) {
    if (file.save.type === "failed") return <Failed error={file.save.problem} retry={() => openFile(path)} />;
    return <Loading rows={5} label={`Loading ${path}`} />;
  }
  return (
    <Suspense fallback={<Loading rows={5} label="Loading the editor" />}>
      <Editor file={file} text={file.text} reveal={reveal} />
    </Suspense>
  );
}

function Editor({ file, text, reveal }: { file: EditedFile; text: string; reveal: FilePlace | null }) {
  const { isReadOnly, changeFile, saveNow } = useDraft();
  const { path, faults } = file;
  const { isDark } = useTheme();
  const editor = useRef<CodeEditorHandle>(null);
  const files = useTexts(path);
  const globals = useGlobals();
  const keys = useRunKeys();
  const cannotChange = isReadOnly || isVendored(path);
  useEffect(() => {
    if (reveal) editor.current?.reveal(reveal.line, reveal.column);
  }, [reveal]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1">
        <CodeEditor
          ref={editor}
          path={path}
          text={text}
          onChange={(changed) => changeFile(path, changed)}
          label={`Code of ${path}`}
          files={files}
          globals={globals}
          faults={faults}
          readOnly={cannotChange}
          onSave={() => void saveNow()}
          keys={keys}
          dark={isDark}
        />
      </div>
      <FileFooter file={file} canFormat={!cannotChange} editor={editor} />
    </div>
  );
}

function FileFooter({
  file,
  canFormat,
  editor,
}: {
  file: EditedFile;
  canFormat: boolean;
  editor: RefObject<CodeEditorHandle | null>;
}) {
  const { isReadOnly } = useDraft();
  const { notify } = useNotify();
  const { path, save, faults } = file;
  const isBad = save.type === "refused" || save.type === "conflict";
  const format = () =>
    editor.current?.format().catch((error: unknown) => {
      notify({ title: `${path} is not formatted`, detail: error instanceof Error ? error.message : String(error) });
    });
  return (
    <div className="flex min-h-8 shrink-0 items-center gap-2 border-t border-border px-2 py-0.5 text-xs">
      <p className={`min-w-0 flex-1 break-words ${isBad ? "text-danger" : "text-muted"}`}>
        {isVendored(path) ? (
          <>
            A package from npm, made by <code className="font-mono">npm run vendor</code>. Make it anew there rather
            than change it here.
          </>
        ) : (
          !isReadOnly && saveWords(save)
        )}
        {faults.length > 0 && save.type === "saved" && <span className="text-danger"> · {faults[0]?.message}</span>}
      </p>
      {canFormat && (
        <Button size="small" weight="ghost" icon={<WandSparkles size={12} aria-hidden />} onClick={() => void format()}>
          Format
        </Button>
      )}
    </div>
  );
}

/** The texts of what the file imports, read as they become known to be needed. */
function useTexts(path: string): Record<string, string> {
  const { files, openFile } = useDraft();
  const texts = useMemo(() => new Map(files.map((file) => [file.path, file.text])), [files]);
  const wanted = importedFiles(path, texts).join(" ");
  useEffect(() => {
    for (const each of wanted.split(" ").filter(Boolean)) openFile(each);
  }, [wanted, openFile]);
  const known = useRef<Record<string, string>>({});
  const next = Object.fromEntries([...texts].flatMap(([name, text]) => (text === null ? [] : [[name, text]])));
  // The same object as long as no other file changed: the editor tells its worker of each new one.
  const isSame = Object.keys({ ...next, ...known.current }).every(
    (name) => name === path || next[name] === known.current[name],
  );
  if (!isSame) known.current = next;
  return known.current;
}

/** The names that completion knows. */
function useGlobals() {
  const { application, draft } = useDraft();
  const { data: worklets } = useQuery(workletsQuery(application));
  const { data: models } = useQuery(modelsQuery(application));
  const maySee = useMay("creator");
  const { data: secrets } = useQuery({ ...secretsQuery(application), enabled: maySee });
  const inputSchema = draft.input_schema;
  return useMemo(
    () => ({
      worklets: worklets?.map(({ id }) => id) ?? [],
      models: models?.map(({ name }) => name) ?? [],
      secrets: secrets?.map(({ name }) => name) ?? [],
      inputSchema,
    }),
    [worklets, models, secrets, inputSchema],
  );
}
