import type { Version } from "../../contract/catalog.ts";
import type { DraftStore } from "./draft-context.ts";

/** A version as the editor shows it: nothing can be changed. */
export function frozenStore(application: string, worklet: string, version: Version): DraftStore {
  const { graph, input_schema, output_schema, settings } = version;
  const refuse = async () => {
    throw new Error("A version never changes. Edit the draft and publish it.");
  };
  const nothing = () => undefined;
  return {
    application,
    worklet,
    draft: { graph, input_schema, output_schema, settings },
    isReadOnly: true,
    save: { type: "saved" },
    wrongs: [],
    change: nothing,
    undo: nothing,
    redo: nothing,
    canUndo: false,
    canRedo: false,
    saveNow: async () => true,
    files: Object.entries(version.files).map(([path, text]) => ({
      path,
      text,
      save: { type: "saved" },
      faults: [],
      meta: null,
    })),
    openFile: nothing,
    changeFile: nothing,
    createFile: refuse,
    deleteFile: refuse,
  };
}
