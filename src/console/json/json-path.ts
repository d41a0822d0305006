/** Places in a JSON value: as JSON pointers, and as the expressions that read them. */

export type Step = string | number;

/** `output.items[3].name`: good for `{{ }}`. */
export function expressionOf(rootName: string, steps: readonly Step[]): string {
  return steps.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return /^[A-Za-z_$][\w$]*$/.test(step) ? `${text}.${step}` : `${text}[${JSON.stringify(step)}]`;
  }, rootName);
}

export function pointerOf(steps: readonly Step[]): string {
  return steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
