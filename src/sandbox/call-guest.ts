import type { Failure } from "../contract/failure.ts";
import { log } from "../platform/log.ts";
import type { CallGuest, Closure, GuestAnswer, GuestCall } from "./guest.ts";
import { GuestLife, type Wiring } from "./guest-life.ts";
import { follow, type ReplyPort } from "./stoppable.ts";
import { closureKey } from "./walls.ts";

/** The host's side of a guest call: reaches the guest through `Runner`, or calls it here, and hands a stop on. */

/** `ctx.exports.Runner`, as far as this room needs it. */
export type RunnerPort = { run(key: string, closure: Closure, call: GuestCall): Promise<ReplyPort<GuestAnswer>> };

/** Never rejects, and resolves only when the guest is over. */
export function callGuestThrough(runner: RunnerPort): CallGuest {
  return async (closure, call, stop) => {
    if (stop.aborted) return unanswered(call, "canceled", "The run was canceled.");
    try {
      const reply = await runner.run(closureKey(closure), closure, call);
      return await follow(reply, stop, (error) => log.error("guest.stop_failed", error));
    } catch (error) {
      log.error("guest.call_failed", error, { run: call.run.id });
      return unanswered(call, "platform", "The platform could not run this block. Try again.");
    }
  };
}

/**
 * Calls the guest from this request context, which spares the way to `Runner`. Whoever uses it ends the context when an answer
 * `lingers`: the guest ends with it, and not before. For the last call of a context only, within limits that `stop` keeps.
 */
export function callGuestHere(wiring: Wiring, env: Env, ctx: ExecutionContext): CallGuest {
  return async (closure, call, stop) => {
    if (stop.aborted) return unanswered(call, "canceled", "The run was canceled.");
    const life = new GuestLife(wiring, { env, ctx, key: closureKey(closure), closure, call });
    const end = () => life.stop();
    stop.addEventListener("abort", end);
    try {
      const answer = await life.answer;
      return life.lingers ? { ...answer, lingers: true } : answer;
    } catch (error) {
      log.error("guest.call_failed", error, { run: call.run.id });
      return unanswered(call, "platform", "The platform could not run this block. Try again.");
    } finally {
      stop.removeEventListener("abort", end);
      life.leave();
    }
  };
}

function unanswered(call: GuestCall, kind: Failure["kind"], message: string): GuestAnswer {
  const failure: Failure = { kind, message, block: call.blocks[0]?.id ?? null, stack: "" };
  return { results: [], failure, logs: [], cold: false, secrets: [] };
}
