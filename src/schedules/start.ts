import { type Definition, definitionOf, forgetDefinitions } from "../catalog/definitions.ts";
import { Fault, summaryOf } from "../contract/fault.ts";
import { settingsOf } from "../platform/settings.ts";
import { orderOf, unasked } from "../runs/object/order.ts";
import { createRun, standingRunId } from "../runs/objects.ts";
import { deriveRunId } from "../runs/run-id.ts";
import { query } from "./allowance.ts";
import { type Held, inputOf } from "./ledger.ts";

/** Starts the run of a tick, or says why it can never start. Faults of ours are thrown: then the tick is tried again. */

export type Started = { run: string } | { refusal: string };

/** The definitions that one pass over a page needs, each read once. */
export class Definitions {
  readonly #env: Env;
  readonly #held = new Map<string, Promise<Definition>>();

  constructor(env: Env) {
    this.#env = env;
  }

  /** What reading it costs now, at most: a draft is put together from its files. */
  costOf(row: Held): number {
    if (this.#held.has(keyOf(row))) return 0;
    return row.environment === "draft" ? 20 * query : query;
  }

  of(row: Held): Promise<Definition> {
    const key = keyOf(row);
    const held = this.#held.get(key) ?? this.#read(row);
    this.#held.set(key, held);
    return held;
  }

  async #read(row: Held): Promise<Definition> {
    const { application, workletId, environment } = row;
    const address = { application, worklet: workletId, environment, version: null };
    const read = () => definitionOf(this.#env, address, Date.now(), null);
    const definition = await read();
    if (definition.workletUid === row.worklet) return definition;
    // Memory still had a worklet that was deleted, whose id another one has now.
    forgetDefinitions(application, workletId);
    const again = await read();
    if (again.workletUid === row.worklet) return again;
    throw new Fault("worklet.not_found", `The worklet ${workletId} was deleted; another one has its id now.`);
  }
}

function keyOf(row: Held): string {
  return `${row.worklet}/${row.environment}`;
}

/** The id of a tick's run: however often it is started, it is one run. */
export function runIdOf(env: Env, row: Held, tick: number): string {
  const place = { applicationUid: row.applicationUid, worklet: row.workletId };
  return deriveRunId(settingsOf(env), place, tick, partsOf(row, tick));
}

function partsOf(row: Held, tick: number): readonly unknown[] {
  return ["schedule", row.uid, tick];
}

export async function startTick(env: Env, row: Held, tick: number, definitions: Definitions): Promise<Started> {
  let definition: Definition;
  try {
    definition = await definitions.of(row);
  } catch (error) {
    const fault = Fault.of(error);
    if (!fault || fault.code.startsWith("platform.")) throw error;
    return { refusal: fault.message };
  }
  const input = row.workletInput ?? (await inputOf(env, row.uid));
  const wrong = definition.checkInput?.(JSON.parse(input)) ?? [];
  if (wrong.length > 0) return { refusal: `The worklet refuses its input: ${summaryOf(wrong)}` };
  const place = { applicationUid: row.applicationUid, worklet: row.workletId };
  const id = await standingRunId(env, place, tick, partsOf(row, tick));
  const order = orderOf(
    definition,
    input,
    {
      id,
      trigger: "schedule",
      createdBy: row.createdBy,
      ...unasked,
    },
    {
      begin: false,
      timeoutMs: limitOf(definition),
      retentionMs: settingsOf(env).retentionMs,
      tells: { parent: false, callback: false, onFailure: true },
    },
  );
  await createRun(env, order);
  return { run: id };
}

/** How long a run may take that a schedule starts; null: no limit. */
export function limitOf({ draft: { settings } }: Definition): number | null {
  return settings.run_as_background_task ? settings.background_timeout_ms : settings.timeout_ms;
}
