import { lexer, parser, Renderer, type Tokens } from "marked";

/** Markdown of this repository as a page: headings with anchors, links that lead to served pages, tables that scroll. */

export type Page = {
  /** The last segment of its address. */
  name: string;
  title: string;
  html: string;
  /** Its second-level headings as a list of links. */
  sections: string;
};

/** Renders a page; `known` are the names of all pages in docs/. */
export function readPage(name: string, text: string, known: ReadonlySet<string>): Page {
  const renderer = new PageRenderer(known);
  const html = parser(lexer(text), { renderer });
  const links = renderer.sections.map(({ id, html }) => `<li><a href="#${id}">${html}</a></li>`);
  return {
    name,
    title: renderer.title ?? `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
    html,
    sections: links.length > 0 ? `<ul>${links.join("")}</ul>` : "",
  };
}

class PageRenderer extends Renderer {
  title: string | null = null;
  readonly sections: { id: string; html: string }[] = [];
  readonly #known: ReadonlySet<string>;
  readonly #ids = new Map<string, number>();

  constructor(known: ReadonlySet<string>) {
    super();
    this.#known = known;
  }

  override heading({ tokens, depth, text }: Tokens.Heading): string {
    const html = this.parser.parseInline(tokens);
    const only = tokens.length === 1 ? tokens[0] : undefined;
    const id = this.#unique(only?.type === "codespan" ? only.text : slugOf(text));
    if (depth === 1) {
      this.title ??= text.replaceAll("`", "");
      return `<h1 id="${id}">${html}</h1>\n`;
    }
    if (depth === 2) this.sections.push({ id, html: withoutLinks(html) });
    return `<h${depth} id="${id}">${html} <a class="anchor" href="#${id}" aria-label="Link to this section">#</a></h${depth}>\n`;
  }

  override code(token: Tokens.Code): string {
    const label = token.lang ? `Code: ${token.lang}` : "Code";
    return super.code(token).replace("<pre>", `<pre tabindex="0" role="group" aria-label="${label}">`);
  }

  override table(token: Tokens.Table): string {
    return `<div class="table" tabindex="0" role="group" aria-label="Table">${super.table(token)}</div>\n`;
  }

  /** A link to a file of the repository is a link to its page, or no link when the file is not served. */
  override link(token: Tokens.Link): string {
    const [path = "", fragment] = token.href.split("#");
    if (path === "" || path.startsWith("/") || /^[a-z]+:/.test(path)) return super.link(token);
    const file = path.replace(/^(?:\.\.?\/)*(?:docs\/)?/, "");
    const name = file.replace(/\.md$/, "");
    const page = file === "README.md" ? "introduction" : file.endsWith(".md") && this.#known.has(name) ? name : null;
    if (page === null) return this.parser.parseInline(token.tokens);
    return super.link({ ...token, href: `/docs/${page}${fragment ? `#${fragment}` : ""}` });
  }

  /** Images lie in docs/images, and are served under their names. */
  override image(token: Tokens.Image): string {
    const name = /^(?:\.\/)?(?:docs\/)?(images\/[^/]+)$/.exec(token.href)?.[1];
    const html = super.image({ ...token, href: name ? `/docs/${name}` : token.href });
    return html.replace("<img ", '<img loading="lazy" ');
  }

  #unique(id: string): string {
    const count = this.#ids.get(id) ?? 0;
    this.#ids.set(id, count + 1);
    return count === 0 ? id : `${id}-${count}`;
  }
}

/** What a reader of GitHub's pages would guess. */
function slugOf(text: string): string {
  const plain = text.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
  return plain
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
}

function withoutLinks(html: string): string {
  return html.replace(/<\/?a[^>]*>/g, "");
}
