import { setTimeout as sleep } from "node:timers/promises";
import { answerOf, client, detailOf } from "./client.ts";
import { endRuntime, type Runtime, signalGroup, startRuntime } from "./runtime.ts";
import { Stop } from "./stop.ts";
import { isHopeless, quick, type Silence, watch } from "./watchdog.ts";

/** Keeps the local runtime alive: starts it, looks after it, and starts it again when it froze or died. */

/** What the supervisor is told from outside. */
export type Surroundings = {
  port: number;
  /** How long nothing may come back before the runtime counts as frozen. */
  silenceMs: number;
  line: (text: string) => void;
  say: (text: string) => void;
  /** The runs that were under way, for the message about a freeze; forgets them. */
  takeRunning: () => string[];
  /** A runtime was started: its process group. */
  started: (group: number) => void;
  /** It cannot go on. */
  giveUp: (message: string) => void;
};

/** From the start of wrangler until it says that it is ready: it builds and bundles meanwhile. */
const startMs = 120_000;
/** How long `/health` may say that something is missing before that is believed. */
const notReadyMs = 10_000;

const more = "Its errors stand above; `npm start -- --verbose` shows all that it prints.";

/** One platform on one port. */
export class Supervisor {
  readonly #around: Surroundings;
  #runtime: Runtime | null = null;
  /** When wrangler said so, on the clock of the looks. */
  #readyAt: number | null = null;
  #wasHealthy = false;
  #isStopping = false;
  #silence: Silence = null;
  /** How long each runtime lived that ended by itself, in milliseconds. */
  #lives: number[] = [];

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Starts the runtime and looks after it from then on. */
  start(): void {
    this.#launch();
    void this.#lookAfter();
  }

  /** Resolves when `/health` answers 200; rejects when it keeps answering something else. Never settles once stopped. */
  async healthy(): Promise<void> {
    const health = client(`http://127.0.0.1:${this.#around.port}`, "");
    let firstAnswer: number | null = null;
    while (!this.#isStopping) {
      const answer = await answerOf(health("GET", "/health", undefined, 5_000));
      if (answer?.status === 200) {
        this.#wasHealthy = true;
        return;
      }
      if (answer) firstAnswer ??= Date.now();
      if (answer && firstAnswer && Date.now() - firstAnswer > notReadyMs) {
        throw new Stop(`The platform started but /health answers ${answer.status}${detailOf(answer)}`);
      }
      await sleep(150);
    }
    return new Promise(() => {});
  }

  /** Ends everything; wrangler may take `graceMs` to do it itself. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    if (this.#runtime) await endRuntime(this.#runtime, graceMs);
  }

  /** The last resort, when this process itself ends: nothing may stay behind. */
  kill(): void {
    if (this.#runtime) signalGroup(this.#runtime.group, "SIGKILL");
  }

  #launch(): Runtime | null {
    if (this.#isStopping) return null;
    this.#silence = null;
    this.#readyAt = null;
    const runtime = startRuntime(this.#around.port, (text) => {
      if (text.includes("Ready on http")) this.#readyAt = performance.now();
      this.#around.line(text);
    });
    this.#runtime = runtime;
    this.#around.started(runtime.group);
    void runtime.ended.then(() => this.#died(runtime));
    return runtime;
  }

  async #died(runtime: Runtime): Promise<void> {
    if (this.#isStopping || this.#runtime !== runtime) return;
    this.#runtime = null;
    // Its last words are still on their way through the pipe.
    await sleep(200);
    if (!this.#wasHealthy) return this.#around.giveUp(`The local runtime did not start. ${more}`);
    this.#lives.push(Date.now() - runtime.startedAt);
    if (isHopeless(this.#lives)) {
      const count = `${quick.most} times in a row, each within ${quick.lifeMs / 1000} s`;
      return this.#around.giveUp(`The local runtime ended ${count}. ${more}`);
    }
    this.#around.say("The local runtime ended by itself; starting it again.");
    this.#around.takeRunning();
    await this.#relaunch(runtime);
  }

  async #lookAfter(): Promise<void> {
    const timeoutMs = Math.ceil(this.#around.silenceMs / 3);
    const health = client(`http://127.0.0.1:${this.#around.port}`, "");
    while (!this.#isStopping) {
      const runtime = this.#runtime;
      const from = performance.now();
      // A refused connection comes back at once; it is no answer, and worth asking again a little later only.
      const answered = (await answerOf(health("GET", "/health", undefined, timeoutMs))) !== null;
      const took = performance.now() - from;
      if (took < timeoutMs) await sleep(answered ? timeoutMs : Math.min(timeoutMs - took, 500));
      if (runtime === null || runtime !== this.#runtime || this.#isStopping) continue;
      if (this.#silence !== null && this.#readyAt !== null && this.#silence < this.#readyAt) this.#silence = null;
      const limitMs = this.#readyAt === null ? startMs : this.#around.silenceMs;
      const look = { answered, from: Math.max(from, this.#readyAt ?? from), to: performance.now() };
      const { silence, frozen } = watch(this.#silence, look, { limitMs, timeoutMs });
      this.#silence = silence;
      if (frozen) this.#revive(runtime, limitMs);
    }
  }

  #revive(frozen: Runtime, limitMs: number): void {
    if (!this.#wasHealthy) {
      this.#around.giveUp(`The local runtime is not ready after ${startMs / 1000} s. ${more}`);
      return;
    }
    const runs = this.#around.takeRunning();
    const blame = runs.length > 0 ? ` Under way: ${runs.join(", ")}.` : "";
    this.#around.say(
      `Nothing has answered for ${Math.round(limitMs / 1000)} s: most likely code of a worklet loops without end, which ` +
        `freezes the local runtime (on Cloudflare a limit ends it).${blame} Starting the runtime again.`,
    );
    this.#runtime = null;
    void this.#relaunch(frozen);
  }

  async #relaunch(former: Runtime): Promise<void> {
    await endRuntime(former);
    // A little later, so that a cause which comes back at once does not fill the screen.
    await sleep(300);
    const runtime = this.#launch();
    const outcome = await this.healthy().then(
      () => "The platform answers again.",
      (error: Error) => error.message,
    );
    if (this.#runtime === runtime) this.#around.say(outcome);
  }
}
