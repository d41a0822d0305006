import { log } from "../../platform/log.ts";
import { sendHint } from "../hints.ts";
import type { Deed, Happening } from "../life.ts";
import { noteRun } from "../list/journal.ts";
import { objectOf } from "../objects.ts";
import { callBack, isDelivered } from "./callback.ts";
import type { Children } from "./children.ts";
import { tellFailure } from "./on-failure.ts";
import type { Report } from "./order.ts";
import { entryOf, pollText } from "./report.ts";
import type { RunJournal } from "./run-journal.ts";

/** What a run tells others: the queue, the list, its parent, its children, who asked to be called back, who hears of failures. */

/** The object that the messages are of. */
export type Sender = {
  env: Env;
  journal: RunJournal;
  children: Children;
  report(): Report | null;
  /** Takes in that a message has arrived, so that no later alarm sends it again. */
  happen(happening: Happening): Promise<void>;
  /** Work that nobody waits for. */
  later(work: Promise<unknown>): void;
};

export type Message = Exclude<Deed["type"], "execute" | "stop" | "forget">;

const rowMs = 100;

export class Messenger {
  readonly #of: Sender;
  #rowWaits = false;

  constructor(of: Sender) {
    this.#of = of;
  }

  /** Rejects when the message did not arrive and somebody waits for it; the others log it. */
  async send(message: Message): Promise<void> {
    const { later } = this.#of;
    switch (message) {
      // Nobody waits for the queue: losing the hint costs seconds, never the run.
      case "enqueue":
        return later(sendHint(this.#of.env, this.#of.journal.start()?.id ?? ""));
      case "row":
        return later(this.#row());
      case "wakeParent":
        return this.#wakeParent();
      case "onFailure":
        return this.#tellFailure();
      // Nobody who cancels a run waits for another server, nor for all of its children.
      case "cancelChildren":
        return later(this.#cancelChildren());
      case "callBack":
        return later(this.#callBack());
    }
  }

  /** A moment later, as the life is then: the list hears once of a run that is over by then, not of each of its states. */
  async #row(): Promise<void> {
    if (this.#rowWaits) return;
    this.#rowWaits = true;
    await new Promise((done) => setTimeout(done, rowMs));
    this.#rowWaits = false;
    const { env, journal, later } = this.#of;
    const life = journal.life();
    const start = journal.start();
    if (!life || !start) return;
    noteRun(env, { by: "object", later: (work) => later(work()) }, () => entryOf(start, life));
  }

  async #wakeParent(): Promise<void> {
    const start = this.#of.journal.start();
    if (!start?.parent) return;
    await objectOf(this.#of.env, start.parent.runId).wake(start.id);
    await this.#of.happen({ type: "delivered", errand: "parent" });
  }

  async #tellFailure(): Promise<void> {
    const { env, journal } = this.#of;
    const start = journal.start();
    const life = journal.life();
    const report = this.#of.report();
    if (!start || !life || !report) return;
    await tellFailure(env, start, life, report.body);
    await this.#of.happen({ type: "delivered", errand: "onFailure" });
  }

  async #callBack(): Promise<void> {
    const { env, journal } = this.#of;
    const start = journal.start();
    const report = this.#of.report();
    if (!start?.callbackUrl || !report) return;
    const { id, callbackUrl: url, definition } = start;
    const { applicationUid } = definition;
    const made = await callBack(env, { url, runId: id, applicationUid, body: pollText(report) });
    if (!journal.life()) return;
    journal.keepCallback(made);
    if (isDelivered(made)) await this.#of.happen({ type: "delivered", errand: "callback" });
  }

  async #cancelChildren(): Promise<void> {
    try {
      await this.#of.children.stopAll();
      await this.#of.happen({ type: "delivered", errand: "children" });
    } catch (error) {
      log.error("run.cancelChildren_failed", error, { run_id: this.#of.journal.start()?.id });
    }
  }
}
