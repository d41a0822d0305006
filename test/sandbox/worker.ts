import { WorkerEntrypoint } from "cloudflare:workers";
import { callGuestHere, callGuestThrough, type RunnerPort } from "../../src/sandbox/call-guest.ts";
import type { Closure, GuestAnswer, GuestCall, Powers } from "../../src/sandbox/guest.ts";
import type { GuestHost, Wiring } from "../../src/sandbox/guest-life.ts";
import { runnerWith } from "../../src/sandbox/runner.ts";

/**
 * The Worker of the sandbox's tests: the real Runner and gateway. What the rooms above would read from the database stands
 * in memory, by application.
 */

type Application = { texts: Record<string, string>; powers: (host: GuestHost) => Powers };
const applications = new Map<string, Application>();

const noPowers: Powers = {
  secret: (name) => Promise.reject(new Error(`There is no secret ${name}.`)),
  invoke: (worklet) => Promise.reject(new Error(`There is no worklet ${worklet}.`)),
  predict: (model) => Promise.reject(new Error(`There is no model ${model}.`)),
};

/** A closure of its own for these files. */
export function closureOf(
  texts: Record<string, string>,
  powers: (host: GuestHost) => Powers = () => noPowers,
  application = `app-${crypto.randomUUID()}`,
): Closure {
  applications.set(application, { texts, powers });
  const files = Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, `hash of ${text}`]));
  return { application, files, maps: {}, compatibilityDate: "2026-10-01", compatibilityFlags: [] };
}

const wiring: Wiring = {
  modules: (_env, closure) => applications.get(closure.application)?.texts ?? Promise.reject(new Error("no texts")),
  powers: (host) => applications.get(host.closure.application)?.powers(host) ?? noPowers,
  mapFrames: (_env, _closure, frames) => frames,
  outbound: (ctx) => (ctx as unknown as { exports: { Egress: Fetcher } }).exports.Egress,
};

export const Runner = runnerWith(wiring);

export { Egress } from "../../src/sandbox/egress.ts";

type Asked = { closure: Closure; call: GuestCall };
const asked = new Map<string, Asked>();
export const answered = new Map<string, GuestAnswer>();

/**
 * Lets `fetch("/ID")` make this call, and cancel it when its caller disconnects; with `?careless` nobody cancels it. With `?here`
 * the request calls the guest itself, and with `?here&busy` it has work to do for three seconds more.
 */
export function serveCall(id: string, closure: Closure, call: GuestCall): void {
  asked.set(id, { closure, call });
}

export default class extends WorkerEntrypoint<Env> {
  override async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const id = pathname.slice(1);
    const { closure, call } = asked.get(id) as Asked;
    const { Runner: port } = (this.ctx as unknown as { exports: { Runner: RunnerPort } }).exports;
    const callGuest = searchParams.has("here") ? callGuestHere(wiring, this.env, this.ctx) : callGuestThrough(port);
    const stop = new AbortController();
    // The guest's own deadline counts from its start, which is later: that one shall be heard of.
    const deadline = setTimeout(() => stop.abort(), call.timeoutMs + 800);
    const answer = callGuest(closure, call, stop.signal).then((value) => {
      clearTimeout(deadline);
      answered.set(id, value);
      return value;
    });
    if (searchParams.has("busy")) this.ctx.waitUntil(new Promise((done) => setTimeout(done, 3_000)));
    if (!searchParams.has("careless")) {
      request.signal.addEventListener("abort", () => {
        stop.abort();
        this.ctx.waitUntil(answer);
      });
    }
    return Response.json(await answer);
  }
}
