import { useQuery, useQueryClient } from "@tanstack/react-query";
import { use, useState } from "react";
import { Problem, problemFrom } from "../api/problem.ts";
import { useMay } from "../api/role.ts";
import { DraftContext, type DraftStore } from "../draft/draft-context.ts";
import {
  changedSections,
  type Definition,
  type DefinitionForm,
  definitionForm,
  readDefinition,
  type Wrongs,
} from "./definition-form.ts";
import { isSameDefinition } from "./definition-merge.ts";
import { definitionOf, draftQuery, putIntoEditor, saveOverApi } from "./save-definition.ts";

/** The settings that belong to the draft: read, edited, and saved into the draft that is open in the editor or over the API. */

/** What is typed, and what was there when typing began. */
type Edit = { form: DefinitionForm; base: Definition };

export type DefinitionEdit = {
  /** null until it has been read. */
  form: DefinitionForm | null;
  saved: Definition | null;
  error: unknown;
  retry(): void;
  readOnly: "role" | "production" | null;
  isDirty: boolean;
  changed: { runs: boolean; schemas: boolean };
  wrongs: Wrongs;
  /** The server's refusal of the last attempt. */
  problem: Problem | null;
  /** Members that somebody else changed meanwhile; the person decides. */
  conflicts: string[];
  change(members: Partial<DefinitionForm>): void;
  discard(): void;
  /** Null when the draft has it all now, else where it says what is wrong. `over`: also what somebody else changed meanwhile. */
  save(over?: boolean): Promise<"runs" | "schemas" | null>;
};

export function useDefinition(application: string, worklet: string): DefinitionEdit {
  const store = useOpenDraft(application, worklet);
  const mayEdit = useMay("creator");
  const queries = useQueryClient();
  const query = useQuery({ ...draftQuery(application, worklet), enabled: store === null });
  const [edit, setEdit] = useState<Edit | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [conflicts, setConflicts] = useState<string[]>([]);
  const draft = store?.draft ?? query.data?.draft ?? null;
  const saved = draft && definitionOf(draft);
  const form = edit?.form ?? (saved && definitionForm(saved));
  const read = form ? readDefinition(form) : { definition: null, wrongs: {} };
  const hasChanged = edit !== null && (read.definition === null || !isSameDefinition(read.definition, edit.base));

  const discard = () => {
    setEdit(null);
    setProblem(null);
    setConflicts([]);
  };
  const change = (members: Partial<DefinitionForm>) => {
    if (form && saved) setEdit({ form: { ...form, ...members }, base: edit?.base ?? saved });
  };
  const changed = edit && hasChanged ? changedSections(edit.form, edit.base) : { runs: false, schemas: false };
  const placeOf = (paths: string[]) => {
    if (paths.length === 0) return changed.runs ? "runs" : "schemas";
    return paths.every((each) => /^\/?(input|output)_schema/.test(each)) ? "schemas" : "runs";
  };
  const save = async (over = false) => {
    if (!edit || !hasChanged) return null;
    if (read.definition === null) return placeOf(Object.keys(read.wrongs));
    setProblem(null);
    setConflicts([]);
    const wish = { base: edit.base, mine: read.definition, over };
    try {
      const { conflicts: both } = store
        ? putIntoEditor(store, wish)
        : await saveOverApi(queries, application, worklet, wish);
      setConflicts(both);
      if (both.length > 0) return placeOf(both);
      setEdit(null);
      if (store && !(await store.saveNow())) throw notSaved;
      return null;
    } catch (error) {
      const refused = problemFrom(error);
      setProblem(refused);
      return placeOf(refused.errors.map((wrong) => wrong.path));
    }
  };
  return {
    ...{ form, saved, error: store ? null : query.error, retry: () => void query.refetch() },
    readOnly: !mayEdit ? "role" : store?.isReadOnly ? "production" : null,
    // The editor knows what the server said of its draft, also before this dialog was opened.
    problem: store?.save.type === "refused" ? store.save.problem : problem,
    ...{ isDirty: hasChanged, changed, wrongs: read.wrongs, conflicts, change, discard, save },
  };
}

function useOpenDraft(application: string, worklet: string): DraftStore | null {
  const store = use(DraftContext);
  return store?.application === application && store.worklet === worklet ? store : null;
}

const notSaved = new Problem({
  status: 0,
  code: "draft.not_saved",
  title: "The draft is not saved yet",
  detail:
    "Your change is in the draft that is open in the editor, and is kept there. The editor says what keeps the draft from being saved.",
});
