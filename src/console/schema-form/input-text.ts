import { limits } from "../../contract/limits.ts";

/** An input as it is typed: JSON text. No text at all is null. */

export type ParsedInput = { ok: true; value: unknown } | { ok: false; message: string };

/** Reads what was typed; what is wrong with it is a sentence for a person. */
export function parseInput(text: string): ParsedInput {
  if (text.trim() === "") return { ok: true, value: null };
  try {
    const value: unknown = JSON.parse(text);
    if (!isDeeper(value, limits.depth)) return { ok: true, value };
    return { ok: false, message: `The input is nested deeper than ${limits.depth} levels.` };
  } catch (error) {
    return { ok: false, message: `The input is not JSON yet: ${(error as Error).message}` };
  }
}

/** A value as text to go on with; null is no text. */
export function inputText(value: unknown): string {
  return value === null || value === undefined ? "" : JSON.stringify(value, null, 2);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inside) => isDeeper(inside, levels - 1));
}
