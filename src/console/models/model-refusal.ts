import type { Problem } from "../api/problem.ts";
import type { Wrongs } from "./model-form.ts";

/** What was said about a model's form, and where it belongs. */

export type Refusal = { wrongs: Wrongs; problem: Problem | null };

/** Fields that show what is said about them; what is deeper inside (`/config/headers/X`) belongs to the field above. */
const fields = [
  ...[
    "/name",
    "/config/kind",
    "/config/builtin",
    "/config/model",
    "/config/base_url",
    "/config/task",
    "/config/api_key",
  ],
  ...["/config/params", "/config/url", "/config/method", "/config/headers", "/config/body", "/config/output"],
  ...["/config/timeout_ms", "/config/retry"],
];

/** The words for one field, also those about places inside of it. */
export function aboutField({ wrongs, problem }: Refusal, path: string): string | undefined {
  const own = Object.entries(wrongs).find(([place]) => isInside(place, path))?.[1];
  if (own !== undefined) return own;
  if (path === "/name" && problem?.code === "model.exists") return "There is a model of this name already.";
  const said = problem?.errors.filter((wrong) => isInside(wrong.path, path)) ?? [];
  if (said.length === 0) return undefined;
  return said
    .map(({ path: place, message }) => (place === path ? message : `${place.slice(path.length + 1)}: ${message}`))
    .join(" ");
}

/** What no field shows. */
export function aboutNoField(problem: Problem | null): Problem | null {
  if (problem === null || problem.code === "model.exists") return null;
  const { errors } = problem;
  const isShown = errors.length > 0 && errors.every(({ path }) => fields.some((field) => isInside(path, field)));
  return isShown ? null : problem;
}

function isInside(place: string, path: string): boolean {
  return place === path || place.startsWith(`${path}/`);
}
