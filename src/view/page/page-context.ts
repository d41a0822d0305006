import { createContext, useContext, useMemo, useSyncExternalStore } from "react";
import type { Page, Reading } from "../../reactive/reactive.ts";

/** How what is drawn reads the page: each part follows the values that it shows, and is drawn anew when one of them changes. */

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error("Nothing above this gives it a page.");
  return page;
}

/** The value of one path, as expressions write it: `calls.find.progress`. */
export function useReading(path: string): Reading {
  return useReadings([path])[path] as Reading;
}

/** The values of several paths. What is given is the same object for as long as none of them changes. */
export function useReadings(paths: readonly string[]): Readonly<Record<string, Reading>> {
  const page = usePage();
  const key = paths.join(" ");
  const followed = useMemo(() => follow(page, key === "" ? [] : key.split(" ")), [page, key]);
  return useSyncExternalStore(followed.subscribe, followed.read);
}

function follow(page: Page, paths: readonly string[]) {
  let last: Readonly<Record<string, Reading>> | null = null;
  return {
    subscribe(tell: () => void): () => void {
      const ends = paths.map((path) => page.subscribe(path, tell));
      return () => {
        for (const end of ends) end();
      };
    },
    read(): Readonly<Record<string, Reading>> {
      const now = Object.fromEntries(paths.map((path) => [path, page.get(path)]));
      const held = last;
      if (held === null || paths.some((path) => !isSame(held[path], now[path]))) last = now;
      return last ?? now;
    },
  };
}

function isSame(one: Reading | undefined, other: Reading | undefined): boolean {
  return (
    one === other ||
    (one !== undefined &&
      other !== undefined &&
      Object.is(one.value, other.value) &&
      one.error === other.error &&
      one.loading === other.loading)
  );
}
