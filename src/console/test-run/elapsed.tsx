import { useEffect, useState } from "react";
import { Duration } from "../parts/time.tsx";

/** The time since it was first shown, by this machine's clock; remount it (`key`) to begin anew. */
export function Elapsed() {
  const [from] = useState(() => performance.now());
  const [now, setNow] = useState(from);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return <Duration ms={now - from} />;
}
