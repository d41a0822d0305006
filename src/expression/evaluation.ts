import { limits } from "../contract/limits.ts";
import { ExpressionError, type Place, RunBudgetError } from "./expression-error.ts";
import type { Span } from "./tree.ts";

/** What one call of `evaluate` may use up. A step is one shape of the tree, or 64 characters that a method looks at. */
export type Budget = { steps?: number; bytes?: number; run?: RunBudget };

/** What all evaluations of one run use up together: each adds to it. Past `steps` every one is refused. */
export type RunBudget = {
  readonly steps: number;
  spent: number;
  /** Size of the results, and of whatever else the caller counts. It bounds nothing: it tells how long the run has worked. */
  bytes: number;
};

export function runBudget(steps: number = limits.runExpressionSteps): RunBudget {
  return { steps, spent: 0, bytes: 0 };
}

/** Prices in bytes of what an expression makes; a character of text costs one. */
export const slotBytes = 8;
export const memberBytes = 16;

const charactersPerStep = 64;
/** The engine's text search compares this many pairs of characters in the time of one step. */
const comparisonsPerStep = 4096;

/**
 * One evaluation: what it may read, what it has used up, and where in the text it is. Every refusal at run time comes from
 * here, so each one says where.
 */
export class Evaluation {
  readonly scope: Record<string, unknown>;
  readonly bytes: number;
  source = "";
  path = "";
  private readonly run: RunBudget | null;
  private position = 0;
  private readonly steps: number;
  private stepsLeft: number;
  private bytesLeft: number;

  constructor(scope: Record<string, unknown>, budget: Budget) {
    this.scope = scope;
    this.run = budget.run ?? null;
    this.steps = budget.steps ?? limits.expressionSteps;
    this.bytes = budget.bytes ?? limits.outputBytes;
    this.stepsLeft = this.steps;
    this.bytesLeft = this.bytes;
  }

  /** What happens from here on happens at this place of the text. */
  at(span: Span): void {
    this.position = span.start;
  }

  fail(sentence: string): never {
    throw new ExpressionError(sentence, this.place());
  }

  /** Pays for work before it is done. */
  spend(steps: number): void {
    this.stepsLeft -= steps;
    if (!(this.stepsLeft >= 0)) this.fail(`The expression needs more than ${this.steps} steps`);
    const { run } = this;
    if (run === null) return;
    run.spent += steps;
    if (!(run.spent <= run.steps))
      throw new RunBudgetError(`The expressions of this run need more than ${run.steps} steps together`, this.place());
  }

  /** Counts a result that was made: it is bounded by itself, and takes time all the same. */
  copied(bytes: number): void {
    if (this.run !== null) this.run.bytes += bytes;
  }

  /** Pays for looking at so many characters. */
  read(characters: number): void {
    this.spend(characters / charactersPerStep);
  }

  /** Pays for looking for a text of `needle` characters in one of `haystack`: at worst each is compared with each. */
  search(haystack: number, needle: number): void {
    this.spend(haystack / charactersPerStep + (haystack * needle) / comparisonsPerStep);
  }

  /** Pays for text, a list or an object before it is made. */
  grow(bytes: number): void {
    this.bytesLeft -= bytes;
    if (!(this.bytesLeft >= 0)) this.fail(`The expression makes more than ${this.bytes} bytes of text and lists`);
    this.read(bytes);
  }

  private place(): Place {
    return { position: this.position, source: this.source, path: this.path };
  }
}
