import { log } from "../platform/log.ts";
import { objectOf } from "./objects.ts";

/** The owner of `env.RUNS`: the queue that tells objects to begin. A message is a run id and only a hint. */

export async function sendHint(env: Env, runId: string): Promise<void> {
  await env.RUNS.send(runId, { contentType: "text" });
}

/** The consumer runs no block: it rings the objects and acks. What does not arrive, the object's own alarm makes good. */
export function ringObjects(env: Env, batch: MessageBatch): Promise<void> {
  return tellObjects(batch, (id) => objectOf(env, id).begin());
}

/** Hints that could not be delivered for a while: their runs are looked after like those that the sweeper finds. */
export function pokeObjects(env: Env, batch: MessageBatch): Promise<void> {
  return tellObjects(batch, (id) => objectOf(env, id).poke());
}

async function tellObjects(batch: MessageBatch, tell: (id: string) => Promise<unknown>): Promise<void> {
  await Promise.all(
    batch.messages.map(async (message) => {
      try {
        await tell(String(message.body));
        message.ack();
      } catch (error) {
        log.error("run.hint_failed", error, { run_id: message.body });
        message.retry({ delaySeconds: 5 });
      }
    }),
  );
}
