import * as z from "zod";
import { limits } from "./limits.ts";
import { SecretName, Slug } from "./names.ts";
import { roles } from "./role.ts";

export { SecretName } from "./names.ts";
export { allows } from "./role.ts";

export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/**
 * Who asks. `key` is null for the root key and for a sign-in link; `application` is the id of the only application a key may
 * touch, or null; `session`: by the cookie of the console.
 */
export type Caller = { key: string | null; name: string; role: Role; application: string | null; session: boolean };

export const Name = z.string().trim().min(1).max(limits.nameCharacters);

export const Key = z
  .object({
    id: z.string(),
    name: z.string(),
    role: Role,
    application: z.string().nullable().describe("The only application that the key may touch; null: all of them."),
    prefix: z.string().describe("How the key starts: `wk_<id>_`."),
    created_at: z.iso.datetime(),
    created_by: z.string(),
    last_used_at: z.iso.datetime().nullable().describe("To within ten minutes."),
  })
  .meta({ id: "Key" });
export type Key = z.infer<typeof Key>;

export const NewKey = z.strictObject({ name: Name, role: Role, application: Slug.nullable().default(null) });
export type NewKey = z.infer<typeof NewKey>;

export const KeyPatch = z.strictObject({ name: Name.optional(), role: Role.optional() });
export type KeyPatch = z.infer<typeof KeyPatch>;

export const KeyWithSecret = z
  .object({ ...Key.shape, key: z.string().describe("The whole key. It is shown this once and kept nowhere.") })
  .meta({ id: "KeyWithSecret" });
export type KeyWithSecret = z.infer<typeof KeyWithSecret>;

const SecretValue = z
  .string()
  .min(1)
  .refine((value) => new TextEncoder().encode(value).length <= limits.secretBytes, "A secret is at most 64 KB.");

export const NewSecret = z.strictObject({ name: SecretName, value: SecretValue });
export type NewSecret = z.infer<typeof NewSecret>;

export const SecretChange = z.strictObject({ value: SecretValue });
export type SecretChange = z.infer<typeof SecretChange>;

/** A secret as it is listed: its value is never given out. */
export const Secret = z
  .object({ name: SecretName, updated_at: z.iso.datetime(), created_by: z.string() })
  .meta({ id: "Secret" });
export type Secret = z.infer<typeof Secret>;

export const Me = z
  .object({
    key: z.string().nullable().describe("null for the root key and for a sign-in link."),
    name: z.string(),
    role: Role,
    application: z.string().nullable(),
    session: z.boolean().describe("Whether the request came with the cookie of a session instead of a key."),
  })
  .meta({ id: "Me" });
export type Me = z.infer<typeof Me>;

/** Signing in: with a key here, or with a link in the query. */
export const SignIn = z.strictObject({
  key: z.string().trim().min(1).max(300).optional().describe("An API key, or the root key."),
});
export type SignIn = z.infer<typeof SignIn>;

export const SignInQuery = z.strictObject({
  link: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe("What stands behind `#link=` in a sign-in link, in place of a key."),
});
export type SignInQuery = z.infer<typeof SignInQuery>;
