import * as z from "zod";

/**
 * What a view and the values of its calls hold of any JSON. A member `__proto__` would get lost in silence on its way through
 * a schema, so it is refused where it stands.
 */

const lost = "__proto__";

export const Json = z.preprocess((value, { addIssue }) => {
  for (const path of lostBelow(value)) addIssue({ code: "custom", message: "No member can have this name.", path });
  return value;
}, z.json());

/** The same of a record: of its own names only, its values have schemas of their own. */
export function named<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value, { addIssue }) => {
    if (isLossy(value)) addIssue({ code: "custom", message: "This name is reserved.", path: [lost] });
    return value;
  }, schema);
}

/** Bodies are only so deep, so this is too. */
function lostBelow(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [];
  const below = Object.entries(value).flatMap(([key, each]) => {
    return key === lost ? [] : lostBelow(each).map((path) => [key, ...path]);
  });
  return isLossy(value) ? [[lost], ...below] : below;
}

function isLossy(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, lost);
}
