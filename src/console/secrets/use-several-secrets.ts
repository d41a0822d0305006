import { useMemo, useState } from "react";
import { problemFrom } from "../api/problem.ts";
import { type EnvFault, readEnv, withoutNames } from "./env-text.ts";
import { type PlannedEntry, planEntries } from "./secret-plan.ts";
import { addSecret, setSecret } from "./secret-requests.ts";

/** Several secrets out of one text. What has arrived leaves the text; what was refused stays in it, with the reason. */
export type SeveralSecrets = {
  text: string;
  setText(text: string): void;
  entries: PlannedEntry[];
  faults: EnvFault[];
  refusals: ReadonlyMap<string, string>;
  mayReplace: boolean;
  setMayReplace(may: boolean): void;
  /** How many would be sent. */
  count: number;
  isBusy: boolean;
  /** False: something was refused. */
  submit(): Promise<boolean>;
};

/** `done` gets the names that arrived, and whether nothing is left to do. */
export function useSeveralSecrets(
  application: string,
  existing: ReadonlySet<string>,
  done: (names: string[], isAll: boolean) => Promise<void>,
): SeveralSecrets {
  const [text, setText] = useState("");
  const [mayReplace, setMayReplace] = useState(false);
  const [refusals, setRefusals] = useState<ReadonlyMap<string, string>>(new Map());
  const [isBusy, setBusy] = useState(false);
  const read = useMemo(() => readEnv(text), [text]);
  const entries = planEntries(read.entries, existing, mayReplace);
  const wanted = entries.filter(({ fate }) => fate === "add" || fate === "replace");
  const submit = async () => {
    if (isBusy || wanted.length === 0) return false;
    setBusy(true);
    const arrived: string[] = [];
    const refused = new Map<string, string>();
    for (const { name, value, fate } of wanted) {
      try {
        await (fate === "add" ? addSecret : setSecret)(application, name, value);
        arrived.push(name);
      } catch (error) {
        const problem = problemFrom(error);
        refused.set(name, problem.errors[0]?.message ?? problem.message);
        // The others would be refused for the same reason.
        if (problem.errors.length === 0 && problem.code !== "secret.exists") break;
      }
    }
    setText(withoutNames(text, new Set(arrived)));
    setRefusals(refused);
    setBusy(false);
    await done(arrived, refused.size === 0);
    return refused.size === 0;
  };
  return {
    ...{ text, setText, entries, faults: read.faults, refusals, mayReplace, setMayReplace },
    ...{ count: wanted.length, isBusy, submit },
  };
}
