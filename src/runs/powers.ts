import { secretValue } from "../access/secrets.ts";
import { Fault } from "../contract/fault.ts";
import { log } from "../platform/log.ts";
import type { Powers } from "../sandbox/guest.ts";
import type { GuestHost } from "../sandbox/guest-life.ts";
import { backgroundPowersOf } from "./background-powers.ts";
import type { RunPowers } from "./sync-run.ts";

/** What user code of a run may ask for, made in the context of its guest call. What is thrown here, user code can catch. */
export function powersOf(host: GuestHost, child: RunPowers["child"]): Powers {
  const { env, closure, call, deadlineAt, stop } = host;
  const { run, lineage = { depth: 0, createdBy: "", turn: null } } = call;
  const secret = (name: string) => plainly(secretValue(env, closure.application, name, Date.now()));
  if (lineage.turn) return backgroundPowersOf(host, lineage.turn, secret);
  return {
    secret,
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
        },
        stop,
      );
      const { secrets } = answer;
      return "output" in answer ? { output: answer.output, secrets } : { error: answer.failure.message, secrets };
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
