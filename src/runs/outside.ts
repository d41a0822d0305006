import { secretValue } from "../access/secrets.ts";
import { Fault } from "../contract/fault.ts";
import type { OutsideTools } from "../engine/kind.ts";
import { failureOf } from "../engine/kind.ts";
import { predictWith } from "../models/predict.ts";
import { settingsOf } from "../platform/settings.ts";
import { askOutside } from "../sandbox/outside.ts";
import type { RunStart } from "./object/run-journal.ts";
import type { RunSecrets } from "./object/run-secrets.ts";
import { patiently, unlessAway } from "./patience.ts";

/** What the blocks of a run reach outside of it by: models, secrets and other servers. */

export type OutsideHost = {
  env: Env;
  /** The application's internal id. */
  application: string;
  /** Hears of a secret's value before anybody uses it: from then on it is masked. */
  read(value: string): void;
  /** Whether the run outlasts an outage of the database. */
  isPatient: boolean;
};

export function outsideOf({ env, application, read, isPatient }: OutsideHost): OutsideTools {
  const asked = async <T>(signal: AbortSignal, work: () => Promise<T & object>): Promise<T> =>
    isPatient ? patiently(signal, () => unlessAway(work())) : work();
  const secret = async (name: string) => {
    const value = await secretValue(env, application, name, Date.now());
    read(value);
    return value;
  };
  return {
    predict: (model, input, { signal }) =>
      unlessStopped(signal, { failure: canceled, secrets: [] }, () =>
        asked(signal, () => predictWith(env, application, model, input, { signal, secret })),
      ),

    secret: (name, { signal }) =>
      unlessStopped(signal, { failure: canceled }, () =>
        asked(signal, async () => {
          try {
            return { value: await secret(name) };
          } catch (error) {
            const fault = Fault.of(error);
            if (fault?.code !== "secret.not_found") throw error;
            return { failure: failureOf("user", fault.message, null) };
          }
        }),
      ),

    fetch: (request, { signal }) =>
      unlessStopped(signal, { failure: "was stopped" }, () =>
        askOutside(request, { allowLocal: settingsOf(env).allowLocalEgress, signal }),
      ),
  };
}

/** The same for a background run. */
export function outsideOfTurn(env: Env, { definition }: RunStart, secrets: RunSecrets): OutsideTools {
  const { applicationUid: application } = definition;
  return outsideOf({ env, application, read: (value) => secrets.add([value]), isPatient: true });
}

const canceled = failureOf("canceled", "The run was canceled.", null);

/** What is thrown after a stop is no fault of ours: it is how the stop arrives. */
async function unlessStopped<A, B>(signal: AbortSignal, stopped: A, work: () => Promise<B>): Promise<A | B> {
  if (signal.aborted) return stopped;
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) return stopped;
    throw error;
  }
}
