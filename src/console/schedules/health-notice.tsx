import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { Time } from "../parts/time.tsx";
import { healthQuery } from "./all-schedules-query.ts";

/** Says so when nothing calls the platform each minute: then no schedule runs, however right it is. */
export function HealthNotice() {
  const { data } = useQuery(healthQuery);
  if (!data || data.schedules.running) return null;
  const { last_tick_at, detail } = data.schedules;
  return (
    <div
      role="status"
      className="mb-4 flex items-start gap-2 rounded-lg bg-warning-soft px-3 py-2 text-sm text-warning"
    >
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
      <div className="min-w-0">
        <p className="font-medium">Schedules do not run at present</p>
        <p>
          {detail}{" "}
          {last_tick_at ? (
            <>
              It came last <Time at={last_tick_at} />.
            </>
          ) : (
            "It never came so far."
          )}
        </p>
      </div>
    </div>
  );
}
