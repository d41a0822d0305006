/** Where the focus goes after something was done. */

const mostFrames = 300;
/** Notes in the corner have this role too, and take no focus. */
const dialogs = ":is([role=dialog], [role=alertdialog]):not([aria-modal=false])";

/** Focuses the first of these elements that is there, once the dialog on top has closed and given the focus back. */
export function focusAfterDialog(...ids: string[]): void {
  focusFoundAfterDialog(() => ids.map((id) => document.getElementById(id)).find((element) => element !== null) ?? null);
}

/** The same for what has no id, or is found only then. */
export function focusFoundAfterDialog(find: () => HTMLElement | null): void {
  afterDialog(() => find()?.focus());
}

/** Focuses the row after the one that was deleted, else the one before it, else `otherwise`; rows by the ids of their buttons. */
export function focusNeighbour(rows: readonly string[], deleted: string, otherwise: string): void {
  const at = rows.indexOf(deleted);
  focusAfterDialog(...[rows[at + 1], rows[at - 1]].filter((id) => id !== undefined), otherwise);
}

/** Gives the focus back to where it was before the dialog on top, if it has gone nowhere else. */
export function focusBackAfterDialog(element: Element | null): void {
  afterDialog(() => {
    if (document.activeElement === document.body && element instanceof HTMLElement) element.focus();
  });
}

/**
 * Whether the focus in a dialog is still where it begins, or has not come there yet, which takes a frame: nobody has gone on to
 * something else in it.
 */
export function isAtBeginning(first: HTMLElement | null): boolean {
  const active = document.activeElement;
  return first !== null && (active === first || !active?.closest(dialogs));
}

function afterDialog(act: () => void): void {
  const open = document.querySelectorAll(dialogs).length;
  let quiet = 0;
  eachFrame(mostFrames, () => {
    const isClosed = open === 0 || document.querySelectorAll(dialogs).length < open;
    quiet = isClosed ? quiet + 1 : 0;
    if (quiet > 2) act();
    return quiet > 2;
  });
}

/** Gives the focus to what took the place of a field that is gone, unless it has gone on elsewhere. */
export function focusInPlace(element: () => HTMLElement | null): void {
  eachFrame(mostFrames, () => {
    const found = element();
    if (document.activeElement === document.body) found?.focus();
    return found !== null;
  });
}

/** Looks with the next frame, and with so many further ones until `look` says that it is done. Gives what stops it. */
export function eachFrame(most: number, look: (isLast: boolean) => boolean): () => void {
  let frames = 0;
  const next = () => {
    const isLast = frames === most;
    frames += 1;
    if (!look(isLast) && !isLast) asked = requestAnimationFrame(next);
  };
  let asked = requestAnimationFrame(next);
  return () => cancelAnimationFrame(asked);
}

/** Calls `leave` once somebody goes on with a key or the pointer. Gives what ends the watch. */
export function whenGoneOn(leave: () => void): () => void {
  window.addEventListener("pointerdown", leave, true);
  window.addEventListener("keydown", leave, true);
  return () => {
    window.removeEventListener("pointerdown", leave, true);
    window.removeEventListener("keydown", leave, true);
  };
}

/** After a refusal: brings the first thing that was said into sight, and the focus to its field. */
export function focusFirstWrong(form: HTMLElement | null): void {
  requestAnimationFrame(() => {
    const field = form?.querySelector<HTMLElement>("[aria-invalid=true]");
    field?.focus();
    (field ?? form?.querySelector("[role=alert]"))?.scrollIntoView({ block: "nearest" });
  });
}
