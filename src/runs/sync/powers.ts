import { secretValue } from "../../access/secrets.ts";
import { Fault } from "../../contract/fault.ts";
import type { Json } from "../../expression/expression.ts";
import { predictWith } from "../../models/predict.ts";
import { log } from "../../platform/log.ts";
import type { Powers } from "../../sandbox/guest.ts";
import type { GuestHost } from "../../sandbox/guest-life.ts";
import { backgroundPowersOf, guestPrediction } from "../background-powers.ts";
import { patiently, unlessAway } from "../patience.ts";
import type { RunPowers } from "./sync-run.ts";

/** What user code of a run may ask for, made in the context of its guest call. What is thrown here, user code can catch. */
export function powersOf(host: GuestHost, child: RunPowers["child"]): Powers {
  const { env, closure, call, deadlineAt, stop } = host;
  const { run, lineage = { depth: 0, createdBy: "", turn: null } } = call;
  const read = new Set(lineage.secrets);
  const secretNow = (name: string) => secretValue(env, closure.application, name, Date.now());
  const predictNow = (model: string, input: string, secret: Powers["secret"]) =>
    predictWith(env, closure.application, model, JSON.parse(input) as Json, { signal: stop, secret });
  if (lineage.turn) {
    return backgroundPowersOf(host, lineage.turn, {
      secret: (name) => patiently(stop, () => unlessAway(secretNow(name))),
      predict: (model, input, secret) => patiently(stop, () => unlessAway(predictNow(model, input, secret))),
      plainly,
    });
  }
  const secret = async (name: string) => {
    const value = await secretNow(name);
    read.add(value);
    return value;
  };
  return {
    secret: (name) => plainly(secret(name)),
    predict: async (model, input) => guestPrediction(await plainly(predictNow(model, input, secret))),
    async invoke(worklet, input) {
      const answer = await child(
        {
          application: run.application,
          worklet,
          environment: run.environment,
          input,
          parentRunId: run.id,
          depth: lineage.depth + 1,
          timeoutMs: Math.max(1, deadlineAt - Date.now()),
          createdBy: lineage.createdBy,
          secrets: [...read],
        },
        stop,
      );
      const { secrets, runId } = answer;
      for (const value of secrets) read.add(value);
      const known = { secrets, runId };
      return "output" in answer ? { ...known, output: answer.output } : { ...known, error: answer.failure.message };
    },
  };
}

/** A fault's sentence is for the user; what else goes wrong inside is told to the log and to nobody else. */
async function plainly<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const fault = Fault.of(error);
    if (!fault) log.error("secret.unavailable", error);
    throw new Error(fault ? fault.message : "The platform could not answer. Try again.");
  }
}
