import { useState } from "react";
import { type Problem, problemFrom } from "../api/problem.ts";
import { addSecret, setSecret } from "./secret-requests.ts";

/** One secret on its way to the platform. What was typed is forgotten when it has arrived, and only then. */
export type OneSecret = {
  name: string;
  setName(name: string): void;
  value: string;
  setValue(value: string): void;
  isBusy: boolean;
  aboutName: string | undefined;
  aboutValue: string | undefined;
  /** What was refused and belongs to neither field. */
  problem: Problem | null;
  /** False: it was refused. */
  submit(): Promise<boolean>;
};

/** `replaces`: the secret that gets another value; absent: a new one is made. */
export function useOneSecret(application: string, done: (name: string) => Promise<void>, replaces?: string): OneSecret {
  const [name, setName] = useState(replaces ?? "");
  const [value, setValue] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async () => {
    if (isBusy) return false;
    setBusy(true);
    setProblem(null);
    try {
      const send = replaces === undefined ? addSecret : setSecret;
      await send(application, name.trim(), value);
      setValue("");
      await done(name.trim());
      return true;
    } catch (error) {
      setProblem(problemFrom(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const isTaken = problem?.code === "secret.exists";
  const aboutName = isTaken
    ? `There is a secret ${name.trim()} already. Replace its value in the list.`
    : problem?.about("/name");
  const aboutValue = value === "" && problem?.about("/value") ? "Type or paste the value." : problem?.about("/value");
  const isElsewhere = problem !== null && aboutName === undefined && aboutValue === undefined;
  return {
    ...{ name, setName, value, setValue, isBusy, aboutName, aboutValue, submit },
    problem: isElsewhere ? problem : null,
  };
}
