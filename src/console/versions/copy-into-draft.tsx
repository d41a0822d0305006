import { useEffect } from "react";
import type { Version } from "../../contract/catalog.ts";
import { useDraft } from "../draft/draft-context.ts";
import { ConfirmDialog } from "../parts/dialog.tsx";
import { useNotify } from "../parts/toast.tsx";
import { snapshotOf } from "./comparison.ts";

/** Puts a version back into the draft, its files included. The draft can be undone; each file is a step of its editor. */
export function CopyIntoDraft({ version, close }: { version: Version; close(): void }) {
  const { files, change, changeFile, createFile, openFile } = useDraft();
  const { notify } = useNotify();
  const paths = Object.keys(version.files);
  useEffect(() => {
    for (const path of paths) if (files.some((file) => file.path === path)) openFile(path);
  });
  const held = new Map(files.map((file) => [file.path, file.text]));
  const isUnread = paths.some((path) => held.get(path) === null);
  const differing = paths.filter((path) => held.get(path) !== version.files[path]);
  const copy = async () => {
    for (const path of differing) {
      const text = version.files[path] ?? "";
      if (held.has(path)) changeFile(path, text);
      else await createFile(path, text);
    }
    const { files: _, ...draft } = snapshotOf(version);
    change(() => draft);
    notify({
      title: `The draft is version ${version.number} now`,
      detail: "Undo brings the former graph and settings back.",
    });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && close()}
      title={`Copy version ${version.number} into the draft?`}
      action="Copy"
      act={isUnread ? () => Promise.reject(new Error("The files are still being read. Try again in a moment.")) : copy}
    >
      <p>
        <strong className="text-text">Replaced:</strong> the graph, the schemas and the settings of the draft.
        {differing.length > 0 && !isUnread && (
          <>
            {" "}
            Files too, for every worklet that uses them:{" "}
            <span className="font-mono text-xs break-all">{differing.join(", ")}</span>.
          </>
        )}
      </p>
      <p>
        <strong className="text-text">Stays:</strong> what is live, until you publish. Undo brings the former graph
        back.
      </p>
    </ConfirmDialog>
  );
}
