import { useCallback, useEffect, useState } from "react";
import { Effects } from "../parts/effects.tsx";
import { FailedPage } from "../parts/failed.tsx";
import type { Program } from "./program.ts";
import { ViewFrame } from "./view-page.tsx";
import { useWatched } from "./watched.ts";

/** What the program shows: the view, or why there is none. */
export function App({ program }: { program: Program }) {
  const shown = useWatched(program.shown);
  const retry = useCallback(() => void program.open(), [program]);
  return (
    <>
      {shown.state === "loading" && <Loading />}
      {shown.state === "failed" && <FailedPage problem={shown.problem} retry={retry} />}
      {shown.state === "ready" && (
        <main className="mx-auto max-w-[1600px] p-4">
          <h1 className="sr-only">{shown.name}</h1>
          <ViewFrame page={shown.page} view={shown.view} />
        </main>
      )}
      <Effects effects={program.effects} />
    </>
  );
}

const quietMs = 400;

/** Says nothing at first: most views are there before anybody could read it. */
function Loading() {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), quietMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main aria-busy="true" className="grid min-h-dvh place-items-center">
      <p role="status" className="text-muted">
        {isLong && "Loading…"}
      </p>
    </main>
  );
}
