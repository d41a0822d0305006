import { Lexer, type MarkedToken, type Token, Tokenizer, type Tokens } from "marked";

/** Markdown read into tokens, with bounds: whatever the text is, reading it takes a moment and ends. */

export const mostCharacters = 100_000;
const mostLevels = 16;
/** Looking for the end of an emphasis reads the rest of its paragraph: so many characters are read for all of them. */
const mostLooking = 4_000_000;
/** A text without a space is looked through for an address at each place: so much of it at a time. */
const mostAtOnce = 1_000;
const mostOfAddress = 4_000;
const mostOfMail = 320;

/** The last kind may come from an extension; there is none here. */
export type Piece = MarkedToken;

export function tokensOf(text: string): readonly Piece[] {
  const lexer = new Lexer({ gfm: true, tokenizer: new BoundedTokenizer() });
  return lexer.lex(text.slice(0, mostCharacters)) as Token[] as Piece[];
}

/** What is nested deeper, or costs more, stays the text that it is. */
class BoundedTokenizer extends Tokenizer {
  private level = 0;
  private looked = 0;

  override blockquote(src: string): Tokens.Blockquote | undefined {
    return this.inside(() => super.blockquote(src));
  }

  override list(src: string): Tokens.List | undefined {
    return this.inside(() => super.list(src));
  }

  override link(src: string): Tokens.Link | Tokens.Image | undefined {
    return this.inside(() => super.link(src));
  }

  override reflink(src: string, links: Lexer["tokens"]["links"]): Tokens.Link | Tokens.Image | Tokens.Text | undefined {
    return this.inside(() => super.reflink(src, links));
  }

  override emStrong(src: string, maskedSrc: string, prevChar?: string): Tokens.Em | Tokens.Strong | undefined {
    return /^[*_]/.test(src) && this.mayLook(src)
      ? this.inside(() => super.emStrong(src, maskedSrc, prevChar))
      : undefined;
  }

  override del(src: string, maskedSrc: string, prevChar?: string): Tokens.Del | undefined {
    return src.startsWith("~") && this.mayLook(src)
      ? this.inside(() => super.del(src, maskedSrc, prevChar))
      : undefined;
  }

  override url(src: string): Tokens.Link | undefined {
    return super.url(/^(?:https?:|www\.)/i.test(src) ? src.slice(0, mostOfAddress) : src.slice(0, mostOfMail));
  }

  override inlineText(src: string): Tokens.Text | undefined {
    return super.inlineText(src.slice(0, mostAtOnce));
  }

  private mayLook(src: string): boolean {
    this.looked += src.length;
    return this.looked <= mostLooking;
  }

  private inside<Found>(read: () => Found): Found | undefined {
    if (this.level >= mostLevels) return undefined;
    this.level += 1;
    try {
      return read();
    } finally {
      this.level -= 1;
    }
  }
}

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  copy: "©",
  reg: "®",
  euro: "€",
  hellip: "…",
  mdash: "—",
  ndash: "–",
  middot: "·",
  times: "×",
  larr: "←",
  rarr: "→",
};

/** `&amp;` and `&#8364;` as the characters they stand for; a name that is not known stays as it is. */
export function withoutReferences(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}
