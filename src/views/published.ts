import { desc, eq, sql } from "drizzle-orm";
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
import { liveNowOf, type Visit, type Visitor, visitorOfCall, visitorOfPage } from "./visitor.ts";

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
  const { visitor, token } = await visitorOfCall(call);
  const counting = checkCall(call, visitor);
  if (token.version === visitor.live.version) return callNow(call, visitor, counting);
  await counting;
  // Another isolate may have published the token's version a moment ago.
  const latest = await visitorOfCall(call, liveNowOf);
  if (token.version === latest.visitor.live.version) return callNow(call, latest.visitor, counting);
  const detail = "The view was published anew. Ask for its page again and go on with that one.";
  throw new Fault("view.changed", detail);
}

async function checkCall({ env, request }: Call<NewViewCall>, { live, id }: Visitor): Promise<void> {
  await Promise.all([
    checkVisitor(env, live.uid, id),
    checkAddress(env, live.uid, request.headers),
    checkView(env, live.uid),
  ]);
}

async function callNow(call: Call<NewViewCall>, visitor: Visitor, counting: Promise<void>): Promise<Reply> {
  const asker = askerOf(visitor);
  const name = call.param("call");
  const wish = { name, call: callNamed(visitor.live, name), body: call.body };
  const [counted, ready] = await Promise.allSettled([counting, readyNamed(call, asker, wish)]);
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
  const { env, request, param } = visit;
  const { visitor } = await visitorOfCall(visit);
  const { live } = visitor;
  // A new visitor is a reload away, and each cancellation is kept until its order comes: networks are counted here too.
  await Promise.all([checkVisitor(env, live.uid, visitor.id), checkAddress(env, live.uid, request.headers)]);
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

const mostVersions = 10;

/** The worklets that the last versions of a view run under a call's name. Any visitor can have this asked: it reads no more. */
async function workletsCalled(env: Env, view: string, name: string): Promise<string[]> {
  const worklet = sql<
    string | null
  >`(select value ->> 'worklet' from json_each(${viewVersions.draft}, '$.calls') where key = ${name})`;
  const rows = await databaseOf(env)
    .select({ worklet })
    .from(viewVersions)
    .where(eq(viewVersions.view, view))
    .orderBy(desc(viewVersions.number))
    .limit(mostVersions);
  return [...new Set(rows.flatMap((row) => row.worklet ?? []))];
}
