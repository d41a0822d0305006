import { eq, sql } from "drizzle-orm";
import { Fault } from "../contract/fault.ts";
import type { Call as ViewCall } from "../contract/view.ts";
import { type NewViewCall, NewViewCall as NewViewCallSchema, type ViewPage } from "../contract/view-call.ts";
import { prefersHtml } from "../http/page.ts";
import type { Call, Reply } from "../http/route.ts";
import { databaseOf } from "../platform/database.ts";
import { settingsOf } from "../platform/settings.ts";
import { publicView } from "../reactive/public-view.ts";
import { checkAddress, checkView, checkVisitor } from "./call-limits.ts";
import type { Asker, MadeCall } from "./call-runs.ts";
import { makeCall, readyCall } from "./calls.ts";
import type { LiveView } from "./live.ts";
import { shell, shellOfFault } from "./shell.ts";
import { viewVersions } from "./table.ts";
import { makeViewToken, tokenMs } from "./token.ts";
import { type Visit, type Visitor, visitorOfCall, visitorOfPage } from "./visitor.ts";

/** What is behind `/v/A/V`: the page, and the calls that it makes. */

/** HTML for a browser that opens the address, JSON for the page's program and everybody else. */
export async function openView(call: Call): Promise<Reply> {
  const { env, request } = call;
  await checkAddress(env, null, request.headers);
  const wantsHtml = prefersHtml(request.headers.get("Accept")) && !request.headers.has("Authorization");
  if (!wantsHtml) return { status: 200, body: pageOf(call, await visitorOfPage(call)), headers: { Vary: "Accept" } };
  let live: LiveView;
  try {
    live = (await visitorOfPage(call)).live;
  } catch (error) {
    const fault = Fault.of(error);
    if (fault === null || fault.code.startsWith("platform.")) throw error;
    return shellOfFault(call, fault);
  }
  return shell(call, live);
}

function pageOf({ env, now }: Call, { live, id: visitor }: Visitor): ViewPage {
  const { application, uid, id, name, version, draft } = live;
  const endsAt = now + tokenMs;
  return {
    application: application.id,
    id,
    name,
    version,
    access: draft.access,
    view: publicView(draft),
    token: makeViewToken(settingsOf(env), { view: uid, version, endsAt, visitor }),
    expires_at: new Date(endsAt).toISOString(),
  };
}

/** Faults: those of the visitor, `view.changed`, `view.call_not_found`, `view.too_many_calls`, and of `readyCall`. */
export async function callView(call: Call<NewViewCall>): Promise<Reply> {
  const { env, request, body } = call;
  const { visitor, token } = await visitorOfCall(call);
  const { live } = visitor;
  if (token.version !== live.version) {
    const detail = "The view was published anew. Ask for its page again and go on with that one.";
    throw new Fault("view.changed", detail);
  }
  const asker = askerOf(visitor);
  const limits = [
    checkVisitor(env, live.uid, visitor.id),
    checkAddress(env, live.uid, request.headers),
    checkView(env, live.uid),
  ];
  const name = call.param("call");
  const [counted, ready] = await Promise.allSettled([
    Promise.all(limits),
    readyNamed(call, asker, { name, call: callNamed(live, name), body }),
  ]);
  if (counted.status === "rejected") throw counted.reason;
  if (ready.status === "rejected") throw ready.reason;
  return makeCall(call, asker, ready.value);
}

/** Rejects, and never throws: the limits count what is refused too. */
async function readyNamed(
  call: Call<NewViewCall>,
  asker: Asker,
  wish: { name: string; call: ViewCall | null; body: NewViewCall },
): ReturnType<typeof readyCall> {
  if (wish.call === null) throw new Fault("view.call_not_found", `The view has no call ${wish.name}.`);
  return readyCall(call, asker, { ...wish, call: wish.call });
}

/** Who asks for a call that was made before, and for which. Faults: those of the visitor, `run.not_found`, `view.too_many_calls`. */
export async function madeCall(visit: Visit): Promise<{ asker: Asker; made: MadeCall }> {
  const { env, param } = visit;
  const { visitor } = await visitorOfCall(visit);
  const { live } = visitor;
  await checkVisitor(env, live.uid, visitor.id);
  const name = param("call");
  const made = {
    name,
    callId: callIdOf(param("call_id")),
    worklet: callNamed(live, name)?.worklet ?? null,
    formerWorklets: () => workletsCalled(env, live.uid, name),
  };
  return { asker: askerOf(visitor), made };
}

/** The call's id as it was chosen. Fault: `run.not_found` for what is none. */
export function callIdOf(text: string): string {
  const read = NewViewCallSchema.shape.call_id.safeParse(text);
  if (read.success) return read.data;
  throw new Fault("run.not_found", `No call has the id ${text}: it is a UUID.`);
}

function askerOf({ live, id, caller }: Visitor): Asker {
  return {
    application: live.application,
    view: live,
    visitor: id,
    environment: "production",
    isStranger: caller === null,
    createdBy: caller?.name ?? `view ${live.id}`,
  };
}

function callNamed({ draft: { calls } }: LiveView, name: string): ViewCall | null {
  return (Object.hasOwn(calls, name) && calls[name]) || null;
}

/** The worklets that the versions of a view run under a call's name. */
async function workletsCalled(env: Env, view: string, name: string): Promise<string[]> {
  const worklet = sql<
    string | null
  >`(select value ->> 'worklet' from json_each(${viewVersions.draft}, '$.calls') where key = ${name})`;
  const rows = await databaseOf(env)
    .selectDistinct({ worklet })
    .from(viewVersions)
    .where(eq(viewVersions.view, view))
    .limit(10);
  return rows.flatMap((row) => row.worklet ?? []);
}
