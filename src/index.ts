import { WorkerEntrypoint } from "cloudflare:workers";
import { deleteOldSessions } from "./access/sessions.ts";
import { server } from "./app.ts";
import { modulesOf } from "./catalog/definitions.ts";
import { mapFrames } from "./catalog/stacks.ts";
import type { ChildAnswer } from "./engine/kind.ts";
import { log } from "./platform/log.ts";
import { notePulse } from "./platform/pulse.ts";
import { pokeObjects, ringObjects } from "./runs/hints.ts";
import type { Entry } from "./runs/list/entry.ts";
import { keepEntries, noteRun } from "./runs/list/journal.ts";
import { deleteOld } from "./runs/list/runs.ts";
import { sweepRuns } from "./runs/list/sweeper.ts";
import { runObjectWith } from "./runs/run-object.ts";
import { runChild } from "./runs/sync/child-run.ts";
import { powersOf } from "./runs/sync/powers.ts";
import type { ChildRequest, RequestPowers, RunPowers } from "./runs/sync/sync-run.ts";
import { callGuestHere, callGuestThrough, type RunnerPort } from "./sandbox/call-guest.ts";
import { Egress } from "./sandbox/egress.ts";
import type { Wiring } from "./sandbox/guest-life.ts";
import { runnerWith } from "./sandbox/runner.ts";
import { follow, type Reply, type ReplyPort, replyWith } from "./sandbox/stoppable.ts";
import { deleteOldTicks } from "./schedules/ledger.ts";
import { sendDue, settlePages } from "./schedules/ticks.ts";

/** What Cloudflare calls. Only here `ctx.exports`, the way from one request context of ours to another, is read. */

type Exports = {
  Runner: RunnerPort;
  ChildRun: { run(request: ChildRequest): Promise<ReplyPort<ChildAnswer>> };
  Notes: { note(entry: Entry): Promise<void> };
};
type Context = Pick<ExecutionContext, "exports">;

/** The types of a loopback call forbid plain data that holds `unknown`; both sides are declared in this file. */
function exportsOf(ctx: Context): Exports {
  return ctx.exports as unknown as Exports;
}

function runPowers(ctx: Context): RunPowers {
  const exports = exportsOf(ctx);
  return {
    callGuest: callGuestThrough(exports.Runner),
    child: async (request, stop) =>
      follow(await exports.ChildRun.run(request), stop, (error) => log.error("child.stop_failed", error)),
  };
}

/** A request's, made for each one: nothing in it is made before it is asked for. */
class Powers implements RunPowers {
  readonly #env: Env;
  readonly #ctx: ExecutionContext;

  constructor(env: Env, ctx: ExecutionContext) {
    this.#env = env;
    this.#ctx = ctx;
  }

  get callGuest() {
    return runPowers(this.#ctx).callGuest;
  }

  get child() {
    return runPowers(this.#ctx).child;
  }

  get here(): RequestPowers {
    const ctx = this.#ctx;
    return {
      callGuest: callGuestHere(wiring, this.#env, ctx),
      note: (entry) => exportsOf(ctx).Notes.note(entry),
    };
  }
}

const wiring: Wiring = {
  modules: modulesOf,
  mapFrames,
  powers: (host) => powersOf(host, runPowers(host.ctx).child),
  outbound: (ctx) => ctx.exports.Egress,
};

/** A guest call that another may follow has a request context of its own, which is this entrypoint's. */
export const Runner = runnerWith(wiring);

/** Work that an entrypoint does when it has answered. */
function laterIn(ctx: ExecutionContext) {
  return (work: () => Promise<unknown>) => ctx.waitUntil(work());
}

/** Notes what a run did for a request that must not go on. */
export class Notes extends WorkerEntrypoint<Env> {
  note(entry: Entry): void {
    noteRun(this.env, { by: "request", later: laterIn(this.ctx) }, () => entry);
  }
}

/** So has every child run. */
export class ChildRun extends WorkerEntrypoint<Env> {
  run(request: ChildRequest): Promise<Reply<ChildAnswer>> {
    const stop = new AbortController();
    const answer = runChild(this.env, request, runPowers(this.ctx), stop.signal, laterIn(this.ctx));
    return replyWith(answer, () => stop.abort());
  }
}

/** One object for each background run. */
export const RunObject = runObjectWith(runPowers);

export { Egress };

export default {
  fetch(request, env, ctx) {
    return server.fetch(request, { env, powers: new Powers(env, ctx) }, ctx);
  },

  async queue(batch, env) {
    if (batch.queue === "worklets-runs") await ringObjects(env, batch);
    else if (batch.queue === "worklets-runs-dead") await pokeObjects(env, batch);
    else if (batch.queue === "worklets-ticks") await settlePages(env, batch);
    else await keepEntries(env, batch);
  },

  async scheduled(event, env) {
    const now = event.scheduledTime;
    // What fails keeps none of the others from its minute.
    const works = [
      notePulse(env, now),
      sendDue(env, now),
      sweepRuns(env, now),
      deleteOld(env, now),
      deleteOldTicks(env, now),
      deleteOldSessions(env, now),
    ];
    for (const work of await Promise.allSettled(works)) if (work.status === "rejected") throw work.reason;
  },
} satisfies ExportedHandler<Env>;
