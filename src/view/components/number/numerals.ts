/** Numbers as people type them, and as they are written for them. */

export type DecimalMark = "." | ",";

/** What the visitor writes between whole and part. */
export function decimalMark(locale?: string): DecimalMark {
  return new Intl.NumberFormat(locale).format(1.5).includes(",") ? "," : ".";
}

const inOneForm = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const whole = /^[+-]?\d{1,3}$/;
const threes = /^\d{3}$/;

/**
 * The number that a text says; null when it says none. A point is always a decimal mark when it stands alone, a comma only where
 * it is the visitor's. Marks that come in threes are read over: `1,234,567.8`, `1.234.567,8`, `1 234`, `1'234`.
 */
export function numberIn(text: string, mark: DecimalMark): number | null {
  const bare = text
    .trim()
    .replaceAll(/[\s\u00a0\u202f'’]/g, "")
    .replace("−", "-");
  const plain = withPoint(bare, mark);
  if (plain === null || !inOneForm.test(plain)) return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}

/** The same text with a point as its only mark; null when its marks make no sense. */
function withPoint(text: string, mark: DecimalMark): string | null {
  const points = text.split(".").length - 1;
  const commas = text.split(",").length - 1;
  if (commas === 0 && points <= 1) return text;
  if (points === 0 && commas === 1 && mark === ",") return text.replace(",", ".");
  const decimal = decimalOf(text, points, commas);
  const groups = decimal === "," ? "." : ",";
  const [integer = "", fraction, more] = decimal === null ? [text] : text.split(decimal);
  if (more !== undefined || fraction?.includes(groups)) return null;
  const ungrouped = withoutGroups(integer, decimal === null && points > 0 ? "." : groups);
  return ungrouped === null ? null : fraction === undefined ? ungrouped : `${ungrouped}.${fraction}`;
}

/** With both marks, the one that comes last; with one mark several times there is none. */
function decimalOf(text: string, points: number, commas: number): DecimalMark | null {
  if (points === 0 || commas === 0) return null;
  return text.lastIndexOf(".") > text.lastIndexOf(",") ? "." : ",";
}

function withoutGroups(text: string, mark: DecimalMark): string | null {
  const [first = "", ...rest] = text.split(mark);
  if (rest.length === 0) return first;
  return whole.test(first) && rest.every((group) => threes.test(group)) ? [first, ...rest].join("") : null;
}

/** A number as it can be typed: without groups. */
export function textOfNumber(value: number | null, mark: DecimalMark): string {
  return value === null ? "" : `${value}`.replace(".", mark);
}

/** What the field shows: what is typed, for as long as it says the number that the page has. */
export function shownNumber(typed: string, value: number | null, mark: DecimalMark): string {
  return Object.is(numberIn(typed, mark), value) ? typed : textOfNumber(value, mark);
}

type Steps = { readonly step: number | null; readonly min: number | null; readonly max: number | null };

/** So many steps on, kept within what is valid, and without the dust of adding fractions: 0.1 + 0.2 is 0.3. */
export function stepped(value: number | null, count: number, { step, min, max }: Steps): number {
  const size = Math.abs(step ?? 1) || 1;
  const start = value ?? 0;
  const places = Math.min(Math.max(decimalsOf(size), decimalsOf(start)), 15);
  const next = Number((start + count * size).toFixed(places));
  return Math.max(min ?? Number.NEGATIVE_INFINITY, Math.min(max ?? Number.POSITIVE_INFINITY, next));
}

function decimalsOf(value: number): number {
  const [digits = "", exponent = "0"] = `${value}`.split("e");
  return Math.max(0, (digits.split(".")[1]?.length ?? 0) - Number(exponent));
}
