import type { Property } from "../contract/component-kinds.ts";
import type { Json } from "../expression/expression.ts";

/** Fits what an expression gives to the type of a property, so that a component gets nothing else. */

export type Fitted = { readonly value: Json; readonly error: string | null };

export function defaultOf(property: Property): Json {
  return property.default as Json;
}

/** Null is the default. What cannot be fitted is the default too, with a sentence that says why. */
export function fitTo(property: Property, value: Json): Fitted {
  if (value === null) return { value: defaultOf(property), error: null };
  const fitted = converted(property, value);
  if (fitted !== undefined) return { value: fitted, error: null };
  return { value: defaultOf(property), error: `${wanted(property)} is needed here, and this is ${inWords(value)}.` };
}

function converted(property: Property, value: Json): Json | undefined {
  switch (property.type) {
    case "json":
      return value;
    case "list":
      return Array.isArray(value) ? value : undefined;
    case "boolean":
      return !!value;
    case "number":
      return numberOf(value);
    case "text":
    case "call":
      return typeof value === "object" ? undefined : `${value}`;
    case "choice":
      return typeof value === "string" && property.choices?.includes(value) ? value : undefined;
    case "date":
      return typeof value === "string" ? dateOf(value) : undefined;
  }
}

function numberOf(value: Json): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** The day of a date or of an instant, when it is one of the calendar. */
function dateOf(text: string): string | undefined {
  if (text === "") return text;
  const day = /^\d{4}-\d{2}-\d{2}(?=$|T)/.exec(text)?.[0];
  if (day === undefined) return undefined;
  const instant = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day) ? day : undefined;
}

function wanted(property: Property): string {
  if (property.type === "choice") return `One of ${property.choices?.join(", ")}`;
  const words = {
    number: "A number",
    text: "Text",
    call: "The name of a call",
    list: "A list",
    date: "A day such as 2026-01-31",
  };
  return words[property.type as keyof typeof words] ?? "Another value";
}

function inWords(value: Json): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
