import { eachFrame, whenGoneOn } from "../parts/focus.ts";

/** The way between the graph and the panel of its selected block, which stand apart on the page. */

const panelMark = "data-block-panel";
const cardMark = "data-block-card";

const mostFrames = 60;

/** What marks the panel with the block it shows (null: none, or several), and a block's card. */
export const panelMarks = (block: string | null) => ({ [panelMark]: block ?? "", tabIndex: -1 });
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

/**
 * Into the panel: its first field. At once when the panel shows that block; else as soon as it does, unless the person goes on
 * elsewhere meanwhile.
 */
export function focusPanel(block: string | null): void {
  for (const show of listeners) show();
  const look = (isLast: boolean) => {
    const panel = document.querySelector<HTMLElement>(`[${panelMark}]`);
    const isShown = panel?.getAttribute(panelMark) === (block ?? "") && panel.checkVisibility();
    if (!isShown && !isLast) return false;
    const first = panel?.querySelector<HTMLElement>("input:not(:disabled), textarea, button:not(:disabled), a[href]");
    (first ?? panel)?.focus();
    return true;
  };
  if (look(false)) return;
  const stop = eachFrame(mostFrames, (isLast) => {
    const isDone = look(isLast);
    if (isDone) forget();
    return isDone;
  });
  const forget = whenGoneOn(() => {
    stop();
    forget();
  });
}

export function focusCard(id: string): void {
  cardOf(id)?.focus({ preventScroll: true });
}
