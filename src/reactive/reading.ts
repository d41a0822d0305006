import type { Json } from "../expression/expression.ts";

/** What a name of the page is worth at a moment. */
export type Reading = {
  readonly value: Json;
  /** Why the expression gave nothing: `value` is the default then. */
  readonly error: string | null;
  /** Whether an answer that it was made from is not the answer to the present values. */
  readonly loading: boolean;
};

export type Read = (path: string) => Reading;

export function settled(value: Json): Reading {
  return { value, error: null, loading: false };
}

/** So many values are compared; what has more is the same only when it is the very same. */
const comparedAtMost = 2_000;

/** Whether two values are equal: small ones by what they hold, large ones by identity. */
export function isSame(left: unknown, right: unknown): boolean {
  return isEqual(left, right, { left: comparedAtMost });
}

function isEqual(one: unknown, other: unknown, budget: { left: number }): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  budget.left -= 1;
  if (budget.left < 0 || Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  if (names.length > budget.left || names.length !== Object.keys(other).length) return false;
  return names.every((name) => {
    budget.left -= 1;
    if (!Object.hasOwn(other, name)) return false;
    return isEqual((one as Record<string, unknown>)[name], (other as Record<string, unknown>)[name], budget);
  });
}

export function isSameReading(one: Reading, other: Reading): boolean {
  return (
    one === other || (one.error === other.error && one.loading === other.loading && isSame(one.value, other.value))
  );
}
