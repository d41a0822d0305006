import type { Json } from "../../../expression/expression.ts";
import { lineOf } from "../json/line.ts";
import { memberOf } from "../table/rows.ts";

/** What a chart draws of its data: rows of numbers with names, or a sentence that says what it needs. */

export type ChartType = "line" | "bar" | "area" | "pie" | "scatter";

export type Series = {
  readonly name: string;
  /** null: a point without a number. */
  readonly values: readonly (number | null)[];
};

export type Drawing = {
  readonly type: ChartType;
  /** The member along the bottom; empty: the points have only their numbers. */
  readonly x: string;
  /** One for each point. */
  readonly labels: readonly string[];
  /** For scatter: where each point stands along the bottom. */
  readonly positions: readonly (number | null)[];
  readonly series: readonly Series[];
  readonly stacked: boolean;
  /** Points and series that are more than a chart draws. */
  readonly pointsLeft: number;
  readonly seriesLeft: number;
};

export type ChartProperties = {
  readonly data: readonly Json[];
  readonly type: string;
  readonly x: string;
  readonly y: readonly Json[];
  readonly stacked: boolean;
};

type Point = { readonly [name: string]: Json };

const mostPoints = { line: 2_000, bar: 500, area: 2_000, pie: 24, scatter: 2_000 } as const;
const mostSeries = 12;

export function drawingOf({ data, type, x, y, stacked }: ChartProperties): Drawing | string {
  const kind = type as ChartType;
  const all = data.filter(isPoint);
  if (all.length < data.length)
    return `A chart needs a list of objects, one for each point, like {"day": "Mon", "runs": 3}. This list has ${lineOf(
      data.find((item) => !isPoint(item)),
      40,
    )}.`;
  const points = all.slice(0, mostPoints[kind]);
  const members = [...new Set(points.flatMap((point) => Object.keys(point)))];
  if (x !== "" && !members.includes(x)) return `No point has \`${x}\`, which x names. There is ${inWords(members)}.`;
  const bottom = x || bottomOf(kind, members, points);
  const named = y.filter((name) => typeof name === "string");
  const drawn = named.length > 0 ? named : members.filter((name) => name !== bottom && isNumeric(points, name));
  const missing = drawn.find((name) => !points.some((point) => numberOf(point, name) !== null));
  if (missing !== undefined)
    return `No point has a number in \`${missing}\`, which y names. There is ${inWords(members)}.`;
  if (drawn.length === 0) return `No point has a number to draw. There is ${inWords(members)}.`;
  const positions = points.map((point, place) => (bottom === "" ? place + 1 : numberOf(point, bottom)));
  if (kind === "scatter" && positions.every((position) => position === null))
    return `A scatter chart needs numbers along the bottom, and \`${bottom}\` has none.`;
  const most = kind === "pie" ? 1 : mostSeries;
  const names = [...new Set(drawn)].slice(0, most);
  return {
    type: kind,
    x: bottom,
    labels: points.map((point, place) => labelOf(bottom === "" ? place + 1 : memberOf(point, bottom))),
    positions,
    series: names.map((name) => ({ name, values: points.map((point) => shareOf(kind, numberOf(point, name))) })),
    stacked: stacked && (kind === "bar" || kind === "area"),
    pointsLeft: all.length - points.length,
    seriesLeft: kind === "pie" ? 0 : new Set(drawn).size - names.length,
  };
}

function isPoint(item: Json): item is { [name: string]: Json } {
  return typeof item === "object" && item !== null && !Array.isArray(item);
}

/** Where x is not given: the first number for scatter, for the others the first text. */
function bottomOf(type: ChartType, members: readonly string[], points: readonly Point[]): string {
  if (type === "scatter") {
    const numeric = members.filter((name) => isNumeric(points, name));
    return numeric.length > 1 ? (numeric[0] ?? "") : "";
  }
  return members.find((name) => points.some((point) => typeof memberOf(point, name) === "string")) ?? "";
}

function isNumeric(points: readonly Point[], name: string): boolean {
  const present = points.map((point) => memberOf(point, name)).filter((value) => value !== null);
  return present.length > 0 && present.every((value) => typeof value === "number");
}

function numberOf(point: Point, name: string): number | null {
  const value = memberOf(point, name);
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

/** A piece of a pie cannot be less than nothing. */
function shareOf(type: ChartType, value: number | null): number | null {
  return type === "pie" && value !== null && value < 0 ? null : value;
}

function labelOf(value: Json): string {
  const text = value === null ? "" : typeof value === "object" ? lineOf(value, 40) : String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function inWords(members: readonly string[]): string {
  const shown = members.slice(0, 8).map((name) => `\`${name.slice(0, 40)}\``);
  return `${shown.join(", ")}${members.length > shown.length ? " and more" : ""}`;
}

const typeWords: Readonly<Record<ChartType, string>> = {
  line: "Line chart",
  bar: "Bar chart",
  area: "Area chart",
  pie: "Pie chart",
  scatter: "Scatter chart",
};

/** What a screen reader says of the picture. */
export function summaryOf(label: string, { type, x, labels, series }: Drawing): string {
  const names = series.map(({ name }) => name).join(", ");
  const by = x === "" ? "" : ` by ${x}`;
  const points = `${labels.length.toLocaleString("en")} point${labels.length === 1 ? "" : "s"}`;
  return `${label === "" ? "" : `${label}: `}${typeWords[type]} of ${names}${by}, ${points}. The data follow as a table.`;
}
