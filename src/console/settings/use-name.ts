import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Worklet } from "../../contract/catalog.ts";
import { problemFrom } from "../api/problem.ts";
import { workletQuery, workletsQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";

/** The name of a worklet, as it is edited. */

export type NameEdit = {
  text: string;
  isDirty: boolean;
  problem: string | undefined;
  change(text: string): void;
  save(): Promise<boolean>;
};

export function useName(application: string, worklet: Worklet | undefined): NameEdit {
  const queries = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string>();
  const text = typed ?? worklet?.name ?? "";
  const isDirty = worklet !== undefined && text.trim() !== worklet.name;
  const change = (next: string) => {
    setTyped(next);
    setProblem(undefined);
  };
  const save = async () => {
    if (!isDirty) return true;
    const name = text.trim();
    if (name === "") {
      setProblem("Give the worklet a name.");
      return false;
    }
    try {
      const address = path`/applications/${application}/worklets/${worklet.id}`;
      const changed = await request<Worklet>("PATCH", address, { body: { name } });
      queries.setQueryData(workletQuery(application, worklet.id).queryKey, changed);
      queries.setQueryData(workletsQuery(application).queryKey, (before) =>
        before?.map((each) => (each.id === worklet.id ? changed : each)),
      );
      setTyped(null);
      return true;
    } catch (error) {
      const refused = problemFrom(error);
      setProblem(refused.about("/name") ?? refused.message);
      return false;
    }
  };
  return { text, isDirty, problem, change, save };
}
