import { type FieldPlan, isObject } from "./plan.ts";

/** Between what is typed into a control and the value it means. */

/** undefined: nothing. What is no number stays the text that it is, so that it can be corrected. */
export function numberFrom(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return text;
  const value = Number(trimmed);
  const losesDigits = /^[+-]?\d{16,}$/.test(trimmed) && !Number.isSafeInteger(value);
  return Number.isFinite(value) && !losesDigits ? value : text;
}

export function numberText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

const instant = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/;

/** An instant as the browser's control wants it, in the reader's zone; null: the text is none. */
export function localFrom(text: string): string | null {
  if (!instant.test(text)) return null;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return null;
  const pad = (count: number, length = 2) => String(count).padStart(length, "0");
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** The instant that the browser's control means; "" while it is not complete. */
export function instantFrom(local: string): string {
  const date = new Date(local);
  return local === "" || Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

/** Whether a form's control can show the value; what it cannot show is edited as JSON. */
export function shows(plan: FieldPlan, value: unknown): boolean {
  if (value === undefined || (value === null && plan.isNullable)) return true;
  switch (plan.kind) {
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number" || typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "choice":
      return optionAt(plan.options, value) >= 0;
    case "list":
      return Array.isArray(value) && value.length <= mostItems;
    case "object":
      return isObject(value) && Object.keys(value).length <= mostItems;
    case "alternatives":
      return true;
    case "json":
      return true;
  }
}

/** Longer lists are no matter for a form. */
export const mostItems = 100;

/** The place of the option that is this value; -1: none is. */
export function optionAt(options: readonly { value: unknown }[], value: unknown): number {
  const text = JSON.stringify(value);
  return options.findIndex((option) => JSON.stringify(option.value) === text);
}

/** The alternative that a value belongs to: the first that takes it wholly, else the first of its kind; -1: none. */
export function alternativeOf(
  plans: readonly FieldPlan[],
  value: unknown,
  partPlan: (part: unknown) => FieldPlan,
): number {
  if (value === undefined) return -1;
  const kindFits = (plan: FieldPlan) =>
    shows(plan, value) &&
    (plan.kind !== "number" || (typeof value === "number" && (!plan.isInteger || Number.isInteger(value))));
  const whollyFits = (plan: FieldPlan) => {
    if (!kindFits(plan)) return false;
    if (plan.kind !== "object" || !isObject(value)) return true;
    return plan.members.every(({ name, part, isRequired }) =>
      Object.hasOwn(value, name) ? shows(partPlan(part), value[name]) : !isRequired,
    );
  };
  const place = plans.findIndex(whollyFits);
  return place >= 0 ? place : plans.findIndex(kindFits);
}
