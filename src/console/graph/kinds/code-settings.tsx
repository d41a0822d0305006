import { FilePlus } from "lucide-react";
import { lazy, Suspense } from "react";
import type { CodeBlock } from "../../../contract/graph.ts";
import { useDraft } from "../../draft/draft-context.ts";
import { IconButton } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { Select } from "../../parts/select.tsx";
import { Loading } from "../../parts/states.tsx";
import { useNotify } from "../../parts/toast.tsx";
import { useBlock } from "../block-context.ts";
import { codeText, freePath } from "../new-block.ts";

/** Which function a code block calls, and its code. */

const FileEditor = lazy(async () => ({ default: (await import("../../draft/file-editor.tsx")).FileEditor }));

export function CodeSettings({ block }: { block: CodeBlock }) {
  const { files } = useDraft();
  const { isReadOnly, about, change } = useBlock();
  const newFile = useNewFile(block);
  const exportsOf = (path: string) => files.find((file) => file.path === path)?.meta?.exports;
  const functions = exportsOf(block.file) ?? [];
  const pick = (file: string, named: string) =>
    change((before) => ({ ...before, kind: "code", file, function: named }) as CodeBlock);
  const pickFile = (file: string) => {
    const there = exportsOf(file);
    pick(file, there === undefined || there.includes(block.function) ? block.function : (there[0] ?? block.function));
  };
  return (
    <div className="flex items-end gap-2 [&>*]:min-w-0 [&>*]:flex-1">
      <Field label="File" error={about("/file")}>
        {(field) => (
          <span className="flex gap-1">
            <Select
              field={field}
              value={block.file}
              choices={withChosen(
                files.map(({ path }) => path),
                block.file,
              )}
              disabled={isReadOnly}
              onChange={pickFile}
            />
            {!isReadOnly && (
              <IconButton
                label="New file"
                icon={<FilePlus size={15} aria-hidden />}
                onClick={newFile}
                className="size-8"
              />
            )}
          </span>
        )}
      </Field>
      <Field label="Function" error={about("/function")}>
        {(field) => (
          <Select
            field={field}
            value={block.function}
            choices={withChosen(functions, block.function)}
            disabled={isReadOnly}
            onChange={(named) => pick(block.file, named)}
          />
        )}
      </Field>
    </div>
  );
}

/** The code of the block's file. */
export function BlockCode({ block }: { block: CodeBlock }) {
  return (
    <Suspense fallback={<Loading rows={6} label="Loading the editor" />}>
      <FileEditor path={block.file} />
    </Suspense>
  );
}

function useNewFile(block: CodeBlock): () => Promise<void> {
  const { files, createFile } = useDraft();
  const { change } = useBlock();
  const { notifyProblem } = useNotify();
  return async () => {
    const path = freePath(block.id, files);
    try {
      await createFile(path, codeText(block.id));
      change((before) => ({ ...before, file: path, function: "main" }) as CodeBlock);
    } catch (error) {
      notifyProblem(error);
    }
  };
}

/** What can be chosen, and what is chosen even if it is not there. */
export function withChosen(values: readonly string[], chosen: string) {
  const all = values.includes(chosen) ? values : [chosen, ...values];
  return all.map((value) => ({ value, label: value }));
}
