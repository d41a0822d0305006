import { DurableObject } from "cloudflare:workers";
import { modulesOf } from "../catalog/definitions.ts";
import { isKept } from "../catalog/rows.ts";
import type { Environment } from "../contract/run.ts";
import { wallClock } from "../engine/clock.ts";
import { log } from "../platform/log.ts";
import { settingsOf } from "../platform/settings.ts";
import type { TurnCall } from "../sandbox/guest.ts";
import { advance, type Deed, type Happening, isCurrent, isOver, type Life, newLife, nextAlarm } from "./life.ts";
import { Children } from "./object/children.ts";
import { type Code, codeOf, runTurn, type TurnEnd } from "./object/executor.ts";
import { type Followed, followJournal } from "./object/follow.ts";
import { Messenger } from "./object/messenger.ts";
import { OpenTurn } from "./object/open-turn.ts";
import type { Order, Receipt, Report } from "./object/order.ts";
import { pollText, reportOf } from "./object/report.ts";
import { RunJournal, type RunStart, type TurnJournal } from "./object/run-journal.ts";
import { RunSecrets } from "./object/run-secrets.ts";
import { traceStream } from "./object/run-trace.ts";
import { storageOf } from "./object/stored-text.ts";
import { outsideOfTurn } from "./outside.ts";
import { originalText } from "./rerun/original.ts";
import type { RunPowers } from "./sync/sync-run.ts";
import type { Word } from "./words.ts";

/**
 * The truth about one background run, and its executor. Everything it knows is in storage before it acts, so it may be
 * evicted at any await; `life.ts` decides what happens, this class carries it out.
 */
export function runObjectWith(powersOf: (ctx: DurableObjectState) => RunPowers) {
  return class RunObject extends DurableObject<Env> {
    readonly #journal = new RunJournal(storageOf(this.ctx.storage));
    readonly #waiting = new Set<() => void>();
    readonly #secrets = new RunSecrets(() => settingsOf(this.env), this.#journal);
    readonly #children = new Children(this.env, this.#journal, this.#secrets, (turn) =>
      this.#happen({ type: "childMade", turn }),
    );
    readonly #messenger = new Messenger({
      env: this.env,
      journal: this.#journal,
      children: this.#children,
      report: () => this.report(),
      happen: (happening) => this.#happen(happening),
      later: (work) => this.ctx.waitUntil(work),
    });
    #turn: OpenTurn | null = null;
    #stop: AbortController | null = null;
    /** The end of the latest executor. */
    #work: Promise<void> = Promise.resolve();
    /** The alarm that is set, as far as this process knows. */
    #alarmAt: number | null = null;
    /** Whoever asked for the run has its receipt; null: the run was not begun with its creation in this process. */
    #receipt: Promise<void> | null = null;

    /** Commits the run; only then is it promised. The same order again changes nothing. */
    async create(text: string): Promise<Receipt> {
      const known = this.#journal.start();
      const { start, input, frozen, life: wish, done, secrets = [], asked } = JSON.parse(text) as Order;
      if (known) return known.bodyHash === start.bodyHash ? "existing" : "conflict";
      // Before anything is written: a read of storage that has no table yet costs nothing.
      const isAbandoned = this.ctx.storage.kv.get(abandoned) === true;
      const now = Date.now();
      const { life, deeds } = newLife(wish, now);
      this.#journal.create(start, input, life, done?.blocks);
      this.#secrets.add(secrets);
      this.#journal.keepNote("frozen", JSON.stringify(frozen));
      if (asked !== undefined) this.#journal.keepNote("asked", asked);
      this.#arm(life);
      if (wish.begin) this.#letReceiptLeave();
      if (isAbandoned) await this.#happen({ type: "canceled" });
      else await this.#perform(deeds);
      return "made";
    }

    /** The queue's hint. */
    async begin(): Promise<void> {
      await this.#happen({ type: "begun" });
    }

    /** null: there is no such run. Whoever asks is a sweeper too. */
    report(): Report | null {
      this.#lookAfter();
      const life = this.#journal.life();
      return life && reportOf(life, this.#journal);
    }

    /** Whether a request with a body of this hash made the run; null: there is no such run. */
    recall(bodyHash: string | null): Exclude<Receipt, "made"> | null {
      const known = this.#journal.start();
      return known && (known.bodyHash === bodyHash ? "existing" : "conflict");
    }

    /** null: there is no such run. */
    environment(): Environment | null {
      return this.#journal.start()?.definition.environment ?? null;
    }

    /** The report once the run is over, or after so many milliseconds. */
    async wait(ms: number): Promise<Report | null> {
      this.#lookAfter();
      const life = this.#journal.life();
      if (life && !isOver(life) && ms > 0) {
        await new Promise<void>((done) => {
          const timer = setTimeout(() => end(), ms);
          const end = () => {
            clearTimeout(timer);
            this.#waiting.delete(end);
            done();
          };
          this.#waiting.add(end);
        });
      }
      return this.report();
    }

    /** The events after the one of this number; waits for the next when there is none. null: there is no such run. */
    follow(after: number, waitMs: number): Promise<Followed | null> {
      return followJournal(this.#journal, after, waitMs, () => {
        const report = this.report();
        return report ? pollText(report) : "null";
      });
    }

    /** null: there is no such run; else the state that the run was in when it was asked to stop. */
    async cancel(): Promise<Life["status"] | null> {
      const before = this.#journal.life();
      if (!before) return null;
      if (!isOver(before)) await this.#happen({ type: "canceled" });
      return before.status;
    }

    /** The parent was stopped: canceled now, or as soon as the order arrives that is still on its way. */
    async abandon(): Promise<void> {
      if (this.#journal.life()) return void (await this.cancel());
      this.ctx.storage.kv.put(abandoned, true);
      // An order that never arrives leaves an object without a life: this alarm puts it away.
      await this.ctx.storage.setAlarm(Date.now() + settingsOf(this.env).retentionMs);
    }

    /** A child tells its end. */
    async wake(child: string): Promise<void> {
      await this.#happen({ type: "woken", child });
    }

    /** A sweeper looks after a run that the list holds for open. False: there is no such run. */
    async poke(): Promise<boolean> {
      if (!this.#journal.life()) return false;
      // The alarm may be what was lost.
      this.#alarmAt = null;
      await this.#happen({ type: "poked", alive: this.#stop !== null });
      const life = this.#journal.life();
      if (life) this.#arm(life);
      return true;
    }

    /** The trace as a stream of JSON text; null: there is no such run. */
    streamTrace(): ReadableStream<Uint8Array> | null {
      return traceStream(this.#journal, this.#secrets);
    }

    /** What a run that repeats this one needs, as JSON text, with what its blocks gave if asked; null: there is no such run. */
    original(withBlocks: boolean): string | null {
      return originalText(this.#journal, this.#secrets, withBlocks);
    }

    /** A word of a guest's call; null: the call is not open. */
    async hear(at: TurnCall, word: string): Promise<string | null> {
      const answer = await this.#turn?.hear(at, JSON.parse(word) as Word);
      return answer ? JSON.stringify(answer) : null;
    }

    /** What whoever asked for the run wanted to be kept for reading its output, as JSON text. */
    asked(): string | null {
      return this.#journal.note("asked");
    }

    secrets(): string[] {
      return this.#secrets.values();
    }

    /**
     * Stays until the executor has left: an object at rest may be put away, one whose alarm is being handled is not. It never
     * throws: an alarm that throws is dropped after a few tries.
     */
    override async alarm(): Promise<void> {
      this.#alarmAt = null;
      try {
        if (!this.#journal.life()) return await this.#forget();
        await this.#happen({ type: "rang", alive: this.#stop !== null });
        await this.#work;
      } catch (error) {
        log.error("run.alarm_failed", error, { run_id: this.#journal.start()?.id });
        if (this.#alarmAt === null) await this.ctx.storage.setAlarm(Date.now() + lostMs);
      }
    }

    /** Commits what follows from a happening, together with the alarm for what is next, and does it. */
    async #happen(happening: Happening): Promise<void> {
      const before = this.#journal.life();
      if (!before) return;
      const now = Date.now();
      const { life, deeds } = advance(before, happening, now, Math.random());
      this.#journal.keepLife(life, now);
      if (life !== before || happening.type === "rang") this.#arm(life);
      if (isOver(life)) for (const end of this.#waiting) end();
      await this.#perform(deeds);
    }

    /**
     * An executor that is not at work here went with its process: the guard alarm would find that out within ten seconds. An alarm
     * that should have rung a minute ago is lost, so it is set anew.
     */
    #lookAfter(): void {
      const life = this.#journal.life();
      if (!life || this.#stop !== null) return;
      if (life.executing) this.ctx.waitUntil(this.#happen({ type: "poked", alive: false }));
      if (life.executing || nextAlarm(life) >= Date.now() - lostMs) return;
      this.#alarmAt = null;
      this.#arm(life);
    }

    /** An alarm that is set already is not set anew: that would be a commit of its own beside the run's. */
    #arm(life: Life): void {
      const at = nextAlarm(life);
      if (at === this.#alarmAt) return;
      this.#alarmAt = at;
      void this.ctx.storage.setAlarm(at);
    }

    async #perform(deeds: Deed[]): Promise<void> {
      for (const deed of deeds) await this.#do(deed);
    }

    /** No deed fails its happening: what did not arrive is done again by a later alarm. */
    async #do(deed: Deed): Promise<void> {
      if (deed.type === "execute") {
        this.#work = this.#execute(deed.turn).catch((error: unknown) => {
          log.error("run.turn_failed", error, { run_id: this.#journal.start()?.id, turn: deed.turn });
        });
        return this.ctx.waitUntil(this.#work);
      }
      if (deed.type === "stop") return this.#stop?.abort();
      try {
        if (deed.type === "forget") await this.#forget();
        else await this.#messenger.send(deed.type);
      } catch (error) {
        log.error(`run.${deed.type}_failed`, error, { run_id: this.#journal.start()?.id });
      }
    }

    /** The executor. Whatever goes wrong, it is not taken for being at work afterwards. */
    async #execute(turn: number): Promise<void> {
      const stop = new AbortController();
      this.#stop = stop;
      try {
        await this.#workOn(turn, stop.signal);
      } catch (error) {
        log.error("run.turn_failed", error, { run_id: this.#journal.start()?.id, turn });
        await this.#happen({ type: "crashed", turn });
      } finally {
        if (this.#stop === stop) this.#stop = null;
      }
    }

    async #workOn(turn: number, stop: AbortSignal): Promise<void> {
      const start = this.#journal.start();
      const life = this.#journal.life();
      const note = this.#journal.note("frozen");
      if (!start || !life || note === null) throw new Error("Something of the run is missing.");
      const checkpointed = () => this.#checkpoint(turn);
      const open = this.#openTurn(turn, this.#journal.turn(turn, Date.now(), checkpointed), start);
      this.#turn = open;
      try {
        const code = codeOf(note);
        const isHere = this.#hasCode(code);
        // Without an await when the code is in memory: the turn and the start of its first block are one commit.
        if (isHere !== true && !(await isHere)) return await this.#happen({ type: "unavailable", turn });
        // Of a run that begins, the application was there a moment ago.
        if (turn > 1) this.ctx.waitUntil(this.#cancelOrphan(start));
        const end = await runTurn({
          start,
          code,
          life,
          input: this.#journal.input(),
          journal: open.journal,
          callGuest: open.callGuest,
          child: (worklet, input, use, waitMs) => this.#children.wait(turn, { worklet, input, use }, waitMs),
          giveUpChild: (worklet, input, use) => this.#children.giveUp(turn, { worklet, input, use }),
          outside: outsideOfTurn(this.env, start, this.#secrets),
          stop,
          clock: wallClock,
        });
        await this.#settle(turn, end, open);
      } finally {
        if (this.#turn === open) this.#turn = null;
      }
    }

    /** Nobody can stop a run of an application that is deleted, so it stops by itself. */
    async #cancelOrphan({ id, definition }: RunStart): Promise<void> {
      try {
        if (!(await isKept(this.env, definition.applicationUid))) await this.#happen({ type: "canceled" });
      } catch (error) {
        log.error("run.application_unknown", error, { run_id: id });
      }
    }

    #openTurn(turn: number, journal: TurnJournal, { depth, createdBy }: RunStart): OpenTurn {
      const isOpen = (life: Life | null) => life !== null && isCurrent(life, turn);
      const { callGuest } = powersOf(this.ctx);
      return new OpenTurn({
        turn,
        lineage: { depth, createdBy },
        journal,
        secrets: this.#secrets,
        children: this.#children,
        logRoom: () => this.#journal.logRoom(),
        isCurrent: () => isOpen(this.#journal.life()),
        // What was written before is committed either way: an await here splits no commit.
        callGuest: async (closure, call, stop) => {
          await this.#receipt;
          return callGuest(closure, call, stop);
        },
      });
    }

    /** Code that takes the process down should not take along the receipt of its own run: that has a start. */
    #letReceiptLeave(): void {
      this.#receipt = this.ctx.storage.sync().then(() => new Promise((done) => setTimeout(done, receiptMs)));
      // Storage that cannot be written ends this object; whoever calls a guest hears of it as well.
      this.#receipt.catch(() => undefined);
    }

    /** Without an await: the end of the last block, the output and the end of the run are one commit. */
    async #settle(turn: number, end: TurnEnd, open: OpenTurn): Promise<void> {
      this.#secrets.add(end.secrets);
      open.keepLines(end.logs);
      if (end.type === "yielded" || end.type === "parked") {
        this.#journal.pause();
        return this.#happen(end.type === "parked" ? { ...end, turn } : { type: "yielded", turn });
      }
      const { ended } = end;
      if (ended.status === "SUCCEEDED") {
        this.#journal.keepOutput(ended.output);
        return this.#happen({ type: "returned", turn, status: "SUCCEEDED" });
      }
      // A stop is always the life's own, so the life knows already why the run ended.
      if (ended.status === "CANCELED") return;
      return this.#happen({
        type: "returned",
        turn,
        status: ended.status,
        failure: this.#secrets.failure(ended.failure),
      });
    }

    #checkpoint(turn: number): void {
      const life = this.#journal.life();
      if (!life) return;
      const now = Date.now();
      this.#journal.keepLife(advance(life, { type: "checkpointed", turn }, now).life, now);
    }

    /** Whether the code can be read now: nothing has run before it is. */
    #hasCode({ closure }: Code): true | Promise<boolean> {
      const modules = modulesOf(this.env, closure);
      if (!(modules instanceof Promise)) return true;
      return modules.then(
        () => true,
        (error: unknown) => {
          log.error("run.code_unavailable", error);
          return false;
        },
      );
    }

    async #forget(): Promise<void> {
      // The alarm goes with the rest; deleting it by itself afterwards would leave a table behind.
      await this.ctx.storage.deleteAll();
      this.#alarmAt = null;
      this.#journal.forget();
      this.#secrets.forget();
    }
  };
}

/** Marks an object whose parent was stopped before the order had arrived. */
const abandoned = "abandoned";

const lostMs = 60_000;
/** The start that the receipt has: from the commit until code is called. */
const receiptMs = 1;
