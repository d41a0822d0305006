import { WorkerEntrypoint } from "cloudflare:workers";
import { server } from "./app.ts";
import { modulesOf } from "./catalog/definitions.ts";
import { mapFrames } from "./catalog/stacks.ts";
import type { ChildAnswer } from "./engine/kind.ts";
import { log } from "./platform/log.ts";
import { notePulse } from "./platform/pulse.ts";
import { runChild } from "./runs/child-run.ts";
import { pokeObjects, ringObjects } from "./runs/hints.ts";
import { keepEntries } from "./runs/journal.ts";
import { powersOf } from "./runs/powers.ts";
import { runObjectWith } from "./runs/run-object.ts";
import { deleteOld } from "./runs/runs.ts";
import { sweepRuns } from "./runs/sweeper.ts";
import type { ChildRequest, RunPowers } from "./runs/sync-run.ts";
import { callGuestThrough, type RunnerPort } from "./sandbox/call-guest.ts";
import { Egress } from "./sandbox/egress.ts";
import { runnerWith } from "./sandbox/runner.ts";
import { follow, type Reply, type ReplyPort, replyWith } from "./sandbox/stoppable.ts";

/** What Cloudflare calls. Only here `ctx.exports`, the way from one request context of ours to another, is read. */

type Exports = { Runner: RunnerPort; ChildRun: { run(request: ChildRequest): Promise<ReplyPort<ChildAnswer>> } };

function runPowers(ctx: Pick<ExecutionContext, "exports">): RunPowers {
  // The types of a loopback call forbid plain data that holds `unknown`; both sides are declared in this file.
  const exports = ctx.exports as unknown as Exports;
  return {
    callGuest: callGuestThrough(exports.Runner),
    child: async (request, stop) =>
      follow(await exports.ChildRun.run(request), stop, (error) => log.error("child.stop_failed", error)),
  };
}

/** Every guest call has a request context of its own, which is this entrypoint's. */
export const Runner = runnerWith({
  modules: modulesOf,
  mapFrames,
  powers: (host) => powersOf(host, runPowers(host.ctx).child),
  outbound: (ctx) => ctx.exports.Egress,
});

/** So has every child run. */
export class ChildRun extends WorkerEntrypoint<Env> {
  run(request: ChildRequest): Promise<Reply<ChildAnswer>> {
    const stop = new AbortController();
    const later = (work: () => Promise<unknown>) => this.ctx.waitUntil(work());
    const answer = runChild(this.env, request, runPowers(this.ctx), stop.signal, later);
    return replyWith(answer, () => stop.abort());
  }
}

/** One object for each background run. */
export const RunObject = runObjectWith(runPowers);

export { Egress };

export default {
  fetch(request, env, ctx) {
    return server.fetch(request, { env, powers: runPowers(ctx) }, ctx);
  },

  async queue(batch, env) {
    if (batch.queue === "worklets-runs") await ringObjects(env, batch);
    else if (batch.queue === "worklets-runs-dead") await pokeObjects(env, batch);
    else await keepEntries(env, batch);
  },

  async scheduled(event, env) {
    await notePulse(env, event.scheduledTime);
    await sweepRuns(env, event.scheduledTime);
    await deleteOld(env, event.scheduledTime);
  },
} satisfies ExportedHandler<Env>;
