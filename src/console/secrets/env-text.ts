/** The text of a .env file: lines `NAME=value`. What is refused is the server's to say; here is only read what was meant. */

export type EnvEntry = {
  name: string;
  value: string;
  /** From 1. */
  line: number;
  /** Lines that said the same name before: the last one counts. */
  earlierLines: number[];
};

export type EnvFault = { line: number; message: string };

/** Faults name lines and never show them: they may hold a secret. */
export type EnvText = { entries: EnvEntry[]; faults: EnvFault[] };

export function readEnv(text: string): EnvText {
  const { parts, faults } = partsOf(text);
  const entries = new Map<string, EnvEntry>();
  for (const { name, value, line } of parts) {
    const before = entries.get(name);
    entries.set(name, { name, value, line, earlierLines: before ? [...before.earlierLines, before.line] : [] });
  }
  return { entries: [...entries.values()], faults };
}

/** The text without the lines of these names. */
export function withoutNames(text: string, names: ReadonlySet<string>): string {
  const gone = partsOf(text).parts.filter(({ name }) => names.has(name));
  return gone.reduceRight((rest, { from, to }) => rest.slice(0, from) + rest.slice(to), text);
}

/** What a text that was pasted as one value seems to be in truth: several assignments, or one. Empty: a value. */
export function assignmentsIn(text: string): EnvEntry[] {
  const { entries, faults } = readEnv(text);
  // Base 64 ends in =, which reads like an assignment of nothing.
  if (faults.length > 0 || entries.some(({ value }) => /^=*$/.test(value))) return [];
  const isOne = entries.length === 1 && /^[A-Z][A-Z0-9_]+$/.test(entries[0]?.name ?? "");
  return entries.length > 1 || isOne ? entries : [];
}

/** `to`: behind the line's end. */
type Part = { name: string; value: string; line: number; from: number; to: number };

const blank = /[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y;
const start = /[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/y;
const restOfLine = /[^\n]*(?:\n|$)/y;

function partsOf(text: string): { parts: Part[]; faults: EnvFault[] } {
  const parts: Part[] = [];
  const faults: EnvFault[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const from = at;
    const name = matchAt(start, text, at);
    if (name !== null) {
      const value = valueAt(text, at + name[0].length);
      if (value === null) faults.push({ line, message: `The quote of ${name[1]} does not end.` });
      else parts.push({ name: name[1] ?? "", value: value.text, line, from, to: value.to });
      at = value?.to ?? endOfLine(text, at);
    } else {
      if (matchAt(blank, text, at) === null) faults.push({ line, message: "This is no NAME=value." });
      at = endOfLine(text, at);
    }
    line += text.slice(from, at).split("\n").length - 1;
  }
  return { parts, faults };
}

/** Null: a quote that does not end. */
function valueAt(text: string, at: number): { text: string; to: number } | null {
  const quote = text[at];
  if (quote === '"' || quote === "'" || quote === "`") {
    const quoted = quotedAt(text, at, quote);
    if (quoted === null) return null;
    const after = matchAt(blank, text, quoted.to);
    if (after !== null) return { text: quoted.text, to: quoted.to + after[0].length };
  }
  const to = endOfLine(text, at);
  const written = text.slice(at, to).replace(/(?:^|[ \t]+)#[^\n]*/, "");
  return { text: written.trim(), to };
}

const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t" };

/** Between double quotes a backslash means something. */
function quotedAt(text: string, open: number, quote: string): { text: string; to: number } | null {
  let value = "";
  for (let at = open + 1; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (sign === quote) return { text: value, to: at + 1 };
    const next = text[at + 1] ?? "";
    if (sign === "\\" && quote === '"' && /[nrt"\\$]/.test(next)) {
      value += escapes[next] ?? next;
      at++;
    } else value += sign;
  }
  return null;
}

function endOfLine(text: string, at: number): number {
  return at + (matchAt(restOfLine, text, at)?.[0].length ?? 0);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
