import { useEffect, useSyncExternalStore } from "react";
import { useSearchParams } from "wouter";
import type { Environment } from "../../contract/run.ts";
import { Segments } from "../parts/segments.tsx";

/**
 * What the pages of an application show and call: the draft that is edited, or what is live. The address says it; one that does
 * not means what was chosen last in this tab.
 */
export function useEnvironment(): [Environment, (environment: Environment) => void] {
  const [search, setSearch] = useSearchParams();
  const last = useSyncExternalStore(subscribe, () => chosen);
  const said = environmentOf(search.get("environment"));
  useEffect(() => {
    if (said) choose(said);
  }, [said]);
  const set = (environment: Environment) => {
    choose(environment);
    setSearch((before) => {
      const after = new URLSearchParams(before);
      after.set("environment", environment);
      return after;
    });
  };
  return [said ?? last, set];
}

let chosen: Environment = "draft";
const listeners = new Set<() => void>();

function choose(environment: Environment): void {
  if (environment === chosen) return;
  chosen = environment;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function environmentOf(text: string | null): Environment | null {
  return text === "draft" || text === "production" ? text : null;
}

const words: Record<Environment, string> = { draft: "Draft", production: "Production" };

export function EnvironmentSwitch() {
  const [environment, setEnvironment] = useEnvironment();
  return <Segments label="Environment" value={environment} words={words} onChange={setEnvironment} />;
}
