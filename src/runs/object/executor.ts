import type { Draft } from "../../contract/catalog.ts";
import type { Clock } from "../../engine/clock.ts";
import { execute } from "../../engine/execute.ts";
import { type Plan, planOf } from "../../engine/plan.ts";
import type { Ended } from "../../engine/run.ts";
import type { Closure, GuestAnswer } from "../../sandbox/guest.ts";
import type { Life } from "../life.ts";
import { type Bounds, Leaving } from "./leaving.ts";
import type { RunStart, TurnJournal } from "./run-journal.ts";
import type { Left, TurnTools } from "./turn-tools.ts";

/** One turn of a background run: the engine over the run's journal, until the run is over or the turn has to leave. */

/** What a run executes, frozen when it was accepted: publishing and deleting do not reach it. */
export type Frozen = { draft: Draft; closure: Closure };

/** What a run executes, ready for the engine. */
export type Code = Frozen & { plan: Plan };

const codes = new Map<string, Code>();
const mostCodes = 100;
const mostCharacters = 20_000;

/** Of the JSON text of `Frozen`. Reading and planning are done once for the runs of one version that meet in this isolate. */
export function codeOf(frozen: string): Code {
  let code = codes.get(frozen);
  if (code === undefined) {
    const { draft, closure } = JSON.parse(frozen) as Frozen;
    code = { draft, closure, plan: planOf(draft.graph) };
    if (frozen.length > mostCharacters) return code;
    if (codes.size === mostCodes) codes.clear();
    codes.set(frozen, code);
  }
  return code;
}

export type Turn = TurnTools & {
  start: RunStart;
  code: Code;
  life: Life;
  input: string;
  journal: TurnJournal;
  stop: AbortSignal;
  clock: Clock;
  bounds?: Bounds;
};

/** How a turn ended. `secrets` are values to mask in what is kept. */
export type TurnEnd = ({ type: "returned"; ended: Ended } | Left) & {
  secrets: readonly string[];
  logs: GuestAnswer["logs"];
};

/** Rejects for faults of ours only. */
export async function runTurn(turn: Turn): Promise<TurnEnd> {
  const leaving = new Leaving(turn.stop, turn.clock, turn.bounds);
  const { start, life, code } = turn;
  const { application, worklet, environment } = start.definition;
  const outcome = await execute(
    {
      plan: code.plan,
      input: turn.input,
      settings: { timeoutMs: life.timeoutMs, retry: code.draft.settings.retry },
      startedAt: life.startedAt ?? turn.clock.now(),
      ...(start.until !== null && { until: start.until }),
      fuse: false,
      guest: {
        id: start.id,
        attempt: life.attempt,
        trigger: start.trigger,
        environment,
        application,
        worklet,
        parent_run_id: start.parent?.runId ?? null,
      },
    },
    leaving.weigh(turn.journal),
    {
      closure: code.closure,
      ...leaving.through(turn),
    },
    leaving.signal,
    leaving.clock,
  );
  const { secrets, logs } = outcome;
  // A run that came to its end while the turn was leaving is over.
  const end = outcome.status === "CANCELED" && !turn.stop.aborted ? leaving.end() : null;
  return end ? { ...end, secrets, logs } : { type: "returned", ended: outcome, secrets, logs };
}
