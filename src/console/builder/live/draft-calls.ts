import type { Call } from "../../../contract/view.ts";
import type { CallAnswer, CallPort, CallRequest, Pending } from "../../../reactive/reactive.ts";
import { callAnswerOf, startedOf } from "../../../view/server/call-answer.ts";
import { followRun } from "../../../view/server/follow.ts";
import { jsonOf } from "../../../view/server/problem.ts";
import type { Wire } from "../../../view/server/wire.ts";
import type { DraftServer } from "./draft-server.ts";

/**
 * The calls of a draft's pages, each made as it is edited now. While somebody edits, one page takes the place of another many
 * times a second: a run that the next page asks for as well goes on, and no other is started before the editing has paused.
 */

type Calls = Readonly<Record<string, Call>>;

type Flight = {
  readonly call: string;
  readonly callId: string;
  readonly worklet: string;
  /** Whoever asks for the same may have this one. */
  readonly key: string;
  readonly definition: string;
  readonly stop: AbortController;
  isSent: boolean;
  answer: Promise<CallAnswer>;
};

const restMs = 250;

export class DraftCalls {
  readonly #server: DraftServer;
  readonly #wire: Pick<Wire, "after" | "pause">;
  /** By the ids that pages know them by: one that was taken up has several. */
  readonly #flights = new Map<string, Flight>();
  /** While one page takes the place of another: what the old one has let go of. */
  #left: Set<Flight> | null = null;
  #isResting = false;
  /** The background runs that are under way, for the next page. */
  pending: readonly Pending[] = [];

  constructor(server: DraftServer, wire: Pick<Wire, "after" | "pause">) {
    this.#server = server;
    this.#wire = wire;
  }

  portOf(calls: Calls): CallPort {
    return {
      start: (request, signal) => this.#start(calls, request, signal),
      cancel: (_call, callId) => this.#cancel(callId),
      follow: async ({ callId }, signal, onProgress) => {
        const flight = this.#flightOf(callId);
        const server = { send: this.#server.sendAbout(flight) };
        const path = `/calls/${encodeURIComponent(flight.call)}/${encodeURIComponent(flight.callId)}`;
        const answer = await followRun({ server, wire: this.#wire, path, signal, onProgress });
        this.#forget(flight);
        return answer;
      },
      keepPending: (pending) => {
        this.pending = pending;
      },
    };
  }

  /**
   * `leave` ends the old page and `begin` loads the new one, of these calls: what both ask for goes on, the rest is canceled. What
   * is new in a page that was edited is not sent before the next edits had their time to come.
   */
  replace(calls: Calls, isEdited: boolean, leave: () => void, begin: () => void): void {
    this.#left = new Set();
    leave();
    this.#isResting = isEdited;
    begin();
    this.#isResting = false;
    const gone = this.#left;
    this.#left = null;
    const isOther = ({ call, definition }: Flight) => JSON.stringify(calls[call]) !== definition;
    for (const flight of new Set(this.#flights.values())) if (isOther(flight)) gone.add(flight);
    for (const flight of gone) this.#end(flight);
  }

  #start(calls: Calls, request: CallRequest, signal: AbortSignal): Promise<CallAnswer> {
    const call = calls[request.call];
    if (call === undefined) return Promise.reject(new Error(`There is no call ${request.call} any more.`));
    const key = JSON.stringify([request.call, call, request.values]);
    const taken = [...(this.#left ?? [])].find((flight) => flight.key === key);
    const flight = taken ?? this.#launch(call, request, key);
    this.#left?.delete(flight);
    this.#flights.set(request.callId, flight);
    return this.#waitFor(flight, signal);
  }

  #launch(call: Call, { call: name, callId, values, supersedes }: CallRequest, key: string): Flight {
    const stop = new AbortController();
    const former = supersedes === null ? null : (this.#flights.get(supersedes)?.callId ?? supersedes);
    const isResting = this.#isResting;
    const send = async () => {
      if (isResting) await rest(this.#wire, stop.signal);
      flight.isSent = true;
      const body = { call_id: callId, values, call, ...(former !== null && { supersedes: former }) };
      return startedOf(callAnswerOf(await jsonOf(await this.#server.start(name, body, stop.signal))));
    };
    const flight: Flight = {
      call: name,
      callId,
      worklet: call.worklet,
      key,
      definition: JSON.stringify(call),
      stop,
      isSent: false,
      answer: Promise.resolve().then(send),
    };
    const over = (answer: CallAnswer | null) => {
      if (answer?.outcome !== "accepted") this.#forget(flight);
    };
    flight.answer.then(over, () => over(null));
    return flight;
  }

  /** The page's signal says that it does not wait any more; another page may take up the run then. */
  #waitFor(flight: Flight, signal: AbortSignal): Promise<CallAnswer> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        if (this.#left === null) flight.stop.abort();
        else this.#left.add(flight);
        reject(signal.reason);
      };
      signal.addEventListener("abort", leave, { once: true });
      const over = () => signal.removeEventListener("abort", leave);
      flight.answer.finally(over).then(resolve, reject);
    });
  }

  #cancel(callId: string): void {
    const flight = this.#flights.get(callId);
    if (flight !== undefined && !this.#left?.has(flight)) this.#end(flight);
  }

  #end(flight: Flight): void {
    flight.stop.abort();
    this.#forget(flight);
    if (flight.isSent) this.#server.cancel(flight);
  }

  #flightOf(callId: string): Flight {
    const flight = this.#flights.get(callId);
    if (flight === undefined) throw new Error("The run is not known here any more.");
    return flight;
  }

  #forget(gone: Flight): void {
    for (const [id, flight] of this.#flights) if (flight === gone) this.#flights.delete(id);
  }
}

function rest({ after }: Pick<Wire, "after">, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = after(restMs, resolve);
    const giveUp = () => {
      end();
      reject(signal.reason);
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
  });
}
