import { ArrowUp } from "lucide-react";
import { Button } from "../parts/button.tsx";
import type { RunList } from "./run-pages.ts";

/** Tells of runs that are newer than what is shown, while something further down is read. */
export function NewRuns({ list, show }: { list: RunList; show(): void }) {
  const count = list.waiting.length;
  const words = list.isBehind ? "Newest runs" : count === 1 ? "1 new run" : `${count} new runs`;
  return (
    <div role="status" className="pointer-events-none absolute inset-x-0 top-11 flex justify-center">
      {(list.isBehind || count > 0) && (
        <Button
          weight="primary"
          size="small"
          icon={<ArrowUp size={13} aria-hidden />}
          onClick={show}
          className="pointer-events-auto rounded-full shadow-popup"
        >
          {words}
        </Button>
      )}
    </div>
  );
}
