import { WorkerEntrypoint } from "cloudflare:workers";
import type { Closure, GuestAnswer, GuestCall } from "./guest.ts";
import { GuestLife, type Wiring } from "./guest-life.ts";
import { type Reply, replyWith } from "./stoppable.ts";

/**
 * Makes the class that `index.ts` exports as `Runner`, the entrypoint through which every guest is called; what lies above this
 * room comes in by `wiring`. A guest call that its caller stops awaiting runs on, and ends only with the request context that
 * made it: so each guest call has a request context of its own, which is this entrypoint's, and which ends when `run` has
 * returned and its handle, if any, was disposed.
 */
export function runnerWith(wiring: Wiring) {
  return class Runner extends WorkerEntrypoint<Env> {
    run(key: string, closure: Closure, call: GuestCall): Promise<Reply<GuestAnswer>> {
      const life = new GuestLife(wiring, { env: this.env, ctx: this.ctx, key, closure, call });
      const onSlow = () => life.watch();
      return replyWith(life.answer, () => life.stop(), { patienceMs: call.timeoutMs, onSlow });
    }
  };
}
