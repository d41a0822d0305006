import type { PublicCall } from "../contract/view.ts";
import type { Json } from "../expression/expression.ts";
import { type Aim, keyOf } from "./call-cells.ts";
import type { CallAnswer, FinalAnswer, Pending, Ports, Progress } from "./ports.ts";
import type { Reading } from "./reading.ts";
import type { CallRecord } from "./store.ts";

/** Why values changed: `edit` by a person or an action, and only that waits for the debounce. */
export type Cause = "edit" | "answer" | "demand" | "timer" | "load";

/** How a run ended for whoever asked for it; `dropped`: another took its place, or somebody canceled it. */
export type Ending = FinalAnswer | { readonly outcome: "dropped" };

/** What a line needs of its page. `change` does something to the record and brings the page up to date. */
export type LineHost = {
  readonly ports: Ports;
  readonly aim: () => Reading & { value: Aim };
  readonly change: (cause: Cause, write: () => void) => void;
  readonly pendingChanged: () => void;
};

/** One run under way. */
type Flight = {
  readonly callId: string;
  readonly key: string;
  readonly values: Record<string, Json>;
  readonly stop: AbortController;
  readonly waiting: ((ending: Ending) => void)[];
  /** Of a background run. */
  runId: string | null;
};

/** The runs of one call: at most one of them is *current*, the one whose answer the page is to show. */
export class CallLine {
  private readonly name: string;
  private readonly call: PublicCall;
  private readonly record: CallRecord;
  private readonly host: LineHost;
  private readonly flights = new Set<Flight>();
  private current: Flight | null = null;
  private stopTimer: (() => void) | null = null;
  private asking: ((ending: Ending) => void)[] = [];

  constructor(name: string, call: PublicCall, record: CallRecord, host: LineHost) {
    this.name = name;
    this.call = call;
    this.record = record;
    this.host = host;
  }

  /** Does what the aim asks for; the page calls it within each change of the aim. */
  pursue(cause: Cause): void {
    const aim = this.host.aim();
    if (aim.loading) return;
    if (aim.value === null) {
      this.standStill();
      if (aim.error === null) Object.assign(this.record, { answered: null, kept: null });
      return;
    }
    const { key } = aim.value;
    if (this.record.answered?.key === key) this.standStill();
    else if (this.current?.key === key) this.forgetTimer();
    else this.plan(cause);
  }

  /** Runs a call of the trigger `event`; what is under way with the same values is shared. */
  ask(values: Record<string, Json>): Promise<Ending> {
    if (this.call.trigger !== "event") throw new Error(`The call \`${this.name}\` is a binding: it runs by itself.`);
    return new Promise((resolve) => {
      this.host.change("demand", () => {
        const { current } = this;
        if (this.call.overlap === "cancel" && current !== null && keyOf(current.values, 0) === keyOf(values, 0)) {
          current.waiting.push(resolve);
          return;
        }
        this.asking = [resolve];
        this.record.asked = { key: this.host.ports.newId(), values };
      });
    });
  }

  refresh(): void {
    if (this.call.trigger !== "binding") throw new Error(`The call \`${this.name}\` is no binding: an action runs it.`);
    this.host.change("demand", () => {
      this.record.refreshes += 1;
    });
  }

  /** Cancels what is under way or about to be; that is the answer then. */
  cancel(): void {
    this.host.change("demand", () => {
      const { value } = this.host.aim();
      const runId = this.record.running?.runId ?? null;
      const isIdle = this.current === null && this.stopTimer === null;
      if (isIdle) return;
      this.standStill();
      if (value !== null) this.record.answered = { key: value.key, error: "The call was canceled.", runId };
    });
  }

  /** Takes up a background run of an earlier page. */
  resume({ callId, runId, values }: Pending): void {
    const key = this.call.trigger === "event" ? callId : keyOf(values, this.record.refreshes);
    if (this.call.trigger === "event") this.record.asked = { key, values };
    this.record.running = { runId, progress: null };
    const flight = this.launch({ callId, key, values, stop: new AbortController(), waiting: [], runId });
    this.await(flight, this.follow(flight, runId));
  }

  get pending(): Pending[] {
    return [...this.flights].flatMap(({ callId, runId, values }) =>
      runId === null ? [] : [{ call: this.name, callId, runId, values }],
    );
  }

  /** The page is left: background runs go on, all others are canceled. */
  leave(): void {
    this.forgetTimer();
    this.current = null;
    for (const flight of [...this.flights]) this.drop(flight, flight.runId === null);
  }

  /** A person's changes have to stand still first; an answer's need not, and do not hurry a person's. */
  private plan(cause: Cause): void {
    if (cause === "answer" && this.stopTimer !== null) return;
    this.forgetTimer();
    if (cause !== "edit" || this.call.debounce_ms === 0) {
      this.begin();
      return;
    }
    this.stopTimer = this.host.ports.after(this.call.debounce_ms, () => {
      this.stopTimer = null;
      this.host.change("timer", () => this.pursue("timer"));
    });
  }

  private begin(): void {
    const { value: asked } = this.host.aim();
    if (asked === null) return;
    const { newId, calls } = this.host.ports;
    const isCanceling = this.call.overlap === "cancel" && this.current !== null;
    const supersedes = isCanceling ? (this.current?.callId ?? null) : null;
    if (isCanceling) this.drop(this.current, false);
    this.record.running = null;
    if (this.record.answered?.error !== null) this.record.answered = null;
    const { key, values } = asked;
    const flight = this.launch({
      callId: newId(),
      key,
      values,
      stop: new AbortController(),
      waiting: this.asking,
      runId: null,
    });
    this.asking = [];
    const request = { call: this.name, callId: flight.callId, values, supersedes };
    this.await(
      flight,
      started(() => calls.start(request, flight.stop.signal)),
    );
  }

  private launch(flight: Flight): Flight {
    this.current = flight;
    this.flights.add(flight);
    return flight;
  }

  private await(flight: Flight, answer: Promise<CallAnswer>): void {
    answer.then(
      (given) => this.take(flight, given),
      (error: unknown) => this.take(flight, { outcome: "failed", runId: flight.runId, message: messageOf(error) }),
    );
  }

  /** What comes for a run that was given up changes nothing. */
  private take(flight: Flight, answer: CallAnswer): void {
    this.host.change("answer", () => {
      if (!this.flights.has(flight)) return;
      if (answer.outcome === "accepted") {
        flight.runId = answer.runId;
        if (flight === this.current) this.record.running = { runId: answer.runId, progress: null };
        this.await(flight, this.follow(flight, answer.runId));
      } else this.end(flight, answer);
      this.host.pendingChanged();
    });
  }

  private end(flight: Flight, answer: FinalAnswer): void {
    this.flights.delete(flight);
    if (flight === this.current) {
      this.current = null;
      this.record.running = null;
      const aim = this.host.aim();
      if (aim.loading || aim.value?.key === flight.key) {
        const error = answer.outcome === "failed" ? answer.message : null;
        this.record.answered = { key: flight.key, error, runId: answer.runId };
        if (answer.outcome === "succeeded") this.record.kept = { data: answer.output };
      }
    }
    for (const resolve of flight.waiting) resolve(answer);
  }

  private follow(flight: Flight, runId: string): Promise<FinalAnswer> {
    const { callId, stop } = flight;
    const tell = (progress: Progress) => {
      this.host.change("answer", () => {
        if (this.current === flight) this.record.running = { runId, progress };
      });
    };
    return started(() => this.host.ports.calls.follow({ call: this.name, callId, runId }, stop.signal, tell));
  }

  private standStill(): void {
    this.forgetTimer();
    const { current } = this;
    this.current = null;
    this.record.running = null;
    if (current !== null) this.drop(current, true);
  }

  private drop(flight: Flight | null, cancels: boolean): void {
    if (flight === null || !this.flights.delete(flight)) return;
    flight.stop.abort();
    if (cancels) this.host.ports.calls.cancel(this.name, flight.callId);
    for (const resolve of flight.waiting) resolve({ outcome: "dropped" });
    if (flight.runId !== null) this.host.pendingChanged();
  }

  private forgetTimer(): void {
    this.stopTimer?.();
    this.stopTimer = null;
  }
}

/** A port that throws at once fails like one that rejects. */
async function started<Answer>(start: () => Promise<Answer>): Promise<Answer> {
  return await start();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "The call could not be made.";
}
