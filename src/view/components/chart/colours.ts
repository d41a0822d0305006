/** The colours of a chart are those of the page: read where they are, since a canvas knows no names of them. */

export type Colours = {
  readonly series: readonly string[];
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
};

const seriesNames = ["--accent", "--info", "--warning", "--danger", "--success", "--muted"] as const;

export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    series: seriesNames.map(read),
    text: read("--text"),
    muted: read("--muted"),
    line: read("--border"),
    surface: read("--surface"),
  };
}

/** Tells when the page turns light or dark; gives what ends it. */
export function onTheme(tell: () => void): () => void {
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
