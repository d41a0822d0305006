import type { Json } from "../expression/expression.ts";

/** What a page needs of the world. Whoever makes a page brings it: a browser, the builder, a test. */

export type CallRequest = {
  readonly call: string;
  /** Chosen here, so that the run can be canceled before anything of it was heard. */
  readonly callId: string;
  readonly values: Readonly<Record<string, Json>>;
  /** The run that this one takes the place of: whoever starts this one cancels that one. */
  readonly supersedes: string | null;
};

/** How far a background run has come; `total` is null where nobody knows. */
export type Progress = {
  readonly status: string;
  readonly done: number;
  readonly failed: number;
  readonly total: number | null;
};

export type FinalAnswer =
  | { readonly outcome: "succeeded"; readonly runId: string | null; readonly output: Json }
  | { readonly outcome: "failed"; readonly runId: string | null; readonly message: string };

/** `accepted`: it runs in the background, and is followed. */
export type CallAnswer = FinalAnswer | { readonly outcome: "accepted"; readonly runId: string };

/** A background run that a later page can go on following. It is JSON. */
export type Pending = {
  readonly call: string;
  readonly callId: string;
  readonly runId: string;
  readonly values: Record<string, Json>;
};

export type CallPort = {
  /** `signal`: nobody waits for the answer any more. What is thrown is the call's error, as its message says it. */
  readonly start: (request: CallRequest, signal: AbortSignal) => Promise<CallAnswer>;
  readonly cancel: (call: string, callId: string) => void;
  /** Answers when the run is over; comes back by itself when a connection is lost. */
  readonly follow: (
    run: Pick<Pending, "call" | "callId" | "runId">,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ) => Promise<FinalAnswer>;
  /** The background runs under way, whenever they change: for a reload. */
  readonly keepPending: (pending: readonly Pending[]) => void;
};

export type Tone = "info" | "success" | "warning" | "error";

/** What actions do outside the values of the page. What is thrown is the action's failure; that of `copy` is told as it is. */
export type EffectPort = {
  /** `view` null: this one; its query parameters have changed already. */
  readonly navigate: (to: { view: string | null; query: Record<string, string> }) => void;
  /** Only http, https, mailto and tel come here. */
  readonly openUrl: (url: string, newTab: boolean) => void;
  readonly copy: (text: string) => Promise<void>;
  readonly download: (file: { name: string; type: string; text: string }) => void;
  readonly notify: (notice: { tone: Tone; message: string }) => void;
  readonly confirm: (question: string) => Promise<boolean>;
  /** An action failed and nothing in the document says what then. */
  readonly failed: (message: string) => void;
  /** Gives what is said in the place of a sentence about the document, which not everybody who uses its page is to read. */
  readonly mistake: (message: string) => string;
};

export type Ports = {
  readonly calls: CallPort;
  readonly effects: EffectPort;
  /** Does something once after so many milliseconds; gives what stops it. */
  readonly after: (milliseconds: number, then: () => void) => () => void;
  /** A new UUID. */
  readonly newId: () => string;
};
