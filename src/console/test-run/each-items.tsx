import type { BlockTrace } from "../../contract/run.ts";
import { Duration } from "../parts/time.tsx";

/** How the items of a block went that runs once for each item of a list. */
export function EachItems({ each }: { each: NonNullable<BlockTrace["each"]> }) {
  const { total, done, failed, items } = each;
  return (
    <div className="flex flex-col gap-1 text-xs">
      <p className="text-muted">
        {done} of {total} items done{failed > 0 && <span className="text-danger">, {failed} failed</span>}
      </p>
      {items.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        <section tabIndex={0} aria-label="Items" className="max-h-48 overflow-auto rounded-md border border-border">
          <table className="w-full text-left tabular-nums">
            <thead className="sticky top-0 bg-surface-2 text-muted">
              <tr>
                <th className="px-2 py-1 font-medium">Item</th>
                <th className="px-2 py-1 font-medium">State</th>
                <th className="px-2 py-1 font-medium">Attempts</th>
                <th className="px-2 py-1 font-medium">Time</th>
                <th className="px-2 py-1 font-medium">Error</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ item, status, attempts, latency_ms, error }) => (
                <tr key={item} className="border-t border-border">
                  <td className="px-2 py-1">{item}</td>
                  <td className={`px-2 py-1 ${status === "SUCCEEDED" ? "text-success" : "text-danger"}`}>
                    {words[status]}
                  </td>
                  <td className="px-2 py-1">{attempts}</td>
                  <td className="px-2 py-1">
                    <Duration ms={latency_ms} />
                  </td>
                  <td className="px-2 py-1 break-words">{error?.message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

const words: Record<NonNullable<BlockTrace["each"]>["items"][number]["status"], string> = {
  SUCCEEDED: "Succeeded",
  FAILED: "Failed",
  RETRYING: "Tried again",
};
