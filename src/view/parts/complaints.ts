import { viewLimits } from "../../contract/view-limits.ts";
import type { Json } from "../../expression/expression.ts";
import { dayInWords, sizesInWords } from "./words.ts";

/**
 * What an input says when its value is not valid: null when it is. `is_valid` of the page and these agree, which a test
 * compares.
 */

type Asked = { readonly required: boolean };

export function complaintOfText({
  value,
  required,
  max_length,
}: Asked & { value: string; max_length: number | null }): string | null {
  if (value === "") return required ? "This is needed." : null;
  const most = max_length ?? 0;
  if (value.length <= most) return null;
  return `This is ${(value.length - most).toLocaleString()} too long: ${most.toLocaleString()} characters at most.`;
}

export function complaintOfNumber({
  value,
  required,
  min,
  max,
}: Asked & { value: number | null; min: number | null; max: number | null }): string | null {
  if (value === null) return required ? "A number is needed." : null;
  if (min !== null && value < min) return `${min.toLocaleString()} is the least.`;
  if (max !== null && value > max) return `${max.toLocaleString()} is the most.`;
  return null;
}

export function complaintOfDay({
  value,
  required,
  min,
  max,
}: Asked & { value: string; min: string; max: string }): string | null {
  if (value === "") return required ? "A day is needed." : null;
  if (min !== "" && value < min) return `${dayInWords(min)} is the first day.`;
  if (max !== "" && value > max) return `${dayInWords(max)} is the last day.`;
  return null;
}

export function complaintOfChoice({ value, required }: Asked & { value: Json }): string | null {
  const isEmpty = value === null || value === "" || value === false || (Array.isArray(value) && value.length === 0);
  return isEmpty && required ? "Choose something." : null;
}

export function complaintOfTick({ value, required }: Asked & { value: boolean }): string | null {
  return !value && required ? "This has to be ticked." : null;
}

/** The most bytes that a file may have, whatever the document says. */
export function mostBytes(max_bytes: number | null): number {
  return Math.min(max_bytes ?? 0, viewLimits.uploadBytes);
}

export function complaintOfFile({
  value,
  required,
  max_bytes,
}: Asked & { value: Json; max_bytes: number | null }): string | null {
  if (value === null || value === "" || value === false || (Array.isArray(value) && value.length === 0))
    return required ? "A file is needed." : null;
  const bytes = typeof value === "object" && !Array.isArray(value) ? value.bytes : undefined;
  if (typeof bytes !== "number") return "This is no file.";
  if (bytes <= mostBytes(max_bytes)) return null;
  const [size, most] = sizesInWords(bytes, mostBytes(max_bytes));
  return `This is ${size}: ${most} at most.`;
}
