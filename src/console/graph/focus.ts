/** The way between the graph and the panel of its selected block, which stand apart on the page. */

const panelMark = "data-block-panel";
const cardMark = "data-block-card";

/** What marks the panel, and a block's card. */
export const panelMarks = { [panelMark]: "", tabIndex: -1 };
export const cardMarks = (id: string) => ({ [cardMark]: id });

export function cardOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[${cardMark}="${CSS.escape(id)}"]`);
}

/** Which block's card an element is or stands in; null: none. */
export function cardIdAt(element: EventTarget | null): string | null {
  if (!(element instanceof Element)) return null;
  return element.closest(`[${cardMark}]`)?.getAttribute(cardMark) ?? null;
}

const listeners = new Set<() => void>();

/** Calls `show` before the panel takes the focus: whoever hides it brings it to the front then. */
export function onPanelWanted(show: () => void): () => void {
  listeners.add(show);
  return () => listeners.delete(show);
}

/** Into the panel: its first field. */
export function focusPanel(): void {
  for (const show of listeners) show();
  requestAnimationFrame(() => {
    const panel = document.querySelector<HTMLElement>(`[${panelMark}]`);
    const first = panel?.querySelector<HTMLElement>("input:not(:disabled), textarea, button:not(:disabled), a[href]");
    (first ?? panel)?.focus();
  });
}

export function focusCard(id: string): void {
  cardOf(id)?.focus({ preventScroll: true });
}
