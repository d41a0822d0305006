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

function focusWhenThere(find: () => HTMLElement | null): void {
  let frames = 0;
  const look = () => {
    const found = find();
    if (found) found.focus();
    else if (frames++ < mostFrames) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
