import { useEffect, useRef, useState } from "react";
import type { Model, PredictionAnswer } from "../../contract/model.ts";
import { type Problem, problemFrom } from "../api/problem.ts";
import { path, request } from "../api/request.ts";
import { useStored } from "../parts/storage.ts";
import { inputText, parseInput, rememberInput } from "../schema-form/input-editor.tsx";
import { exampleInput } from "./model-words.ts";

/** One try of a model at a time: what is asked, and what came of it. */

type Given = { output: unknown; latencyMs: number };

export type Prediction =
  | { state: "none" }
  | { state: "asking"; last: Given | null }
  | { state: "stopped" }
  | { state: "failed"; problem: Problem }
  | ({ state: "given" } & Given);

export function usePrediction(application: string, model: Model) {
  const storageKey = `models.${application}.${model.name}`;
  const [text, setText] = useStored(`input.${storageKey}`, inputText(exampleInput(model.config)));
  const [prediction, setPrediction] = useState<Prediction>({ state: "none" });
  const asking = useRef<AbortController | null>(null);
  useEffect(() => () => asking.current?.abort(), []);
  const ask = async () => {
    const input = parseInput(text);
    // What is wrong with it stands under the editor.
    if (!input.ok || asking.current) return;
    const controller = new AbortController();
    asking.current = controller;
    setPrediction((before) => ({ state: "asking", last: before.state === "given" ? before : null }));
    try {
      const address = path`/applications/${application}/models/${model.name}/predict`;
      const body = { input: input.value };
      const answer = await request<PredictionAnswer>("POST", address, { body, signal: controller.signal });
      rememberInput(storageKey, text);
      setPrediction({ state: "given", output: answer.output, latencyMs: answer.latency_ms });
    } catch (error) {
      setPrediction(
        controller.signal.aborted ? { state: "stopped" } : { state: "failed", problem: problemFrom(error) },
      );
    } finally {
      asking.current = null;
    }
  };
  return { text, setText, prediction, storageKey, predict: () => void ask(), stop: () => asking.current?.abort() };
}
