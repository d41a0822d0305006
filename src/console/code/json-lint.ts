import { type Diagnostic, linter } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { jsonFaultAt } from "../../source/json-fault.ts";

/** What is wrong with a text that should be JSON: where, and what to write instead. */

export type JsonFault = { from: number; to: number; line: number; message: string };

/** The first fault of a text, or null when it is JSON. An empty text is no JSON either. */
export function jsonFault(text: string): JsonFault | null {
  const at = jsonFaultAt(text);
  if (at === null) return null;
  const line = text.slice(0, at).split("\n").length;
  const from = Math.min(at, Math.max(0, text.length - 1));
  return { from, to: Math.min(from + 1, text.length), line, message: `Line ${line}: ${reason(text, at)}` };
}

const word = /[A-Za-z_$][\w$]*/y;

function reason(text: string, at: number): string {
  const before = text.slice(0, at).trimEnd().at(-1) ?? "";
  const here = text[at];
  if (here === undefined) return before === "" ? "The text is empty; write a value, such as {}." : ends(before);
  if (before === "," && (here === "}" || here === "]")) return "Remove the comma before this: nothing follows it.";
  if (here === "'") return 'Texts stand between double quotes: ".';
  if (text.startsWith("//", at) || text.startsWith("/*", at)) return "JSON has no comments.";
  word.lastIndex = at;
  const name = word.exec(text)?.[0];
  if (name !== undefined && /^\s*:/.test(text.slice(at + name.length))) return `Write the name in quotes: "${name}".`;
  if (name !== undefined) return `${name} is no JSON value. Texts stand between double quotes.`;
  if (here === '"' && /["\d}\]el]/.test(before)) return "A comma is missing before this.";
  if (here === '"') return "This text does not end on its line, or has a backslash that means nothing.";
  if (/[{[\d-]/.test(here) && /["\d}\]el]/.test(before)) return "A comma is missing before this.";
  return `${here} cannot stand here.`;
}

function ends(before: string): string {
  if (before === ",") return "The text ends after a comma; write what follows, or remove it.";
  if (before === ":") return "The text ends before the value.";
  return "The text ends before it is complete; close what is open.";
}

export function jsonLinter(): Extension {
  return linter(
    (view): Diagnostic[] => {
      const text = view.state.doc.toString();
      // Nothing at all is nothing wrong: what it means, and whether it may be, the form around it says.
      const fault = text.trim() === "" ? null : jsonFault(text);
      return fault === null ? [] : [{ from: fault.from, to: fault.to, severity: "error", message: fault.message }];
    },
    { delay: 300 },
  );
}
