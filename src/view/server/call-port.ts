import type { PublicView } from "../../contract/view.ts";
import type { CallAnswer, CallPort, CallRequest, Pending } from "../../reactive/reactive.ts";
import { callAnswerOf, startedOf } from "./call-answer.ts";
import { followRun } from "./follow.ts";
import { jsonOf, Problem } from "./problem.ts";
import type { ViewServer } from "./view-server.ts";
import type { Wire } from "./wire.ts";

/** The calls of a page over the wire: those of one version of the view. */

type Of = { readonly version: number; readonly view: Pick<PublicView, "calls"> };

export type ServerCalls = CallPort & {
  /** Over when nothing is under way that an action started: what writes is not to be cut off. */
  readonly settled: () => Promise<void>;
};

const lookAgainMs = 1_000;

export function makeCallPort(server: ViewServer, wire: Wire, { version, view }: Of): ServerCalls {
  const writing = new Set<Promise<unknown>>();
  return {
    start(request, signal) {
      const started = start(server, wire, version, request, signal);
      if (view.calls[request.call]?.trigger === "event") {
        const ended: Promise<unknown> = started.catch(() => {}).finally(() => writing.delete(ended));
        writing.add(ended);
      }
      return started.catch((error: unknown) => (isOutdated(error) ? untilAborted(signal) : Promise.reject(error)));
    },
    cancel(call, callId) {
      // Nobody waits for it: when it does not get through, the run ends by itself.
      server.send(`${pathOf(call, callId)}/cancel`, { method: "POST", keepalive: true }).catch(() => {});
    },
    follow({ call, callId }, signal, onProgress) {
      return followRun({ server, wire, path: pathOf(call, callId), signal, onProgress });
    },
    keepPending: (pending) => keepPending(wire, server.place, pending),
    async settled() {
      await Promise.all(writing);
    },
  };
}

/** The page that a call was made on is not the live one any more; it was refused, and its page is about to be replaced. */
class Outdated extends Error {}

function isOutdated(error: unknown): boolean {
  return error instanceof Outdated;
}

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

function keepPending({ kept }: Wire, place: string, pending: readonly Pending[]): void {
  kept.write(pendingName(place), pending.length === 0 ? null : JSON.stringify(pending));
}

/** The background runs that the last page of this tab left under way. */
export function keptPending({ kept }: Wire, place: string): Pending[] {
  const text = kept.read(pendingName(place));
  if (text === null) return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter(isPending) : [];
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
