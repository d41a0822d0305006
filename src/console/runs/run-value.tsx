import { lazy, type ReactNode, Suspense } from "react";
import { Loading } from "../parts/states.tsx";

/** A value that a run took or gave. */

const JsonTree = lazy(async () => ({ default: (await import("../json/json-tree.tsx")).JsonTree }));

export function RunValue({ value, label, rootName }: { value: unknown; label: string; rootName?: string }) {
  return (
    <Suspense fallback={<Loading rows={2} label={`Loading ${label}`} />}>
      <JsonTree value={value} label={label} {...(rootName !== undefined && { rootName })} />
    </Suspense>
  );
}

/** Stands where a value would, and says why there is none. */
export function NoValue({ children }: { children: ReactNode }) {
  return <p className="rounded-md bg-surface-2 px-3 py-2 text-sm text-muted">{children}</p>;
}
