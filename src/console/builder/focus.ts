import type { RefObject } from "react";
import { eachFrame } from "../parts/focus.ts";

/** Where the focus goes in the builder. */

const mostFrames = 60;

export function boxOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-box="${CSS.escape(id)}"]`);
}

/** Focuses a component on the canvas as soon as it is drawn. */
export function focusBox(id: string): void {
  focusWhenThere(() => boxOf(id));
}

/** The first field of the inspector, for what was just selected. */
export function focusInspector(): void {
  focusWhenThere(() =>
    document.querySelector<HTMLElement>("#builder-inspector :is(input, textarea, select, button, [tabindex='0'])"),
  );
}

/** The search over the kinds of component, to type over what was looked for before. */
export function focusPalette(): void {
  focusWhenThere(() => {
    const search = document.querySelector<HTMLInputElement>("[data-palette-search]");
    search?.select();
    return search;
  });
}

/** The first field of an item that was just added to a list, to type over what it holds. */
export function focusNewItem(list: RefObject<HTMLElement | null>, at: number): void {
  focusWhenThere(() => {
    const input = list.current?.children.item(at)?.querySelector("input") ?? null;
    input?.select();
    return input;
  });
}

/** The first button of an item of a list, once the menu that asked for it has closed and given the focus back. */
export function focusItemAfterMenu(list: RefObject<HTMLElement | null>, at: number): void {
  focusWhenThere(() => {
    if (document.querySelector("[role=menu]") !== null) return null;
    return list.current?.children.item(at)?.querySelector<HTMLElement>("button") ?? null;
  });
}

/** The field in there, as soon as it is. */
export function focusControlIn(element: HTMLElement | null): void {
  focusWhenThere(() => (element === null ? null : controlIn(element)));
}

/** What is typed or chosen in there; null while its editor is fetched. */
export function controlIn(element: HTMLElement): HTMLElement | null {
  const first = element.querySelector<HTMLElement>("[data-focus]");
  if (first !== null) return first;
  if (element.querySelector("[data-waiting]") !== null) return null;
  const editor = element.querySelector("[data-editor]");
  if (editor !== null) return editor.shadowRoot?.querySelector<HTMLElement>(".cm-content") ?? null;
  const controls = "input, textarea, select, [role=combobox], [role=switch], li > div > button, [data-add]";
  return element.querySelector<HTMLElement>(controls) ?? element.querySelector<HTMLElement>("button");
}

let stopFormer = () => {};

/** The latest wish counts: one of before that comes late would take the focus back. */
function focusWhenThere(find: () => HTMLElement | null): void {
  stopFormer();
  stopFormer = eachFrame(mostFrames, () => {
    const found = find();
    found?.focus();
    return found !== null;
  });
}
