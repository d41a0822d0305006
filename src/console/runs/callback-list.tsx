import type { Trace } from "../../contract/run.ts";
import { Time } from "../parts/time.tsx";

/** The tries to deliver the result to the `callback_url` of a run. */
export function CallbackList({ tries }: { tries: NonNullable<Trace["callbacks"]> }) {
  return (
    <ol aria-label="Tries to deliver the result" className="flex flex-col text-sm">
      {tries.map(({ at, url, status, error }, place) => {
        const isGood = status !== null && status >= 200 && status < 300;
        return (
          <li key={at} className="flex flex-wrap items-baseline gap-x-3 border-b border-border px-3 py-2 last:border-0">
            <span className="font-medium">Try {place + 1}</span>
            <span className={isGood ? "text-success" : "text-danger"}>
              {status === null ? "no answer" : isGood ? `delivered, ${status}` : `answered ${status}`}
            </span>
            <span className="text-xs text-muted">
              <Time at={at} as="full" />
            </span>
            <code className="min-w-0 basis-full truncate font-mono text-xs text-muted" title={url}>
              {url}
            </code>
            {error !== null && <span className="basis-full text-xs break-words text-danger">{error}</span>}
          </li>
        );
      })}
    </ol>
  );
}
