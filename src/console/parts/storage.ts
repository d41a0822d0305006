import { useCallback, useState } from "react";

/** What this browser remembers: never secrets, and always in order to lose nothing that was typed. */

/** The value under a key; null when there is none, or storage is closed to us. */
export function readStored<T>(key: string): T | null {
  try {
    const text = localStorage.getItem(`worklets.${key}`);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

/** Keeps a value (null removes it); false when the browser did not take it. */
export function store(key: string, value: unknown): boolean {
  try {
    if (value === null || value === undefined) localStorage.removeItem(`worklets.${key}`);
    else localStorage.setItem(`worklets.${key}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** State that survives a reload. */
export function useStored<T>(key: string, initial: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => readStored<T>(key) ?? initial);
  const set = useCallback(
    (next: T) => {
      setValue(next);
      store(key, next);
    },
    [key],
  );
  return [value, set];
}
