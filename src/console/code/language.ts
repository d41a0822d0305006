import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import type { Extension } from "@codemirror/state";

/** Which language a file is written in, by its name. */

export type Language = "typescript" | "javascript" | "json" | "text";

const endings: Record<string, Language> = {
  ts: "typescript",
  mts: "typescript",
  js: "javascript",
  mjs: "javascript",
  json: "json",
};

export function languageOf(path: string): Language {
  return endings[path.slice(path.lastIndexOf(".") + 1)] ?? "text";
}

/** Syntax, indentation and folding of a language. */
export function syntaxOf(language: Language): Extension {
  if (language === "json") return json();
  if (language === "text") return [];
  return javascript({ typescript: language === "typescript" });
}
