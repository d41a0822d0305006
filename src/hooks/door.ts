import { secretValue } from "../access/secrets.ts";
import { type Definition, definitionOf } from "../catalog/definitions.ts";
import { Fault } from "../contract/fault.ts";
import { HookMethod, type HookReceipt, type HookRefusal } from "../contract/hook.ts";
import { limits } from "../contract/limits.ts";
import { readBytes } from "../http/body.ts";
import type { Call, Reply } from "../http/route.ts";
import { sha256 } from "../platform/ids.ts";
import { log } from "../platform/log.ts";
import { settingsOf } from "../platform/settings.ts";
import { httpStatusOf, startRun } from "../runs/background.ts";
import { checkInput, endOf } from "../runs/invoke.ts";
import { noteRun } from "../runs/list/journal.ts";
import { type RunPowers, runSync } from "../runs/sync/sync-run.ts";
import { endings, failureReply, replyOf, withRun } from "./answer.ts";
import { inputOf } from "./input.ts";
import { noteRefusal, noteUse, type OpenHook, openHook } from "./open-hooks.ts";
import type { HookRow } from "./table.ts";
import { refusalOf, standardHeader, standardKey } from "./verification.ts";

/**
 * What happens when somebody calls `/hooks/TOKEN`. They are strangers: what is wrong inside is told to the owner's log, in a
 * word to those who may see the hook, and to nobody else.
 */

type HookCall = Call<undefined, undefined, RunPowers>;

/**
 * Runs the worklet with the request as its input. Faults before anything runs: `hook.not_found`, `route.method_not_allowed`,
 * `request.too_large`, `hook.signature_invalid`, `worklet.input_invalid`.
 */
export async function callHook(call: HookCall): Promise<Reply> {
  const { env, request, url, now, later } = call;
  // What a worklet answers is no code of the platform's pages, although it comes from their host.
  if (codeOfPages.has(request.headers.get("Sec-Fetch-Dest") ?? "")) throw notHere();
  const hook = await openHook(env, call.param("token"), now, later);
  if (!hook) throw notHere();
  // Senders and monitors ask with HEAD whether the address is there: that is no delivery.
  if (request.method === "HEAD") return { status: 200 };
  const method = methodOf(call, hook);
  const bytes = await bodyOf(call, hook);
  await verify(call, hook, { headers: request.headers, body: bytes, now });
  noteUse(env, hook, now, later);
  const definition = await definitionOfHook(call, hook);
  const input = inputOf({ method, url, headers: request.headers }, bytes, settingsOf(env).rootKey);
  checkFits(call, hook, definition, input);
  const start = {
    definition,
    input: JSON.stringify(input),
    trigger: "hook",
    createdBy: `hook ${hook.row.id}`,
  } as const;
  if (hook.row.background) return inBackground(call, hook, start, bytes);
  const { signal } = request;
  const timeoutMs = definition.draft.settings.timeout_ms;
  const order = { ...start, parentRunId: null, depth: 0, createdAt: now, timeoutMs };
  const { id, status, output, failure, entry } = await endOf(call, runSync(env, order, call.powers, signal));
  if (!signal.aborted) noteRun(env, { by: "request", later }, entry);
  return withRun(replyFor(call, hook, id, { status, output, asked: failure?.status }), id, status);
}

/** What a browser asks for to run it, or to let it decide about a page. */
const codeOfPages: ReadonlySet<string> = new Set([
  ...["script", "style", "worker", "serviceworker", "sharedworker", "audioworklet", "paintworklet"],
  ...["manifest", "xslt", "speculationrules", "dictionary"],
]);

type Start = { definition: Definition; input: string; trigger: "hook"; createdBy: string };

/** 202: the run is promised. A delivery that comes again finds the run that it has made. */
async function inBackground(call: HookCall, hook: OpenHook, start: Start, bytes: Uint8Array): Promise<Reply> {
  const { request, url } = call;
  const delivery = deliveryOf(hook.row, request.headers);
  // The same request: what stands in its method and its query is as much of it as the body.
  const sent = [request.method, url.search, Buffer.from(bytes).toString("base64")].join("\n");
  const idempotency = delivery === null ? undefined : { key: delivery, bodyHash: sha256(sent) };
  const timeoutMs = start.definition.draft.settings.background_timeout_ms;
  const order = { ...start, now: call.now, timeoutMs, tellsFailure: true, idempotency };
  try {
    const { id } = await startRun(call.env, order);
    const receipt: HookReceipt = { success: true, worklet_run_id: id };
    return withRun({ status: 202, body: receipt }, id, "QUEUED");
  } catch (error) {
    const fault = Fault.of(error);
    if (fault?.code !== "idempotency.key_reused") throw error;
    const detail =
      "A delivery of this id has come with another body, query or method. Send each delivery under its own id.";
    throw refused(call, hook, "delivery_reused", new Fault(fault.code, detail));
  }
}

/** What names a delivery, inside this hook; a space keeps it apart from every `Idempotency-Key`. null: nothing does. */
function deliveryOf(row: HookRow, headers: Headers): string | null {
  const standard = row.verification.kind === "standard_webhooks" ? standardHeader(headers, "id") : null;
  const delivery = row.idempotencyHeader === null ? standard : headers.get(row.idempotencyHeader);
  return delivery ? `hook ${row.uid} ${delivery}` : null;
}

type Ended = {
  status: Parameters<typeof httpStatusOf>[0];
  output: string | null;
  asked: Parameters<typeof httpStatusOf>[1];
};

function replyFor(call: HookCall, hook: OpenHook, id: string, { status, output, asked }: Ended): Reply {
  if (status !== "SUCCEEDED") return failureReply(id, httpStatusOf(status, asked), endings[status]);
  const answer = replyOf(output ?? "null");
  if ("reply" in answer) return answer.reply;
  tellOwner("hook.answer_invalid", hook, answer.wrong, { run_id: id });
  noteRefusal(call.env, hook, "answer_invalid", call.now, call.later);
  return failureReply(id, httpStatusOf("FAILED", undefined), answer.wrong);
}

/** The fault for the sender; why, in a word, is kept on the hook. */
function refused({ env, now, later }: HookCall, hook: OpenHook, reason: HookRefusal, fault: Fault): Fault {
  noteRefusal(env, hook, reason, now, later);
  return fault;
}

function methodOf(call: HookCall, hook: OpenHook): HookMethod {
  const { method } = call.request;
  const allowed: readonly string[] = hook.row.methods ?? HookMethod.options;
  if (allowed.includes(method)) return method as HookMethod;
  const detail = `This address takes ${allowed.join(", ")}.`;
  const fault = new Fault("route.method_not_allowed", detail, { allow: [...allowed] });
  throw refused(call, hook, "method_not_allowed", fault);
}

async function bodyOf(call: HookCall, hook: OpenHook): Promise<Uint8Array> {
  try {
    return await readBytes(call.request, limits.bodyBytes, "The body");
  } catch (error) {
    const fault = Fault.of(error);
    throw fault?.code === "request.too_large" ? refused(call, hook, "body_too_large", fault) : error;
  }
}

async function verify(call: HookCall, hook: OpenHook, proof: Parameters<typeof refusalOf>[2]): Promise<void> {
  const { verification, application } = hook.row;
  if (verification.kind === "none") return;
  const { env } = call;
  const unverifiable = (reason: string) => {
    tellOwner("hook.unverifiable", hook, reason);
    const detail = "The signature cannot be verified. The owner of the hook finds why in the log.";
    return refused(call, hook, "signature_unverifiable", new Fault("hook.signature_invalid", detail));
  };
  let secret: string;
  try {
    secret = await secretValue(env, application, verification.secret, proof.now);
  } catch (error) {
    const fault = Fault.of(error);
    throw fault?.code === "secret.not_found" ? unverifiable(fault.message) : error;
  }
  if (verification.kind === "standard_webhooks" && standardKey(secret) === null) {
    throw unverifiable(`The value of the secret ${verification.secret} is not whsec_ and base 64 of 16 bytes or more.`);
  }
  const refusal = refusalOf(verification, secret, proof);
  if (refusal === null) return;
  throw refused(call, hook, "signature_invalid", new Fault("hook.signature_invalid", refusal));
}

async function definitionOfHook(call: HookCall, hook: OpenHook): Promise<Definition> {
  const { env, now, later } = call;
  const { application, worklet, row } = hook;
  const address = { application, worklet, environment: row.environment, version: null };
  try {
    const definition = await definitionOf(env, address, now, later);
    // Another worklet may have been made under the slug: the door leads to the one that it was made for.
    if (definition.workletUid === row.worklet) return definition;
  } catch (error) {
    const fault = Fault.of(error);
    if (fault?.code === "file.invalid") {
      tellOwner("hook.draft_invalid", hook, fault.message);
      const detail = "The worklet's draft cannot run now. Its owner finds why in the log.";
      throw refused(call, hook, "draft_invalid", new Fault("file.invalid", detail));
    }
    if (fault?.code !== "worklet.not_found") throw error;
  }
  throw notHere();
}

function checkFits(call: HookCall, hook: OpenHook, definition: Definition, input: unknown): void {
  try {
    checkInput(definition, input);
  } catch (error) {
    const fault = Fault.of(error);
    if (fault?.code !== "worklet.input_invalid") throw error;
    tellOwner("hook.input_invalid", hook, fault.message);
    const detail = "The request does not fit what the worklet takes. Its owner finds why in the log.";
    throw refused(call, hook, "input_invalid", new Fault(fault.code, detail));
  }
}

function tellOwner(event: string, { row, application, worklet }: OpenHook, reason: string, more: object = {}): void {
  log.info(event, { hook: `${application}/${row.id}`, worklet, reason, ...more });
}

/** The same words for a token that is mistyped, unknown or revoked. */
function notHere(): Fault {
  return new Fault("hook.not_found", "There is no hook at this address. Ask whoever gave it to you for a new one.");
}
