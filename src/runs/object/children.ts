import type { ChildAnswer } from "../../engine/kind.ts";
import { isCurrent } from "../life.ts";
import { createRun, objectOf } from "../objects.ts";
import { answerOf, type ChildWish, childIds, childOf, childPlace, type NotNow } from "./background-child.ts";
import type { RunJournal } from "./run-journal.ts";
import type { RunSecrets } from "./run-secrets.ts";
import type { ChildNews } from "./turn-tools.ts";

/** So many children are asked to stop at once. */
const stopsAtOnce = 100;

/** Makes the children of one background run, finds them again after an interruption, waits for them, and asks them to stop. */
export class Children {
  private readonly env: Env;
  private readonly journal: RunJournal;
  private readonly secrets: RunSecrets;
  /** Tells the run's life, which then cancels the children with the run. */
  private readonly noted: (turn: number) => Promise<void>;
  /** Those whose order has arrived, as far as this process knows. */
  private readonly made = new Set<string>();
  private stopping: Promise<void> | null = null;

  constructor(env: Env, journal: RunJournal, secrets: RunSecrets, noted: (turn: number) => Promise<void>) {
    this.env = env;
    this.journal = journal;
    this.secrets = secrets;
    this.noted = noted;
  }

  /** The child is noted before it is made, so that it is canceled with this run whatever happens in between. */
  async make(turn: number, wish: ChildWish): Promise<{ id: string } | { answer: ChildAnswer } | NotNow> {
    const parent = this.journal.start();
    if (!parent) throw new Error("The run is forgotten.");
    const id = await this.standing(wish);
    if (this.made.has(id)) return { id };
    const child = await childOf(this.env, parent, id, wish, this.secrets.values());
    if (!("order" in child)) return child;
    // The turn or the block may have come to its end meanwhile.
    const life = this.journal.life();
    if (!life || !isCurrent(life, turn) || wish.use.signal?.aborted) return { answer: canceled };
    if (!this.isNoted(id)) {
      const { block, item } = wish.use;
      const place = { ...childPlace(child.order), block, item };
      this.journal.keepChild({ ...place, madeAt: Date.now(), isGivenUp: false, isStopped: false });
    }
    await this.noted(turn);
    // The same order again changes nothing; a crash after the note may have kept the first one from arriving.
    await createRun(this.env, child.order);
    this.made.add(id);
    return { id };
  }

  /** Makes the child and waits so long for its end. */
  async wait(turn: number, wish: ChildWish, waitMs: number): Promise<ChildNews> {
    const child = await this.make(turn, wish);
    if ("answer" in child) return { id: "", answer: child.answer, madeAt: null, isGivenUp: false };
    if ("isNotNow" in child) {
      await new Promise((done) => setTimeout(done, waitMs));
      return { id: await this.standing(wish), answer: null, madeAt: null, isGivenUp: false };
    }
    const { id } = child;
    const object = objectOf(this.env, id);
    const { madeAt = null, isGivenUp = false } = this.journal.child(id) ?? {};
    const report = await object.wait(isGivenUp ? 0 : waitMs);
    const answer = report && answerOf(id, wish.worklet, report);
    if (answer && "output" in answer) this.secrets.add(await object.secrets());
    // That it was canceled is our doing.
    if (isGivenUp && !(answer && "output" in answer)) return { id, answer: null, madeAt, isGivenUp };
    return { id, answer, madeAt, isGivenUp: false };
  }

  /** Asks the child of a block to stop whose time is up. That it was given up is kept: nobody takes its end for its own doing. */
  async giveUp(turn: number, wish: ChildWish): Promise<void> {
    const id = await this.standing(wish);
    const life = this.journal.life();
    const child = this.journal.child(id);
    if (!child || !life || !isCurrent(life, turn)) return;
    this.journal.keepChild({ ...child, isGivenUp: true });
    await objectOf(this.env, id).abandon();
  }

  /** Asks them all to stop, those too whose order is still on its way. Asked again, it goes on where it was interrupted. */
  stopAll(): Promise<void> {
    this.stopping ??= this.stopEach().finally(() => {
      this.stopping = null;
    });
    return this.stopping;
  }

  private async stopEach(): Promise<void> {
    let missed = 0;
    for (let after = "", isLast = false; !isLast; ) {
      const page = this.journal.childrenAfter(after, stopsAtOnce);
      after = page.at(-1)?.runId ?? after;
      isLast = page.length < stopsAtOnce;
      const left = page.filter(({ isStopped }) => !isStopped);
      const told = await Promise.allSettled(left.map(({ runId }) => objectOf(this.env, runId).abandon()));
      // The run may have been deleted meanwhile.
      if (!this.journal.life()) return;
      for (const [n, child] of left.entries()) {
        if (told[n]?.status === "fulfilled") this.journal.keepChild({ ...child, isStopped: true });
        else missed += 1;
      }
    }
    if (missed > 0) throw new Error(`${missed} children could not be asked to stop.`);
  }

  /**
   * The child that was made for this wish before, unless the block failed with it and is tried again. Code may go on with a child
   * that it made in an attempt that failed for another reason; a block fails only with its child, or gives it up.
   */
  private async standing(wish: ChildWish): Promise<string> {
    const parent = this.journal.start();
    const life = this.journal.life();
    if (!parent || !life) throw new Error("The run is forgotten.");
    const failures = this.journal.failuresOf(wish.use.block, wish.use.item);
    const { id: newest } = childIds(this.env, parent, life, wish, failures);
    for (let before = failures; before >= 0; before -= 1) {
      const { id: current, former } = childIds(this.env, parent, life, wish, before);
      const id = former !== null && this.isNoted(former) ? former : current;
      if (!this.isNoted(id)) continue;
      const report = before === failures ? null : await objectOf(this.env, id).report();
      if (before === failures || report?.output != null) return id;
      const isOpen = report === null || report.status === "QUEUED" || report.status === "RUNNING";
      return isOpen && wish.call ? id : newest;
    }
    return newest;
  }

  private isNoted(id: string): boolean {
    return this.journal.child(id) !== null;
  }
}

const canceled: ChildAnswer = {
  runId: null,
  secrets: [],
  failure: { kind: "canceled", message: "The run was canceled.", block: null, stack: "" },
};
