import { statementOf } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import { settle } from "./settle.ts";

/**
 * The owner of `env.TICKS`: the queue that carries pages of due schedules. A message is a hint: what is lost or done half stays
 * due and comes again with the next minute.
 */

/** `at`: the minute that it is for. */
type Page = { ids: string[]; at: number };

const pageSize = 500;
/** A send is at most 256 KB and a page about 9 KB. */
const pagesOfSend = 20;
/** What is beyond these is due in the next minute too. */
const mostPages = 600;

const dueIds = `select uid, wake_at as wakeAt from schedules where wake_at <= ?1 and (wake_at, uid) > (?2, ?3)
order by wake_at, uid limit ${pageSize}`;

/** The minute trigger: reads who is due from the index and hands pages of them to the queue. */
export async function sendDue(env: Env, now: number): Promise<void> {
  let last = { wakeAt: -1, uid: "" };
  let pages: Page[] = [];
  for (let count = 0; count < mostPages; count++) {
    const { results } = await statementOf(env, dueIds, now, last.wakeAt, last.uid).all<typeof last>();
    if (results.length > 0) pages.push({ ids: results.map(({ uid }) => uid), at: now });
    if (pages.length === pagesOfSend) {
      await send(env, pages);
      pages = [];
    }
    last = results.at(-1) ?? last;
    if (results.length < pageSize) break;
  }
  if (pages.length > 0) await send(env, pages);
}

async function send(env: Env, pages: readonly Page[]): Promise<void> {
  await env.TICKS.sendBatch(pages.map((body) => ({ body, contentType: "json" as const })));
}

/** The consumer: settles a page, and sends what is left of it as a page of its own. */
export async function settlePages(env: Env, batch: MessageBatch): Promise<void> {
  for (const message of batch.messages) {
    const { ids, at } = message.body as Page;
    try {
      const { left, broken } = await settle(env, ids, Math.max(at, Date.now()), at);
      if (left.length > 0) await send(env, [{ ids: left, at }]);
      if (broken.length > 0) message.retry({ delaySeconds: 10 });
      else message.ack();
    } catch (error) {
      log.error("schedules.not_settled", error, { schedules: ids.length });
      message.retry({ delaySeconds: 10 });
    }
  }
}
