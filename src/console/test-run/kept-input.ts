import { useEffect, useRef, useState } from "react";
import { readStored, store } from "../parts/storage.ts";

/** The input of a worklet as it is typed: this browser keeps it, whatever page it is typed on. */
export function useKeptInput(application: string, worklet: string): [string, (text: string) => void] {
  const key = `input.${application}.${worklet}`;
  const [text, setText] = useState(() => readStored<string>(key) ?? "");
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    const timer = setTimeout(() => store(key, text || null), 400);
    return () => clearTimeout(timer);
  }, [key, text]);
  useEffect(() => {
    const keep = () => void store(key, latest.current || null);
    addEventListener("pagehide", keep);
    return () => {
      removeEventListener("pagehide", keep);
      keep();
    };
  }, [key]);
  return [text, setText];
}
