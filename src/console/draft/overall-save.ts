import type { DraftStore, SaveState } from "./draft-context.ts";

/** How far everything that is open has come, the draft and the files, in one state and in words. */

const order: Record<SaveState["type"], number> = {
  saved: 0,
  waiting: 1,
  saving: 2,
  failed: 3,
  refused: 4,
  conflict: 5,
};

/** The worst of them. */
export function overallSave({ save, files }: Pick<DraftStore, "save" | "files">): SaveState {
  const written = files.filter(({ text }) => text !== null).map((file) => file.save);
  return [save, ...written].reduce((worst, each) => (order[each.type] > order[worst.type] ? each : worst));
}

/** Few words, for the bar. */
export function shortSaveWords(save: SaveState): string {
  if (save.type === "conflict") return "Not saved: changed elsewhere";
  if (save.type !== "failed") return saveWords(save);
  const { status } = save.problem;
  return status === 0
    ? "Not saved: no connection"
    : status === 401
      ? "Not saved: signed out"
      : "Not saved: server busy";
}

export function saveWords(save: SaveState): string {
  switch (save.type) {
    case "saved":
      return "Saved";
    case "waiting":
    case "saving":
      return "Saving…";
    case "conflict":
      return "Not saved: somebody else changed it";
    case "refused":
      return `Not saved: ${save.problem.message}`;
    case "failed":
      return `Not saved yet: ${failureWords(save.problem.status)}`;
  }
}

function failureWords(status: number): string {
  if (status === 0) return "the server cannot be reached. It is sent again by itself.";
  if (status === 401) return "your session has ended. Sign in to go on.";
  return "the server is busy. It is sent again by itself.";
}
