import { useSyncExternalStore } from "react";

/** Light or dark: as the system says, or as was chosen here. */

export type Theme = "system" | "light" | "dark";

const storageKey = "worklets.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();
let theme = readTheme();

/** Puts the theme onto the page; call it once, before anything is drawn. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = isDarkNow() ? "dark" : "light";
}

system.addEventListener("change", tell);

export function setTheme(chosen: Theme): void {
  theme = chosen;
  try {
    localStorage.setItem(storageKey, chosen);
  } catch {
    // Storage is closed to us (private window): the choice holds for this page.
  }
  tell();
}

export function useTheme(): { theme: Theme; isDark: boolean } {
  const isDark = useSyncExternalStore(subscribe, isDarkNow);
  const chosen = useSyncExternalStore(subscribe, () => theme);
  return { theme: chosen, isDark };
}

function isDarkNow(): boolean {
  return theme === "dark" || (theme === "system" && system.matches);
}

function tell(): void {
  applyTheme();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(storageKey);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system";
  }
}
