import { useMemo, useRef } from "react";
import { componentKinds, type KindName } from "../../contract/component-kinds.ts";
import type { Place, ViewDraft } from "../../contract/view.ts";
import { copyText } from "../parts/copy.tsx";
import { useNotify } from "../parts/toast.tsx";
import { useAnnounce } from "./announcer.tsx";
import { useBuilder } from "./builder-context.ts";
import {
  addComponent,
  draftOf,
  type Edited,
  moveBefore,
  moveBy,
  moveInto,
  placeAt,
  removeComponents,
  resizeBy,
  type Spot,
} from "./document/edit.ts";
import {
  type Container,
  childrenOf,
  componentOf,
  containerOf,
  isContainer,
  outermost,
  withInner,
} from "./document/family.ts";
import type { Cell, Size } from "./document/grid.ts";
import { componentsIn, copiedText, duplicateComponents, pasteComponents, pasteContainer } from "./document/paste.ts";
import { isRefusal } from "./document/refusal.ts";
import { placeWords, whatWords } from "./words.ts";

/**
 * What a person does to components, by whichever way: keys, menus, the pointer. A refusal is told, a success is one step that
 * can be undone. `reveal` gives the focus to a component as soon as it is drawn.
 */
export function useBuilderActions(reveal: (id: string) => void) {
  const builder = useBuilder();
  const announce = useAnnounce();
  const { notify } = useNotify();
  const latest = useRef({ builder, reveal });
  latest.current = { builder, reveal };
  return useMemo(() => {
    const now = () => latest.current.builder;
    const refuse = (sentence: string) => notify({ title: "That is not possible", detail: sentence });

    /** The draft after it, or null when it was refused. */
    const edit = (label: string, make: (draft: ViewDraft) => Edited, merge?: string): ViewDraft | null => {
      if (!now().mayEdit) return null;
      const edited = make(now().draft);
      if (isRefusal(edited)) {
        refuse(edited.refusal);
        return null;
      }
      now().change({ label, ...(merge !== undefined && { merge }) }, (draft) => draftOf(make(draft), draft));
      now().select(edited.ids);
      const [first] = edited.ids;
      if (first !== undefined) latest.current.reveal(first);
      return edited.draft;
    };
    const tell = (ids: readonly string[], draft: ViewDraft | null, words: (place: Place) => string) => {
      const component = draft && componentOf(draft, ids[0] ?? "");
      if (component) announce(`${whatWords(ids)} ${words(component.place)}`);
    };
    const tellPlace = (ids: readonly string[], draft: ViewDraft | null) =>
      tell(ids, draft, (place) => `moved to ${placeWords(place)}`);
    const tellSize = (ids: readonly string[], draft: ViewDraft | null) =>
      tell(ids, draft, ({ w, h }) => `is ${w} columns wide and ${h} rows high now`);

    return {
      add(
        kind: KindName,
        spot: Spot = { container: now().mayEdit ? containerFor(now().draft, now().selected) : null },
      ) {
        const { name } = componentKinds[kind];
        const made = edit(`Add ${name}`, (draft) => addComponent(draft, kind, spot));
        if (made) announce(`${made.components.at(-1)?.id} added`);
      },
      remove(ids: readonly string[]) {
        const { draft } = now();
        if (ids.length === 0) return;
        const neighbour = neighbourOf(draft, ids);
        if (edit(`Delete ${whatWords(ids)}`, (before) => removeComponents(before, ids)) === null) return;
        now().select(neighbour === null ? [] : [neighbour]);
        if (neighbour !== null) latest.current.reveal(neighbour);
        announce(`${whatWords(ids)} deleted`);
        notify({ title: `Deleted ${whatWords(ids)}`, action: { label: "Undo", run: () => now().undo() } });
      },
      duplicate(ids: readonly string[]) {
        if (ids.length === 0) return;
        if (edit(`Duplicate ${whatWords(ids)}`, (draft) => duplicateComponents(draft, ids)))
          announce(`${whatWords(ids)} duplicated`);
      },
      async copy(ids: readonly string[]): Promise<boolean> {
        if (ids.length === 0) return false;
        const isCopied = await copyText(copiedText(now().draft, ids));
        if (isCopied) notify({ title: `Copied ${whatWords(ids)}` });
        else notify({ title: "The browser does not allow copying here", detail: "Duplicate the components instead." });
        return isCopied;
      },
      async cut(ids: readonly string[]) {
        if (await this.copy(ids)) this.remove(ids);
      },
      paste(text: string) {
        const coming = componentsIn(text);
        if (isRefusal(coming)) return refuse(coming.refusal);
        const container = pasteContainer(now().draft, now().selected);
        const pasted = edit("Paste", (draft) => {
          const inside = pasteComponents(draft, coming, container);
          return isRefusal(inside) && container !== null ? pasteComponents(draft, coming, null) : inside;
        });
        if (pasted) announce(`${whatWords(coming.map(({ id }) => id))} pasted`);
      },
      move(ids: readonly string[], by: Cell) {
        if (ids.length === 0) return;
        const merge = `move ${ids.join(" ")}`;
        tellPlace(
          ids,
          edit(`Move ${whatWords(ids)}`, (draft) => moveBy(draft, ids, by), merge),
        );
      },
      resize(ids: readonly string[], by: Size) {
        if (ids.length === 0) return;
        const merge = `resize ${ids.join(" ")}`;
        tellSize(
          ids,
          edit(`Resize ${whatWords(ids)}`, (draft) => resizeBy(draft, ids, by), merge),
        );
      },
      place(id: string, place: Place, done: "moved" | "resized") {
        const after = edit(`${done === "moved" ? "Move" : "Resize"} ${id}`, (draft) => placeAt(draft, id, place));
        if (done === "moved") tellPlace([id], after);
        else tellSize([id], after);
      },
      moveInto(ids: readonly string[], spot: Spot) {
        const where = spot.container ?? "the page";
        if (edit(`Move ${whatWords(ids)} to ${where}`, (draft) => moveInto(draft, ids, spot)))
          announce(`${whatWords(ids)} moved to ${where}`);
      },
      moveBefore(id: string, container: Container, before: string | null) {
        tellPlace(
          [id],
          edit(`Move ${id}`, (draft) => moveBefore(draft, id, container, before)),
        );
      },
      selectAll() {
        const { draft, selected, select } = now();
        const first = componentOf(draft, selected[0] ?? "");
        const container = first ? containerOf(first) : null;
        const all = draft.components.filter((each) => containerOf(each) === container).map(({ id }) => id);
        select(all);
        announce(`${all.length} selected`);
      },
    };
  }, [announce, notify]);
}

export type BuilderActions = ReturnType<typeof useBuilderActions>;

/** Into the form or modal that is selected, else beside what is selected. */
function containerFor(draft: ViewDraft, selected: readonly string[]): Container {
  const component = componentOf(draft, selected.at(-1) ?? "");
  if (component === undefined) return null;
  return isContainer(component) ? component.id : containerOf(component);
}

/** What stands after, else before, what is deleted; else what it stood in. */
function neighbourOf({ components }: ViewDraft, ids: readonly string[]): string | null {
  const gone = withInner(components, ids);
  const [first] = outermost(components, ids);
  if (first === undefined) return null;
  const siblings = childrenOf(components, containerOf(first));
  const isLeft = ({ id, kind }: (typeof siblings)[number]) =>
    !gone.has(id) && (kind === "modal") === (first.kind === "modal");
  const at = siblings.indexOf(first);
  const near = siblings.slice(at).find(isLeft) ?? siblings.slice(0, at).findLast(isLeft);
  return near?.id ?? containerOf(first);
}
