import { readStored, store } from "../parts/storage.ts";

/** The inputs that were used last, newest first; this browser remembers them for each worklet. */

const most = 10;
/** Larger ones would push everything else out of the browser's storage. */
const mostCharacters = 50_000;

const keyOf = (storageKey: string) => `inputs.${storageKey}`;

export function rememberedInputs(storageKey: string): string[] {
  const kept = readStored<unknown>(keyOf(storageKey));
  return Array.isArray(kept) ? kept.filter((text) => typeof text === "string") : [];
}

/** Puts an input in front. What does not fit is not remembered; nothing else depends on it. */
export function rememberInput(storageKey: string, text: string): void {
  if (text.trim() === "" || text.length > mostCharacters) return;
  store(keyOf(storageKey), withInput(rememberedInputs(storageKey), text));
}

/** The list with this text in front: once, whatever its white space. */
export function withInput(inputs: readonly string[], text: string): string[] {
  const meaning = meaningOf(text);
  return [text, ...inputs.filter((each) => meaningOf(each) !== meaning)].slice(0, most);
}

/** One line that a person recognises the input by. */
export function inputSummary(text: string, characters = 60): string {
  const line = meaningOf(text);
  return line.length > characters ? `${line.slice(0, characters - 1)}…` : line;
}

function meaningOf(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text.trim().replaceAll(/\s+/g, " "); // Not JSON: a text like any other.
  }
}
