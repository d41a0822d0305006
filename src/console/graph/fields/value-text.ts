/** JSON values as the fields of the panel show them. */

/** The text that gives this value: a text as it is, anything else as one expression. */
export function textOfValue(value: unknown): string {
  return typeof value === "string" ? value : `{{ ${JSON.stringify(value)} }}`;
}

/** Whether a field can show the value as one expression: nothing inside it is a template. */
export function isPlain(value: unknown): boolean {
  return typeof value === "string" || !JSON.stringify(value)?.includes("{{");
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether an object can be shown as names with a field each. */
export function isFieldwise(value: unknown): value is Record<string, unknown> {
  return isObject(value) && Object.values(value).every(isPlain);
}
