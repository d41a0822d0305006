import type { LogLine } from "../../contract/failure.ts";
import type { CallGuest, Lineage, StepUse, TurnCall } from "../../sandbox/guest.ts";
import type { Answers, Word } from "../words.ts";
import type { Children } from "./children.ts";
import type { StepKey, TurnJournal } from "./run-journal.ts";
import type { RunSecrets } from "./run-secrets.ts";

/** The running turn of a background run, as the guests that it called speak to it. */

export type TurnHost = {
  turn: number;
  lineage: Omit<Lineage, "turn">;
  journal: TurnJournal;
  secrets: RunSecrets;
  children: Children;
  /** Bytes of logs that the run may still keep. */
  logRoom(): number;
  /** Whether the run still counts what this turn says. */
  isCurrent(): boolean;
  callGuest: CallGuest;
};

/** Of one block (of one of `each`'s items), in all its starts together. */
export const mostKeptSteps = 1_000;

/** A guest that has not answered. `heard`: how many of its lines are kept. */
type OpenCall = { block: string; item: number | null; heard: number };

export class OpenTurn {
  /** The journal of the turn, with secrets masked in the failures that it keeps. */
  readonly journal: TurnJournal;
  private readonly host: TurnHost;
  private readonly calls = new Map<number, OpenCall>();
  private readonly steps = new Map<string, number>();
  private count = 0;

  constructor(host: TurnHost) {
    const { journal, secrets } = host;
    this.host = host;
    this.journal = {
      ...journal,
      blockFailed: (entry) => journal.blockFailed({ ...entry, failure: secrets.failure(entry.failure) }),
      keepItem: (item) =>
        journal.keepItem(item.failure === null ? item : { ...item, failure: secrets.failure(item.failure) }),
    };
  }

  /** Calls a guest and keeps the lines that it has not told before: with the end of its block they are one write. */
  readonly callGuest: CallGuest = async (closure, call, stop) => {
    const { lineage, turn, logRoom, callGuest, secrets } = this.host;
    const open: OpenCall = { block: call.blocks[0]?.id ?? "", item: call.item ?? null, heard: 0 };
    this.count += 1;
    const number = this.count;
    this.calls.set(number, open);
    try {
      const logBytes = Math.min(call.logBytes, logRoom());
      const turnCall = { turn, call: number };
      const answer = await callGuest(closure, { ...call, logBytes, lineage: { ...lineage, turn: turnCall } }, stop);
      secrets.add(answer.secrets);
      this.keepLines(answer.logs.slice(open.heard));
      return { ...answer, logs: [] };
    } finally {
      this.calls.delete(number);
    }
  };

  /** null: the call is not open, so whoever speaks was given up. */
  async hear(at: TurnCall, word: Word): Promise<Answers[Word["type"]] | null> {
    const { turn, isCurrent, journal, secrets, children } = this.host;
    const open = this.calls.get(at.call);
    if (open === undefined || at.turn !== turn || !isCurrent()) return null;
    switch (word.type) {
      case "step":
        return { result: journal.step(keyOf(open, word.use)) ?? null };
      case "keepStep":
        return { isKept: this.keepStep(keyOf(open, word.use), word.result) };
      case "secrets":
        secrets.add(word.values);
        return {};
      case "lines":
        this.keepLines(word.lines.slice(open.heard - word.from));
        open.heard = Math.max(open.heard, word.from + word.lines.length);
        return {};
      case "child": {
        const { worklet, input, count, step } = word;
        return children.make(turn, {
          worklet,
          input,
          use: { block: open.block, item: open.item },
          call: { count, step },
        });
      }
    }
  }

  /** A step counts as progress of the run: with ever new names a block that never ends well would be started for ever. */
  private keepStep(key: StepKey, result: string): boolean {
    const { journal } = this.host;
    const place = JSON.stringify([key.block, key.item]);
    const count = this.steps.get(place) ?? journal.countSteps(key);
    const isKnown = journal.step(key) !== undefined;
    if (!isKnown && count >= mostKeptSteps) return false;
    journal.keepStep(key, result);
    this.steps.set(place, isKnown ? count : count + 1);
    return true;
  }

  /** Keeps lines as events, secrets masked. */
  keepLines(lines: readonly LogLine[]): void {
    const { journal, secrets } = this.host;
    if (lines.length > 0) journal.log(secrets.lines(lines), Date.now());
  }
}

function keyOf({ block, item }: OpenCall, { name, use }: StepUse): StepKey {
  return { block, item, name, use };
}
