import { lazy, Suspense, useSyncExternalStore } from "react";
import { useKeys } from "../parts/keys.tsx";

/** Keys that hold on every page, and the two windows that they open. */

const KeyHelp = lazy(async () => ({ default: (await import("./key-help.tsx")).KeyHelp }));
const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));

type Opened = "palette" | "keys" | null;
let opened: Opened = null;
const listeners = new Set<() => void>();

function open(what: Opened): void {
  opened = what;
  for (const listener of listeners) listener();
}

export const openPalette = () => open("palette");
export const openKeyHelp = () => open("keys");

export function GlobalKeys({ application }: { application: string | null }) {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => opened,
  );
  useKeys([
    { keys: "mod+k", label: "Go to or do anything", run: () => open(opened === "palette" ? null : "palette") },
    { keys: "?", label: "Show all keys", run: openKeyHelp },
  ]);
  return (
    <Suspense fallback={null}>
      {shown === "palette" && <Palette application={application} close={() => open(null)} />}
      {shown === "keys" && <KeyHelp close={() => open(null)} />}
    </Suspense>
  );
}
