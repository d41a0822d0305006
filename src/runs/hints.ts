import { log } from "../platform/log.ts";
import { HintSender, messagesInSend } from "./hint-sender.ts";
import { cancelOrphans } from "./list/orphans.ts";
import { pokeRuns } from "./list/pokes.ts";
import { objectOf } from "./objects.ts";

/**
 * The owner of `env.RUNS`: the queue that tells objects to begin. A message is a run id and only a hint, or the word `poke` and
 * the ids of a few runs that the sweeper wants to have looked after, or `stop`, an application that is being deleted (its
 * internal id) and the run after which its open runs are to be canceled.
 */

const poke = "poke ";
const stop = "stop ";
/** Soon, and once more when the list knows of runs that were accepted just before. */
const stopsAfter = [1, 60];
/** A batch has up to 100 messages, and its consumer may make 1,000 requests. */
const pokesInMessage = 8;

const sender = new HintSender(Date.now);

/**
 * Sends the hint of a run, with those of others. It may arrive before its run is committed: an object without a run does nothing. A
 * hint that the queue does not take is logged and lost.
 */
export async function sendHint(env: Env, runId: string): Promise<void> {
  await sender.add(runId, async (runIds) => {
    try {
      await env.RUNS.sendBatch(runIds.map((body) => ({ body, contentType: "text" as const })));
    } catch (error) {
      log.error("run.hints_not_sent", error, { runs: runIds.length });
    }
  });
}

export async function sendPokes(env: Env, ids: readonly string[]): Promise<void> {
  const messages: { body: string; contentType: "text" }[] = [];
  for (let at = 0; at < ids.length; at += pokesInMessage) {
    messages.push({ body: poke + ids.slice(at, at + pokesInMessage).join(" "), contentType: "text" });
  }
  for (let at = 0; at < messages.length; at += messagesInSend) {
    await env.RUNS.sendBatch(messages.slice(at, at + messagesInSend));
  }
}

export async function sendStops(env: Env, applicationUid: string): Promise<void> {
  const body = `${stop}${applicationUid} `;
  await env.RUNS.sendBatch(stopsAfter.map((delaySeconds) => ({ body, contentType: "text" as const, delaySeconds })));
}

/** The consumer runs no block: it rings the objects and acks. What does not arrive, the object's own alarm makes good. */
export async function ringObjects(env: Env, batch: MessageBatch): Promise<void> {
  const { pokes = [], stops = [], hints = [] } = Object.groupBy(batch.messages, kindOf);
  // Whoever waits for a run to begin does not wait for the sweeper.
  await tell(hints, (id) => objectOf(env, id).begin());
  await tell(stops, (body) => cancelPage(env, body));
  await pokeAll(env, pokes);
}

function kindOf({ body }: Message): "pokes" | "stops" | "hints" {
  const text = String(body);
  return text.startsWith(poke) ? "pokes" : text.startsWith(stop) ? "stops" : "hints";
}

async function cancelPage(env: Env, body: string): Promise<void> {
  const [, applicationUid = "", after = ""] = body.split(" ");
  const last = await cancelOrphans(env, applicationUid, after);
  if (last !== null) await env.RUNS.send(`${stop}${applicationUid} ${last}`, { contentType: "text" });
}

/** Messages that could not be delivered for a while: their runs are looked after like those that the sweeper finds. */
export async function pokeObjects(env: Env, batch: MessageBatch): Promise<void> {
  const { stops = [], pokes = [], hints = [] } = Object.groupBy(batch.messages, kindOf);
  await tell(stops, (body) => cancelPage(env, body));
  await pokeAll(env, [...pokes, ...hints]);
}

async function tell(messages: readonly Message[], each: (id: string) => Promise<unknown>): Promise<void> {
  await Promise.all(
    messages.map(async (message) => {
      try {
        await each(String(message.body));
        message.ack();
      } catch (error) {
        log.error("run.hint_failed", error, { run_id: message.body });
        message.retry({ delaySeconds: 5 });
      }
    }),
  );
}

/** Not repeated: the sweeper finds in a minute whoever is still open. */
async function pokeAll(env: Env, messages: readonly Message[]): Promise<void> {
  const ids = messages.flatMap(({ body }) => String(body).replace(poke, "").split(" "));
  try {
    await pokeRuns(env, ids);
  } catch (error) {
    log.error("sweeper.not_forgotten", error, { runs: ids.length });
  }
  for (const message of messages) message.ack();
}
