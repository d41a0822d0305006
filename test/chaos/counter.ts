import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { keepConnections } from "../support/connections.ts";

/** A server outside the runtime that every block calls: it outlives each kill and knows what really ran, in which order. */

/** One call of one block. */
export type Hit = { run: string; block: string; key: string };

export type Counter = { origin: string; hits: Hit[]; close: () => void };

/** `/hit?run=&block=&key=&ms=` is noted at once and answered after so many milliseconds: the how-manieth it is of run and block. */
export async function startCounter(): Promise<Counter> {
  const hits: Hit[] = [];
  const server = createServer(async (request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://counter");
    const value = (name: string) => searchParams.get(name) ?? "";
    const hit: Hit = { run: value("run"), block: value("block"), key: value("key") };
    hits.push(hit);
    const count = hits.filter(({ run, block }) => run === hit.run && block === hit.block).length;
    await sleep(Number(value("ms")));
    response.end(String(count));
  });
  keepConnections(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    hits,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What the hits prove: repeats of finished blocks (there must be none), the keys of each block, how often one ran again. */
export function verdictOf(hits: readonly Hit[], blocks: readonly string[]) {
  const furthest = new Map<string, number>();
  const keys = new Map<string, Set<string>>();
  const ranAfterItsEnd: Hit[] = [];
  for (const hit of hits) {
    const place = blocks.indexOf(hit.block);
    const reached = furthest.get(hit.run) ?? 0;
    if (place < reached) ranAfterItsEnd.push(hit);
    furthest.set(hit.run, Math.max(place, reached));
    const name = `${hit.run}/${hit.block}`;
    keys.set(name, (keys.get(name) ?? new Set()).add(hit.key));
  }
  const all = [...keys.values()];
  return {
    ranAfterItsEnd,
    /** Blocks whose repeats did not carry one key. */
    withSeveralKeys: [...keys].filter(([, used]) => used.size !== 1).map(([name]) => name),
    distinctKeys: new Set(all.flatMap((used) => [...used])).size,
    blocksSeen: keys.size,
    repeats: hits.length - keys.size,
  };
}
