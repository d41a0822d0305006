import type { Prediction } from "../models/predict.ts";
import { log } from "../platform/log.ts";
import type { GuestPrediction, Invoked, InvokeUse, Powers, TurnCall } from "../sandbox/guest.ts";
import type { GuestHost } from "../sandbox/guest-life.ts";
import { answerOf } from "./object/background-child.ts";
import { mostKeptSteps } from "./object/open-turn.ts";
import type { Report } from "./object/order.ts";
import { objectOf } from "./objects.ts";
import { patiently } from "./patience.ts";
import { say } from "./words.ts";

/** Where secrets and predictions come from; `plainly` keeps the platform's own words from user code. */
type Sources = {
  secret(name: string): Promise<string>;
  predict(model: string, input: string, secret: Powers["secret"]): Promise<Prediction>;
  plainly<T>(work: Promise<T>): Promise<T>;
};

/** A prediction as user code gets it. */
export function guestPrediction(prediction: Prediction): GuestPrediction {
  const { secrets } = prediction;
  if ("failure" in prediction) return { error: prediction.failure.message, secrets };
  return { output: JSON.stringify(prediction.output), secrets };
}

/**
 * What user code of a background run may ask for. The way to the run's object is its id: a stub that was handed to the guest's
 * context would keep the guest alive.
 */
export function backgroundPowersOf(host: GuestHost, at: TurnCall, { plainly, ...ask }: Sources): Powers {
  const { env, call } = host;
  const { id } = call.run;
  /** The object knows the value before anybody else does: no line with it is kept unmasked. */
  const secret = async (name: string) => {
    const value = await plainly(ask.secret(name));
    await say(env, id, at, { type: "secrets", values: [value] });
    return value;
  };
  return {
    secret,
    predict: async (model, input) => guestPrediction(await plainly(ask.predict(model, input, secret))),
    invoke: (worklet, input, use) => invokeChild(host, at, worklet, input, use),
    durable: {
      step: async (use) => (await say(env, id, at, { type: "step", use })).result,
      keepStep: async (use, result) => {
        if ((await say(env, id, at, { type: "keepStep", use, result })).isKept) return;
        throw new Error(`A block can keep ${mostKeptSteps} steps, those of its earlier starts included.`);
      },
      hear: async (from, lines) => void (await say(env, id, at, { type: "lines", from, lines })),
    },
  };
}

async function invokeChild(
  host: GuestHost,
  at: TurnCall,
  worklet: string,
  input: string,
  { count, step }: InvokeUse,
): Promise<Invoked> {
  const { env, call, stop } = host;
  const made = await patiently(stop, async () => {
    const told = await say(env, call.run.id, at, { type: "child", worklet, input, count, step: step ?? null });
    return "isNotNow" in told ? null : told;
  });
  if ("answer" in made) return invokedOf(made.answer);
  for (;;) {
    const answer = answerOf(made.id, worklet, await reportOf(host, made.id));
    if (answer === null) continue;
    if (!("output" in answer)) return invokedOf(answer);
    const values = await objectOf(env, made.id).secrets();
    if (values.length > 0) await say(env, call.run.id, at, { type: "secrets", values });
    return invokedOf({ ...answer, secrets: values });
  }
}

function invokedOf(answer: NonNullable<ReturnType<typeof answerOf>>): Invoked {
  const { secrets } = answer;
  return "output" in answer ? { output: answer.output, secrets } : { error: answer.failure.message, secrets };
}

const longestWaitMs = 60_000;
const mostTries = 5;

/** The child's object may be moved or restarted while it is waited for: that is no failure of the child. */
async function reportOf({ env, stop }: GuestHost, id: string): Promise<Report> {
  for (let tries = 1; ; tries += 1) {
    try {
      const report = await objectOf(env, id).wait(longestWaitMs);
      if (report === null) throw new Error(`The run ${id} is not there.`);
      return report;
    } catch (error) {
      log.error("child.wait_failed", error, { run_id: id, tries });
      if (tries === mostTries || stop.aborted) throw new Error("The called worklet cannot be reached now. Try again.");
      await new Promise((done) => setTimeout(done, tries * 500));
    }
  }
}
