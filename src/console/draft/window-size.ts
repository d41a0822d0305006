import { useSyncExternalStore } from "react";

/** How much room the window has. */

const narrow = "(max-width: 899px)";

function onResize(listener: () => void): () => void {
  addEventListener("resize", listener);
  return () => removeEventListener("resize", listener);
}

export function useWindowSize(): { width: number; height: number } {
  const width = useSyncExternalStore(onResize, () => innerWidth);
  const height = useSyncExternalStore(onResize, () => innerHeight);
  return { width, height };
}

/** Too narrow for panes side by side. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(onResize, () => matchMedia(narrow).matches);
}
