import type { Key, Me, Role } from "../../contract/access.ts";

/** Keys in words: what a role may do, and what is refused because it is one's own key. */

/** From the least to the most. */
export const roles: readonly Role[] = ["invoke", "operator", "creator", "admin"];

export const roleWords: Record<Role, { word: string; may: string }> = {
  invoke: { word: "Invoke", may: "Invokes live worklets, and reads and cancels single runs of them." },
  operator: { word: "Operator", may: "Also reads everything of an application, runs drafts, asks for traces." },
  creator: { word: "Creator", may: "Also changes applications, files, worklets, models and secrets." },
  admin: { word: "Admin", may: "Also makes, changes, rotates and revokes keys." },
};

/** Whether it is the key that this session was made with. */
export function isOwn(me: Pick<Me, "key"> | undefined, key: Pick<Key, "id">): boolean {
  return me !== undefined && me.key === key.id;
}

export const ownRevokeRefusal =
  "You are signed in with this key: it cannot revoke itself. Sign in with another admin key.";
export const ownRoleRefusal = "You are signed in with this key: it cannot lower its own role.";

/** A line that shows that the key works: every role may ask who it is. */
export function tryLine(origin: string, key: string): string {
  return `curl ${origin}/me -H 'Authorization: Api-Key ${key}'`;
}

/** What a search looks through. */
export function keyText({ name, role, application, prefix, created_by }: Key): string {
  const where = application ?? "all applications";
  return `${name} ${roleWords[role].word} ${where} ${prefix} ${created_by}`.toLowerCase();
}
