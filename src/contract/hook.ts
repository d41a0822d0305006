import * as z from "zod";
import { Name, SecretName } from "./access.ts";
import { NewId } from "./catalog.ts";
import { Slug } from "./graph.ts";
import { Environment } from "./run.ts";

/** A raw door to a worklet: an address with a token, for callers who send what they want and cannot bring a key. */

const Instant = z.iso.datetime();

/** Methods that reach a worklet. HEAD and OPTIONS are answered without it. */
export const HookMethod = z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]);
export type HookMethod = z.infer<typeof HookMethod>;

const HeaderName = z
  .string()
  .max(100)
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "This is no name of a header. Write it like X-Hub-Signature-256.");

const Secret = SecretName.describe("The name of a secret of the application; its value is the key of the signature.");

/** What a request must prove before anything runs. */
export const Verification = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("none") }),
    z.strictObject({
      kind: z.literal("hmac"),
      header: HeaderName.describe("The header with the signature of the body's bytes."),
      secret: Secret,
      algorithm: z.enum(["sha1", "sha256", "sha512"]).default("sha256"),
      encoding: z.enum(["hex", "base64"]).default("hex"),
      prefix: z
        .string()
        .max(100)
        .regex(/^[\x21-\x7e]*$/, "A prefix is made of visible ASCII characters.")
        .default("")
        .describe("What stands before the signature in the header, such as `sha256=`."),
    }),
    z.strictObject({
      kind: z.literal("standard_webhooks"),
      secret: Secret.describe("The name of a secret of the application; its value is `whsec_` and base 64."),
    }),
  ])
  .meta({ id: "Verification" });
export type Verification = z.infer<typeof Verification>;

/** What is set; the ones with a default are filled by `NewHook` only. */
const members = {
  name: Name.nullable(),
  environment: Environment,
  background: z.boolean().describe("Answer 202 at once and run in the background; else the worklet answers."),
  verification: Verification,
  methods: z
    .array(HookMethod)
    .min(1)
    .max(HookMethod.options.length)
    .refine((methods) => new Set(methods).size === methods.length, "A method is named twice. Name each once.")
    .nullable()
    .describe("The methods that it takes; null: all of them."),
  idempotency_header: HeaderName.nullable().describe(
    "With `background`: the header that names a delivery, such as `X-GitHub-Delivery`; one that comes again starts no second run.",
  ),
};

export const NewHook = z
  .strictObject({
    worklet: Slug,
    id: NewId.optional(),
    name: members.name.default(null),
    environment: members.environment.default("production"),
    background: members.background.default(false),
    verification: members.verification.prefault({ kind: "none" }),
    methods: members.methods.default(null),
    idempotency_header: members.idempotency_header.default(null),
  })
  .meta({ id: "NewHook" });
export type NewHook = z.infer<typeof NewHook>;

/** A JSON merge patch, in which `verification` and `methods` are single values: each is replaced as a whole. */
export const HookPatch = z.strictObject(members).partial().meta({ id: "HookPatch" });
export type HookPatch = z.infer<typeof HookPatch>;

/** Why a request that came with the right token was turned away, or its answer could not be sent. */
export const HookRefusal = z.enum([
  "method_not_allowed",
  "body_too_large",
  "signature_invalid",
  "signature_unverifiable",
  "draft_invalid",
  "input_invalid",
  "delivery_reused",
  "answer_invalid",
]);
export type HookRefusal = z.infer<typeof HookRefusal>;

export const Hook = z
  .object({
    id: Slug,
    worklet: Slug,
    ...members,
    created_at: Instant,
    created_by: z.string(),
    rotated_at: Instant.nullable().describe("When its token was made anew; null: never."),
    rotated_by: z.string().nullable(),
    last_used_at: Instant.nullable().describe("To within ten minutes."),
    last_refused_at: Instant.nullable().describe("To within ten seconds; null: nothing was refused yet."),
    last_refusal: HookRefusal.nullable().describe("Why; what was sent is not kept."),
  })
  .meta({ id: "Hook" });
export type Hook = z.infer<typeof Hook>;

export const HookWithToken = z
  .object({
    ...Hook.shape,
    token: z.string().describe("It is shown this once and kept nowhere."),
    url: z.url().describe("The address for the sender: whoever knows it can call."),
  })
  .meta({ id: "HookWithToken" });
export type HookWithToken = z.infer<typeof HookWithToken>;

/** What a worklet is given when a hook is called. */
export const HookInput = z
  .object({
    method: HookMethod,
    headers: z.record(z.string(), z.string()).describe("By name in lower case."),
    query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    body: z.unknown().describe("JSON parsed, a form as an object, text as it is; else null."),
    raw_body: z.string().describe("The body as text, or in base 64 when it is not UTF-8."),
    raw_body_base64: z.literal(true).optional(),
  })
  .meta({ id: "HookInput" });
export type HookInput = z.infer<typeof HookInput>;

/** The answer to a caller whose request runs in the background. */
export const HookReceipt = z.object({ success: z.literal(true), worklet_run_id: z.string() }).meta({
  id: "HookReceipt",
});
export type HookReceipt = z.infer<typeof HookReceipt>;

/** The answer when the worklet failed: what went wrong is for its owner, who finds it in the run. */
export const HookFailure = z
  .object({ success: z.literal(false), worklet_run_id: z.string(), message: z.string() })
  .meta({ id: "HookFailure" });
export type HookFailure = z.infer<typeof HookFailure>;
