import { FilePlus, FileText, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { Problem, problemFrom } from "../api/problem.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { ConfirmDialog } from "../parts/dialog.tsx";
import { focusFoundAfterDialog } from "../parts/focus.ts";
import { Empty } from "../parts/states.tsx";
import { NameInput } from "../shell/name-input.tsx";
import { useDraft } from "./draft-context.ts";
import { FileEditor } from "./file-editor.tsx";
import { FilesTree } from "./files-tree.tsx";
import { useOpenedFile } from "./opened-file.tsx";

const firstText = "export function main(input: unknown) {\n  return input;\n}\n";

/** The application's files: a tree of them, and the one that is open. */
export function FilesPanel() {
  const { files, isReadOnly } = useDraft();
  const { path, reveal, open } = useOpenedFile();
  const [isMaking, setMaking] = useState(false);
  const [deleting, setDeleting] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  // The row that had the focus is gone; the next one gets it when the window has closed.
  const focusTree = () =>
    focusFoundAfterDialog(() => tree.current?.querySelector<HTMLElement>('[tabindex="0"]') ?? null);
  const isOpen = path !== null && files.some((file) => file.path === path);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex max-h-[38%] min-h-24 shrink-0 flex-col border-b border-border">
        <div className="flex items-center gap-1 px-2 py-1">
          <h2 className="min-w-0 flex-1 truncate text-xs text-muted">
            Files of the application, shared by its worklets
          </h2>
          {!isReadOnly && (
            <>
              {isOpen && (
                <IconButton label={`Delete ${path}`} icon={<Trash2 size={14} />} onClick={() => setDeleting(path)} />
              )}
              <IconButton label="New file" icon={<FilePlus size={14} />} onClick={() => setMaking(true)} />
            </>
          )}
        </div>
        <div ref={tree} className="min-h-0 flex-1 overflow-y-auto">
          {isMaking && <NewFile close={() => setMaking(false)} />}
          <FilesTree opened={path} onOpen={open} onDelete={(each) => !isReadOnly && setDeleting(each)} />
        </div>
      </div>
      <div className="min-h-0 flex-1">
        {isOpen ? (
          <FileEditor path={path} reveal={reveal} />
        ) : (
          <Empty
            icon={<FileText size={20} aria-hidden />}
            title="No file is open"
            action={!isReadOnly && <Button onClick={() => setMaking(true)}>New file</Button>}
          >
            Code blocks pick an exported function from a file; files import each other by relative paths.
          </Empty>
        )}
      </div>
      {deleting !== null && <DeleteFile path={deleting} onDeleted={focusTree} close={() => setDeleting(null)} />}
    </div>
  );
}

function NewFile({ close }: { close(): void }) {
  const { createFile } = useDraft();
  const { open } = useOpenedFile();
  const [problem, setProblem] = useState<string>();
  const make = async (path: string) => {
    try {
      await createFile(path, firstText);
      close();
      open(path, { line: 1, column: 1 });
    } catch (error) {
      setProblem(problemFrom(error).message);
    }
  };
  return (
    <div className="px-2 pb-1">
      <NameInput label="Path of the new file" initial="new-file.ts" problem={problem} keep={make} cancel={close} />
    </div>
  );
}

/** One that drafts need is refused, with their names. */
function DeleteFile({ path, onDeleted, close }: { path: string; onDeleted(): void; close(): void }) {
  const { deleteFile } = useDraft();
  const opened = useOpenedFile();
  const remove = async () => {
    try {
      await deleteFile(path);
    } catch (error) {
      throw inWords(problemFrom(error));
    }
    if (opened.path === path) opened.close();
    onDeleted();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && close()}
      title={`Delete ${path}?`}
      action="Delete"
      act={remove}
    >
      <p>
        <strong className="text-text">Lost:</strong> the file, for every worklet of the application.
      </p>
      <p>
        <strong className="text-text">Stays:</strong> versions that are published have their own copy. A file that a
        draft still needs is not deleted: change its blocks or imports first.
      </p>
    </ConfirmDialog>
  );
}

/** What to do about it here: the server's own words are for programs. */
function inWords(problem: Problem): Problem {
  if (problem.code !== "file.in_use") return problem;
  const { status, code, title, usedBy } = problem;
  return new Problem({
    status,
    code,
    title,
    usedBy,
    detail: "Change the blocks or the imports that need it, then delete it.",
  });
}
