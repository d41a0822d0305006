import type { Json } from "../../../expression/expression.ts";
import { cut, lineOf } from "../json/line.ts";

/** How a number is written large. */

export type Figure = {
  readonly text: string;
  /** Said when the pointer rests on it. */
  readonly whole: string;
  /** It is a text that does not fit in large letters. */
  readonly isLong: boolean;
};

const mostLarge = 16;

export function figureOf(value: Json): Figure {
  if (value === null) return { text: "", whole: "", isLong: false };
  if (typeof value === "number") return { text: numberIn(value), whole: String(value), isLong: false };
  const text =
    typeof value === "string" ? value.trim() : typeof value === "object" ? lineOf(value, 60) : value ? "Yes" : "No";
  return { text: cut(text, 200), whole: cut(text, 1_000), isLong: text.length > mostLarge };
}

/** Two digits behind the point, more of what is smaller than one; what has too many digits to read gets an exponent. */
function numberIn(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15) return value.toExponential(2);
  if (size >= 1 || size === 0) return value.toLocaleString("en", { maximumFractionDigits: 2 });
  return size < 1e-6 ? value.toExponential(2) : value.toLocaleString("en", { maximumSignificantDigits: 3 });
}

export type Change = { readonly direction: "up" | "down" | "same"; readonly text: string; readonly words: string };

export function changeOf(percent: number): Change {
  const size = Math.abs(percent).toLocaleString("en", { maximumFractionDigits: 1 });
  if (size === "0") return { direction: "same", text: "±0%", words: "no change" };
  if (percent > 0) return { direction: "up", text: `+${size}%`, words: `up by ${size} percent` };
  return { direction: "down", text: `−${size}%`, words: `down by ${size} percent` };
}
