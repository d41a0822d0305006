import type { Failure } from "../contract/failure.ts";
import { log } from "../platform/log.ts";
import type { CallGuest, Closure, GuestAnswer, GuestCall } from "./guest.ts";
import { follow, type ReplyPort } from "./stoppable.ts";
import { closureKey } from "./walls.ts";

/** The host's side of a guest call: reaches the guest through `Runner` and hands a stop on. */

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

function unanswered(call: GuestCall, kind: Failure["kind"], message: string): GuestAnswer {
  const failure: Failure = { kind, message, block: call.blocks[0]?.id ?? null, stack: "" };
  return { results: [], failure, logs: [], cold: false, secrets: [] };
}
