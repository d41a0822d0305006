import type { Definition } from "../../catalog/definitions.ts";
import type { Life, NewLife } from "../life.ts";
import type { Done } from "../rerun/original.ts";
import type { Frozen } from "./executor.ts";
import type { RunStart } from "./run-journal.ts";

/** What crosses between those who start a background run and its object. */

/** What a run is made of. It crosses RPC as text: its types hold any JSON. */
export type Order = {
  start: RunStart;
  /** JSON text. */
  input: string;
  frozen: Frozen;
  life: NewLife;
  /** What another run has finished, when this one begins behind it. */
  done?: Done;
  /** Values of secrets that whoever gave the input has read: they are masked from the first line on. */
  secrets?: readonly string[];
  /** JSON text that is kept for whoever asks for the output. */
  asked?: string;
};

/** `conflict`: the id was made by a request with another body. */
export type Receipt = "made" | "existing" | "conflict";

/** What polling tells: the body without its output, and the output as it was returned. */
export type Report = { status: Life["status"]; failure: Life["failure"]; body: string; output: string | null };

/** A run of this definition, frozen as it is now. */
export function orderOf(
  { application, worklet, applicationUid, workletUid, environment, version, draft, closure }: Definition,
  input: string,
  start: Omit<RunStart, "definition">,
  life: NewLife,
): Order {
  const definition = { application, worklet, applicationUid, workletUid, environment, version };
  return { start: { ...start, definition }, input, frozen: { draft, closure }, life };
}

/** Of a run that nobody waits for or asked for by hand. */
export const unasked = {
  depth: 0,
  callbackUrl: null,
  parent: null,
  rerunOf: null,
  until: null,
  bodyHash: null,
} as const;
