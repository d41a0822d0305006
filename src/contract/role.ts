/** Roles in their order, for the server and the browser: no schema, which browsers do not load. */

/** What a key may do; each role may do all that the ones after it may. */
export const roles = ["admin", "creator", "operator", "invoke"] as const;
export type Role = (typeof roles)[number];

/** Whether `role` may do what `needed` may. */
export function allows(role: Role, needed: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(needed);
}
