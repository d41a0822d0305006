import { diff } from "@codemirror/merge";
import type { Plugin } from "prettier";
import * as babel from "prettier/plugins/babel";
import * as estree from "prettier/plugins/estree";
import { format } from "prettier/standalone";
import { answerCalls } from "./worker-calls.ts";

/** Formats a text with Prettier and answers with the changes that lead there. It runs beside the page. */

export type FormatQuestion = { text: string; language: "typescript" | "javascript" | "json" };

const parsers = { typescript: "babel-ts", javascript: "babel", json: "json" };
// The types of Prettier's own plugins are narrower than what `format` takes.
const plugins = [babel, estree] as Plugin[];

answerCalls(async ({ text, language }: FormatQuestion) => {
  const formatted = await formattedText(text, parsers[language]);
  const changes = diff(text, formatted, { scanLimit: 500, timeout: 500 });
  return changes.map(({ fromA, toA, fromB, toB }) => ({ from: fromA, to: toA, insert: formatted.slice(fromB, toB) }));
});

async function formattedText(text: string, parser: string): Promise<string> {
  try {
    return await format(text, { parser, plugins, printWidth: 100 });
  } catch (error) {
    throw new Error(`The file cannot be formatted: ${sentenceOf(error)}`);
  }
}

/** Prettier's message has the place in brackets and the text around it below; the first line is for a person. */
function sentenceOf(error: unknown): string {
  const [first = ""] = String(error instanceof Error ? error.message : error).split("\n");
  return first.replace(/ ?\((\d+):(\d+)\)\.?$/, " (line $1, column $2)");
}
