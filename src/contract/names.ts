import * as z from "zod";

/** How things are named: ids, paths, and the names of secrets and models. */

/** An id of an application or a worklet: a slug that never changes. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "An id is 1 to 63 characters: a-z, 0-9 and -, and does not start with -.");

export const reservedIds: readonly string[] = ["import", "new", "production", "draft"];

/** A block's id is also a name inside expressions (`blocks.ID`). */
export const BlockId = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_-]{0,62}$/,
    "A block's id is 1 to 63 characters: letters, digits, _ and -, and starts with a letter or _.",
  )
  .refine((id) => !["__proto__", "constructor", "prototype"].includes(id), "This name is reserved.");

/** A file's path inside its application: `triage.ts`, `vendor/lande.js`, `lib/text.ts`. */
export const FilePath = z
  .string()
  .max(200)
  .regex(
    /^(?!.*(?:^|\/)\.)(?:[A-Za-z0-9_.@-]+\/)*[A-Za-z0-9_.@-]+\.(?:ts|js|mts|mjs)$/,
    "A path is made of letters, digits, _ . @ and -, with / between folders, no part starts with a dot, and it ends in .ts, .js, .mts or .mjs.",
  );

export const SecretName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,99}$/,
    "A secret's name is 1 to 100 characters: letters, digits and _, and does not start with a digit.",
  );

export const ModelName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    "A model's name is 1 to 63 characters: a-z, 0-9 and -, and does not start with -.",
  );
