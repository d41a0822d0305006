/** HTML as a value of its own, so that what is text is escaped and what is markup is not. */
export class Markup {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

type Part = string | number | Markup | null | Part[];

/** A template of HTML: texts are escaped, markup stays, lists are joined, null is nothing. */
export function markup(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((html, string, at) => html + rendered(parts[at - 1] ?? null) + string));
}

/** A sentence in which `backticks` mark code. */
export function prose(text: string): Markup {
  return new Markup(escaped(text).replace(/`([^`]+)`/g, "<code>$1</code>"));
}

/** A block of code that the keyboard can scroll. */
export function codeBlock(text: string, label: string): Markup {
  return markup`<pre tabindex="0" role="group" aria-label="${label}"><code>${text}</code></pre>`;
}

function rendered(part: Part): string {
  if (part === null) return "";
  if (part instanceof Markup) return part.html;
  return Array.isArray(part) ? part.map(rendered).join("") : escaped(String(part));
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
