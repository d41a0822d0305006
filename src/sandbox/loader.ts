import type { Closure, GuestCall, Modules } from "./guest.ts";
import type { GuestPowers } from "./powers.ts";
import { isolateCode, isolateId } from "./walls.ts";

/** The owner of `env.LOADER`: finds or makes the isolate of a closure, and gives up one that is broken. */

/** One call into an isolate. `isCold` and `giveUp` are for when it has answered. */
export type LoadedCall = {
  answer: Promise<unknown>;
  isCold(): boolean;
  giveUp(why: "load" | "limit", now: number): void;
};

type Isolate = Rpc.WorkerEntrypointBranded & { run(call: GuestCall, powers: GuestPowers): Promise<unknown> };

/**
 * A failed start stays in the loader until the process ends, and a killed isolate stays in use with its module state half
 * done: the next call must ask by another id. A closure that cannot be loaded gets a new isolate once in ten seconds
 * only, since each is paid for.
 */
const generations = new Map<string, { generation: number; since: number }>();
const newIsolateAfterMs = 10_000;

export function callIsolate(
  env: Env,
  outbound: () => Fetcher,
  isolate: { key: string; closure: Closure; modules: Modules; allowLocal: boolean },
  call: GuestCall,
  powers: GuestPowers,
): LoadedCall {
  const { key, closure, modules, allowLocal } = isolate;
  const generation = generations.get(key)?.generation ?? 0;
  let isCold = false;
  const worker = env.LOADER.get(isolateId(key, allowLocal, generation), () => {
    isCold = true;
    return isolateCode(closure, modules, outbound());
  });
  return {
    answer: worker.getEntrypoint<Isolate>().run(call, powers) as Promise<unknown>,
    isCold: () => isCold,
    giveUp(why, now) {
      const known = generations.get(key);
      if ((known?.generation ?? 0) !== generation) return;
      if (why === "load" && known && now - known.since < newIsolateAfterMs) return;
      generations.set(key, { generation: generation + 1, since: now });
    },
  };
}
