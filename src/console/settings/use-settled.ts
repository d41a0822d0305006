import { useEffect, useState } from "react";

/** A value once it has stood still for so many milliseconds. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a value that says the same is the same.
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return settled;
}

/** What is wrong, but not while it is being typed: a sentence is shown when it has stood for a moment, or when saving was asked for. */
export function useSettledWrongs(wrongs: Record<string, string>, isAsked: boolean): Record<string, string> {
  const settled = useSettled(wrongs, 700);
  if (isAsked) return wrongs;
  return Object.fromEntries(Object.entries(wrongs).filter(([path]) => path in settled));
}
