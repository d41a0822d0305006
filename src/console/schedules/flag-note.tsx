import { TriangleAlert } from "lucide-react";
import type { ScheduleFlag } from "../../contract/schedule.ts";
import { Time } from "../parts/time.tsx";

/** What a schedule says is wrong with it. */

const words: Record<ScheduleFlag["reason"], string> = { failing: "Failing", missed: "Missed ticks" };

export function FlagNote({ flag }: { flag: ScheduleFlag }) {
  return (
    <p className="mt-1.5 flex items-start gap-1.5 rounded-md bg-warning-soft px-2 py-1 text-xs text-warning">
      <TriangleAlert size={13} aria-hidden className="mt-0.5 shrink-0" />
      <span className="min-w-0 break-words">
        <strong className="font-semibold">{words[flag.reason]}</strong> since <Time at={flag.since} />: {flag.message}
      </span>
    </p>
  );
}
