import type { ChildAnswer } from "../../engine/kind.ts";
import { isOver } from "../life.ts";
import { createRun, objectOf } from "../objects.ts";
import { answerOf, type ChildWish, childId, childOf, childPlace } from "./background-child.ts";
import type { RunJournal } from "./run-journal.ts";
import type { RunSecrets } from "./run-secrets.ts";

/** Makes the children of one background run, finds them again after an interruption, and waits for them. */
export class Children {
  private readonly env: Env;
  private readonly journal: RunJournal;
  private readonly secrets: RunSecrets;
  /** Tells the run's life, which then cancels the children with the run. */
  private readonly noted: (turn: number) => Promise<void>;
  /** Those whose order has arrived, as far as this process knows. */
  private readonly made = new Set<string>();

  constructor(env: Env, journal: RunJournal, secrets: RunSecrets, noted: (turn: number) => Promise<void>) {
    this.env = env;
    this.journal = journal;
    this.secrets = secrets;
    this.noted = noted;
  }

  /** The child is noted before it is made, so that it is canceled with this run whatever happens in between. */
  async make(turn: number, wish: ChildWish): Promise<{ id: string } | { answer: ChildAnswer }> {
    const parent = this.journal.start();
    if (!parent) throw new Error("The run is forgotten.");
    const id = await this.standing(wish);
    if (this.made.has(id)) return { id };
    const child = await childOf(this.env, parent, id, wish);
    if ("answer" in child) return child;
    const life = this.journal.life();
    if (!life || isOver(life)) return { answer: canceled };
    if (!this.isNoted(id)) {
      const { block, item } = wish.use;
      this.journal.keepChild({ ...childPlace(child.order), block, item });
      await this.noted(turn);
    }
    // The same order again changes nothing; a crash after the note may have kept the first one from arriving.
    await createRun(this.env, child.order);
    this.made.add(id);
    return { id };
  }

  /** Makes the child and waits so long for its end; null: it still runs. */
  async wait(turn: number, wish: ChildWish, waitMs: number): Promise<{ id: string; answer: ChildAnswer | null }> {
    const child = await this.make(turn, wish);
    if ("answer" in child) return { id: "", answer: child.answer };
    const { id } = child;
    const object = objectOf(this.env, id);
    const report = await object.wait(waitMs);
    const answer = report && answerOf(id, wish.worklet, report);
    if (answer && "output" in answer) this.secrets.add(await object.secrets());
    return { id, answer };
  }

  /** Asks them all to stop, those too whose order is still on its way. */
  async abandon(): Promise<void> {
    await Promise.all(this.journal.children().map(({ runId }) => objectOf(this.env, runId).abandon()));
  }

  /** The child that was made for this wish before, unless it failed and the block, which failed with it, is tried again. */
  private async standing(wish: ChildWish): Promise<string> {
    const parent = this.journal.start();
    const life = this.journal.life();
    if (!parent || !life) throw new Error("The run is forgotten.");
    const failures = this.journal.failuresOf(wish.use.block);
    const newest = childId(this.env, parent, life, wish, failures);
    for (let before = failures; before >= 0; before -= 1) {
      const id = childId(this.env, parent, life, wish, before);
      if (!this.isNoted(id)) continue;
      const report = before === failures ? null : await objectOf(this.env, id).report();
      const isFailed =
        report !== null && report.status !== "QUEUED" && report.status !== "RUNNING" && report.output === null;
      return isFailed ? newest : id;
    }
    return newest;
  }

  private isNoted(id: string): boolean {
    return this.journal.children().some(({ runId }) => runId === id);
  }
}

const canceled: ChildAnswer = {
  runId: null,
  secrets: [],
  failure: { kind: "canceled", message: "The run was canceled.", block: null, stack: "" },
};
