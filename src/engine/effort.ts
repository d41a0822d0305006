import type { RunBudget } from "../expression/expression.ts";
import { runBudget } from "../expression/expression.ts";
import type { Clock } from "./clock.ts";

/** About 10 ms of expressions. Between them, all requests of the isolate wait. */
const workPerTurn = 50_000;
/** So many bytes of JSON, read or made, take the time of a step. */
const bytesPerStep = 16;

/** What the expressions of a run have cost, and whether somebody else should have a turn. */
export class Effort {
  readonly budget: RunBudget = runBudget();
  private workAtTurn = 0;

  isTurnDue(): boolean {
    return this.work() - this.workAtTurn >= workPerTurn;
  }

  /** Lets the event loop go around once. Those who wait side by side each get a turn of their own. */
  async takeTurn(clock: Clock): Promise<void> {
    const goOn = clock.pausing?.(clock.now());
    await new Promise<void>((resolve) => clock.after(0, resolve));
    goOn?.();
    this.workAtTurn = this.work();
  }

  private work(): number {
    return this.budget.spent + this.budget.bytes / bytesPerStep;
  }
}
