import { Popover } from "@base-ui/react/popover";
import { Check, CircleAlert, CloudOff, RotateCw } from "lucide-react";
import { useId } from "react";
import type { Wrong } from "../api/problem.ts";
import { useSelection } from "../graph/selection.ts";
import { Button } from "../parts/button.tsx";
import { type EditedFile, type SaveState, useDraft } from "./draft-context.ts";
import { useOpenedFile } from "./opened-file.tsx";
import { overallSave, shortSaveWords } from "./overall-save.ts";

/** Whether what is edited is saved, in words; what is wrong, with the way to it. */
export function SaveStatus() {
  const store = useDraft();
  const save = overallSave(store);
  const wrongs = useWrongs();
  if (store.isReadOnly) return null;
  const isWrong = save.type === "refused";
  const words = isWrong ? `Not saved: ${countWords(wrongs.length)}` : shortSaveWords(save);
  // What happens every few seconds is seen, not read out.
  const isRoutine = save.type === "saved" || save.type === "waiting" || save.type === "saving";
  return (
    <span className="flex shrink-0 items-center gap-1.5 text-xs">
      <span role="status" className="sr-only">
        {!isRoutine && words}
      </span>
      {!isWrong && (
        <span aria-hidden={!isRoutine} className={colors[save.type] ?? "text-muted"}>
          {words}
        </span>
      )}
      {save.type === "saved" && <Check size={13} aria-hidden className="order-first shrink-0 text-success" />}
      {save.type === "failed" && (
        <>
          <CloudOff size={13} aria-hidden className="order-first shrink-0 text-warning" />
          <Button
            size="small"
            weight="ghost"
            icon={<RotateCw size={12} aria-hidden />}
            onClick={() => void store.saveNow()}
          >
            Try now
          </Button>
        </>
      )}
      {isWrong && <WrongList wrongs={wrongs} />}
    </span>
  );
}

const colors: Partial<Record<SaveState["type"], string>> = { failed: "text-warning", conflict: "text-danger" };

type Place = { key: string; where: string; message: string; go: (() => void) | null };

function WrongList({ wrongs }: { wrongs: Place[] }) {
  const title = useId();
  return (
    <Popover.Root>
      <Popover.Trigger render={<Button size="small" weight="danger" icon={<CircleAlert size={13} aria-hidden />} />}>
        Not saved: {countWords(wrongs.length)}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={8} className="z-50">
          <Popover.Popup
            aria-labelledby={title}
            className="max-h-(--available-height) w-96 max-w-(--available-width) overflow-y-auto rounded-lg border border-border bg-surface p-3 text-sm shadow-popup outline-none"
          >
            <h2 id={title} className="font-semibold">
              It is not saved like this
            </h2>
            <p className="mt-0.5 text-xs text-muted">
              Nothing is lost: this browser keeps it, and it is saved as soon as this is put right.
            </p>
            <ul className="mt-2 flex flex-col">
              {wrongs.map(({ key, where, message, go }) => (
                <li key={key}>
                  <Popover.Close
                    disabled={go === null}
                    onClick={() => go?.()}
                    className="block w-full rounded-md px-2 py-1.5 text-left break-words hover:bg-surface-2 disabled:cursor-default"
                  >
                    <span className="block font-mono text-xs text-muted">{where}</span>
                    {message}
                  </Popover.Close>
                </li>
              ))}
            </ul>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Everything that is wrong, with the way to its place. */
function useWrongs(): Place[] {
  const { wrongs, save, draft, files } = useDraft();
  const { select } = useSelection();
  const { open } = useOpenedFile();
  const inDraft =
    save.type === "refused" && wrongs.length === 0 ? [{ path: "", message: save.problem.message }] : wrongs;
  const ofDraft = inDraft
    .filter((wrong) => typeof (wrong as Wrong).file !== "string")
    .map((wrong): Place => {
      const at = /^\/graph\/blocks\/(\d+)/.exec(wrong.path)?.[1];
      const id = at === undefined ? undefined : draft.graph.blocks[Number(at)]?.id;
      const where = id === undefined ? wrong.path || "Draft" : `Block ${id}`;
      return {
        key: wrong.path + wrong.message,
        where,
        message: wrong.message,
        go: id === undefined ? null : () => select([id]),
      };
    });
  return [...ofDraft, ...files.flatMap((file) => wrongsOfFile(file, open))];
}

function wrongsOfFile({ path, faults, save }: EditedFile, open: ReturnType<typeof useOpenedFile>["open"]): Place[] {
  if (faults.length === 0) {
    if (save.type !== "refused") return [];
    return [{ key: path, where: path, message: save.problem.message, go: () => open(path) }];
  }
  return faults.map(({ line, column, message }) => {
    const where = `${path}:${line}:${column}`;
    return { key: where + message, where, message, go: () => open(path, { line, column }) };
  });
}

function countWords(count: number): string {
  return count === 1 ? "1 problem" : `${count} problems`;
}
