import { type RefObject, useEffect, useRef } from "react";

/** Saving by key inside a window: it hears Mod+S and Mod+Enter before the page underneath and before editors do. */
export function useSaveKeys(inside: RefObject<HTMLElement | null>, save: () => void): void {
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const isSave = event.key.toLowerCase() === "s" || event.key === "Enter";
      if (!isSave || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.isComposing) return;
      const dialog = inside.current?.closest("[role=dialog]");
      // A window over this one has keys of its own.
      if (!dialog || !(event.target instanceof Element) || event.target.closest("[role$=dialog]") !== dialog) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    document.addEventListener("keydown", listener, true);
    return () => document.removeEventListener("keydown", listener, true);
  }, [inside]);
}

/** Asks before the browser's tab is closed or loaded anew, while something is not saved. */
export function useUnloadGuard(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const listener = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", listener);
    return () => removeEventListener("beforeunload", listener);
  }, [isDirty]);
}
