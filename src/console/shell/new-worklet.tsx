import { useQueryClient } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import { useLocation } from "wouter";
import type { Worklet } from "../../contract/catalog.ts";
import { problemFrom } from "../api/problem.ts";
import { workletsQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { NameInput } from "./name-input.tsx";

/**
 * The name of a worklet that is being made. It is asked for before the worklet is made: its id follows from it and never
 * changes.
 */
export function NewWorklet({ application, close }: { application: string; close(): void }) {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [problem, setProblem] = useState<string>();
  const make = async (name: string) => {
    try {
      const made = await request<Worklet>("POST", path`/applications/${application}/worklets`, { body: { name } });
      await queries.invalidateQueries({ queryKey: workletsQuery(application).queryKey });
      close();
      navigate(`/applications/${application}/worklets/${made.id}`);
    } catch (error) {
      setProblem(problemFrom(error).message);
    }
  };
  return (
    <NameInput label="Name of the new worklet" initial="New worklet" problem={problem} keep={make} cancel={close} />
  );
}

let isMaking = false;
const listeners = new Set<() => void>();

/** Asks for the name of a new worklet, from anywhere on the page: the field stands in the list of worklets. */
export function makeWorklet(): void {
  setMaking(true);
}

/** Whether the name of a new worklet is being asked for. */
export function useMaking(): [boolean, (making: boolean) => void] {
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return [useSyncExternalStore(subscribe, () => isMaking), setMaking];
}

function setMaking(making: boolean): void {
  isMaking = making;
  for (const listener of listeners) listener();
}
