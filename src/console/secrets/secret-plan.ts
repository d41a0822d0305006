import type { Model } from "../../contract/model.ts";
import type { EnvEntry } from "./env-text.ts";

/** What becomes of several values at once, and what can be said of a value that is not shown. */

export type EntryFate = "add" | "replace" | "exists" | "empty";

export type PlannedEntry = EnvEntry & { fate: EntryFate };

export const fateWords: Record<EntryFate, string> = {
  add: "New",
  replace: "Gets this value",
  exists: "Exists: stays as it is",
  empty: "No value: left out",
};

/** Secrets that exist get another value only when that was asked for. */
export function planEntries(
  entries: readonly EnvEntry[],
  existing: ReadonlySet<string>,
  mayReplace: boolean,
): PlannedEntry[] {
  return entries.map((entry) => {
    if (entry.value === "") return { ...entry, fate: "empty" };
    if (!existing.has(entry.name)) return { ...entry, fate: "add" };
    return { ...entry, fate: mayReplace ? "replace" : "exists" };
  });
}

/** How long a value is, for who cannot see it. */
export function valueSize(value: string): string {
  const characters = [...value].length;
  const lines = value.split("\n").length;
  const words = characters === 1 ? "1 character" : `${characters.toLocaleString("en")} characters`;
  return lines === 1 ? words : `${words} in ${lines} lines`;
}

/** White space around a value is part of it, and seldom meant. */
export function hasSpaceAround(value: string): boolean {
  return value !== value.trim();
}

/** The models whose config names the secret, as their key or in a template. */
export function modelsNaming(models: readonly Model[], secret: string): string[] {
  const inTemplate = new RegExp(`\\bsecrets\\.${secret}(?!\\w)`);
  return models
    .filter(({ config }) =>
      config.kind === "http"
        ? inTemplate.test(JSON.stringify(config))
        : "api_key" in config && config.api_key === secret,
    )
    .map(({ name }) => name);
}
