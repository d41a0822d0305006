/** How wide the page is drawn while it is edited, and how small, so that it fits into the room that there is. */

export type PageWidth = "fit" | "desktop" | "tablet";

export const pageWidthWords: Readonly<Record<PageWidth, string>> = { fit: "Fit", desktop: "1280", tablet: "768" };

/** What a page has around its grid. */
export const pagePaddingPixels = 16;

/** A page that is narrower has one column, and nobody places anything there. */
const leastPagePixels = 640 + 2 * pagePaddingPixels;
const mostPagePixels = 1600;
/** Smaller, nothing can be read or taken hold of: the canvas scrolls then. */
const leastScale = 0.4;

export type Drawn = { readonly width: number; readonly scale: number };

/** `isActual`: one pixel of the page is one of the window, and what does not fit is scrolled to. */
export function drawnWidth(chosen: PageWidth, roomPixels: number, isActual: boolean): Drawn {
  const width = { fit: within(roomPixels, leastPagePixels, mostPagePixels), desktop: 1280, tablet: 768 }[chosen];
  return { width, scale: isActual ? 1 : within(roomPixels / width, leastScale, 1) };
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
