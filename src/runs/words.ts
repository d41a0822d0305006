import type { LogLine } from "../contract/failure.ts";
import type { ChildAnswer } from "../engine/kind.ts";
import type { StepUse, TurnCall } from "../sandbox/guest.ts";
import type { NotNow } from "./object/background-child.ts";
import { objectOf } from "./objects.ts";

/** What Runner tells or asks the object of a background run while a guest of its running turn is at work. */
export type Word =
  | { type: "step"; use: StepUse }
  | { type: "keepStep"; use: StepUse; result: string }
  | { type: "child"; worklet: string; input: string; count: number; step: StepUse | null }
  | { type: "secrets"; values: readonly string[] }
  | { type: "lines"; from: number; lines: readonly LogLine[] };

/** `child`: the run that was made or found, or why there is none. `keepStep`: whether the block has room for it. */
export type Answers = {
  step: { result: string | null };
  keepStep: { isKept: boolean };
  child: { id: string } | { answer: ChildAnswer } | NotNow;
  secrets: Record<string, never>;
  lines: Record<string, never>;
};

/**
 * User code sees what is thrown here: the platform's own words stay inside. An object takes the words of its open calls only: of
 * others the turn was given up, or the run is over.
 */
export async function say<Said extends Word>(
  env: Env,
  runId: string,
  at: TurnCall,
  word: Said,
): Promise<Answers[Said["type"]]> {
  const answer = await objectOf(env, runId)
    .hear(at, JSON.stringify(word))
    .catch((error: unknown) => {
      throw new Error("The platform could not answer. Try again.", { cause: error });
    });
  if (answer === null) throw new Error("This call of the block was given up: the run is over, or goes on elsewhere.");
  return JSON.parse(answer) as Answers[Said["type"]];
}
