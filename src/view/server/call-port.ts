import type { PublicView } from "../../contract/view.ts";
import type { CallAnswer, CallPort, CallRequest, Pending, Progress } from "../../reactive/reactive.ts";
import { callAnswerOf, startedOf } from "./call-answer.ts";
import { followRun } from "./follow.ts";
import { jsonOf, Problem } from "./problem.ts";
import type { ViewServer } from "./view-server.ts";
import type { Wire } from "./wire.ts";

/** The calls of a page over the wire: those of one version of the view. */

type Followed = Parameters<CallPort["follow"]>[0];

type Of = { readonly version: number; readonly view: Pick<PublicView, "calls"> };

export type ServerCalls = CallPort & {
  /** Over when nothing is under way that an action started: what writes is not to be cut off. */
  readonly settled: () => Promise<void>;
  /** Whether something that an action started was refused because another version is live. */
  readonly hasRefused: () => boolean;
};

const lookAgainMs = 1_000;

export function makeCallPort(server: ViewServer, wire: Wire, of: Of): ServerCalls {
  return new WiredCalls(server, wire, of);
}

class WiredCalls implements ServerCalls {
  private readonly server: ViewServer;
  private readonly wire: Wire;
  private readonly of: Of;
  /** Another one may sign in while the page is shown; what this one has under way is not theirs. */
  private readonly visitor: string | null;
  private readonly writing = new Set<Promise<unknown>>();
  /** Background runs: they do not end because nobody listens. */
  private readonly followed = new Set<string>();
  private isRefused = false;

  constructor(server: ViewServer, wire: Wire, of: Of) {
    this.server = server;
    this.wire = wire;
    this.of = of;
    this.visitor = server.visitor;
  }

  async start(request: CallRequest, signal: AbortSignal): Promise<CallAnswer> {
    const { call, supersedes } = request;
    const isWriting = this.of.view.calls[call]?.trigger === "event";
    const started = start(this.server, this.wire, this.of.version, request, signal);
    if (isWriting) this.await(started);
    try {
      return await started;
    } catch (error) {
      // A call that was not made has canceled nothing, and nobody wants what it was to take the place of.
      if (supersedes !== null && this.followed.delete(supersedes)) this.cancel(call, supersedes);
      if (!(error instanceof Outdated)) throw error;
      this.isRefused ||= isWriting;
      return untilAborted(signal);
    }
  }

  cancel(call: string, callId: string): void {
    // Nobody waits for it: when it does not get through, the run ends by itself.
    this.server.send(`${pathOf(call, callId)}/cancel`, { method: "POST", keepalive: true }).catch(() => {});
  }

  async follow({ call, callId }: Followed, signal: AbortSignal, onProgress: (progress: Progress) => void) {
    this.followed.add(callId);
    const { server, wire } = this;
    try {
      const answer = await followRun({ server, wire, path: pathOf(call, callId), signal, onProgress });
      this.followed.delete(callId);
      return answer;
    } catch (error) {
      throw error instanceof Problem && error.code === "run.not_found" ? notKept(error) : error;
    }
  }

  keepPending(pending: readonly Pending[]): void {
    keepPending(this.wire, this.server.place, this.visitor, pending);
  }

  async settled(): Promise<void> {
    while (this.writing.size > 0) await Promise.all(this.writing);
  }

  hasRefused(): boolean {
    return this.isRefused;
  }

  private await(started: Promise<unknown>): void {
    const ended: Promise<unknown> = started.catch(() => {}).finally(() => this.writing.delete(ended));
    this.writing.add(ended);
  }
}

/** A tab that comes back after days, or under another session, finds its runs no more. */
function notKept({ status, code }: Problem): Problem {
  return new Problem(status, code, "How this ended is not known any more. Do it again if you still need it.");
}

/** The page that a call was made on is not the live one any more; it was refused, and its page is about to be replaced. */
class Outdated extends Error {}

async function start(
  server: ViewServer,
  wire: Wire,
  version: number,
  { call, callId, values, supersedes }: CallRequest,
  signal: AbortSignal,
): Promise<CallAnswer> {
  const body = JSON.stringify({ call_id: callId, values, ...(supersedes !== null && { supersedes }) });
  try {
    const response = await server.send(`/calls/${encodeURIComponent(call)}`, { method: "POST", body, signal, version });
    return startedOf(callAnswerOf(await jsonOf(response)));
  } catch (error) {
    if (!(error instanceof Problem) || signal.aborted) throw error;
    if (error.status === 0) return lookAgain(server, wire, pathOf(call, callId), error, signal);
    if (error.code !== "view.changed") throw error;
    const page = await server.page();
    throw page.version === version ? error : new Outdated();
  }
}

/** The connection broke before the answer. The run may have begun all the same; asked once, the server says how it stands. */
async function lookAgain(
  server: ViewServer,
  wire: Wire,
  path: string,
  lost: Problem,
  signal: AbortSignal,
): Promise<CallAnswer> {
  await wire.pause(lookAgainMs, signal);
  try {
    const answer = callAnswerOf(await jsonOf(await server.send(path, { signal })));
    // Who hangs up cancels: that is what happened here, and nobody meant it.
    if (answer.status !== "CANCELED") return startedOf(answer);
  } catch (error) {
    if (signal.aborted) throw error;
  }
  throw lost;
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function pathOf(call: string, callId: string): string {
  return `/calls/${encodeURIComponent(call)}/${encodeURIComponent(callId)}`;
}

function pendingName(place: string): string {
  return `worklets${place}#pending`;
}

function keepPending({ kept }: Wire, place: string, visitor: string | null, pending: readonly Pending[]): void {
  const isNothing = pending.length === 0 || visitor === null;
  kept.write(pendingName(place), isNothing ? null : JSON.stringify({ visitor, pending }));
}

/** The background runs that the last page of this tab left under way, for the same visitor only: their values are not for others. */
export function keptPending({ kept }: Wire, { place, visitor }: Pick<ViewServer, "place" | "visitor">): Pending[] {
  const text = kept.read(pendingName(place));
  if (text === null || visitor === null) return [];
  try {
    const left = JSON.parse(text) as { visitor?: unknown; pending?: unknown } | null;
    return left?.visitor === visitor && Array.isArray(left.pending) ? left.pending.filter(isPending) : [];
  } catch {
    // Another program wrote there; the runs go on without being followed.
    return [];
  }
}

function isPending(json: unknown): json is Pending {
  if (typeof json !== "object" || json === null) return false;
  const { call, callId, runId, values } = json as Record<string, unknown>;
  return (
    [call, callId, runId].every((text) => typeof text === "string") && typeof values === "object" && values !== null
  );
}
