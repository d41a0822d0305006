import { useEffect, useState } from "react";
import { Duration } from "../parts/time.tsx";

/** The instant, anew every so many milliseconds while something is under way. */
export function useTicking(isRunning: boolean, everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [isRunning, everyMs]);
  return now;
}

/** How long something has been going on: it grows. */
export function Elapsed({ since }: { since: number }) {
  const now = useTicking(true, 500);
  return <Duration ms={Math.max(0, now - since)} />;
}
