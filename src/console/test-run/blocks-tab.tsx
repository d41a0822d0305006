import { Boxes } from "lucide-react";
import { useState } from "react";
import type { BlockTrace } from "../../contract/run.ts";
import { useSelection } from "../graph/selection.ts";
import { Empty } from "../parts/states.tsx";
import { Duration } from "../parts/time.tsx";
import { BlockDetail } from "./block-detail.tsx";
import { BlockStatusMark } from "./block-status.tsx";
import { Elapsed } from "./elapsed.tsx";
import type { Reveal } from "./failure-note.tsx";
import { type BlockRun, useTestRun } from "./test-run-context.ts";

/** What each block took and gave. The block that is selected in the graph is the one that is shown. */
export function BlocksTab({ runsPage, onReveal }: { runsPage: string; onReveal?: Reveal | undefined }) {
  const { blocks, progress, untraced } = useTestRun();
  const { only, select } = useSelection();
  const [chosen, setChosen] = useState<string | null>(null);
  const entries = Object.entries(blocks);
  if (entries.length === 0) {
    return (
      <Empty icon={<Boxes size={24} aria-hidden />} title="No block has run yet">
        What each block takes and gives stands here as soon as it runs.
      </Empty>
    );
  }
  const shown = [only, chosen].find((id) => id !== null && blocks[id] !== undefined) ?? mostTelling(entries);
  const block = blocks[shown];
  const records = progress.trace?.blocks.filter((record) => record.block === shown) ?? [];
  return (
    <div className="flex min-h-0 flex-col gap-3 @xl:flex-row">
      <nav aria-label="Blocks of the run" className="flex shrink-0 flex-col gap-px @xl:w-44">
        {entries.map(([id, each]) => (
          <button
            key={id}
            type="button"
            aria-current={id === shown}
            onClick={() => {
              setChosen(id);
              select([id]);
            }}
            className="flex h-7 items-center gap-1.5 rounded-md px-2 text-left text-xs hover:bg-surface-2 aria-[current=true]:bg-surface-3 aria-[current=true]:font-medium"
          >
            <BlockStatusMark status={each.status} />
            <span className="min-w-0 flex-1 truncate font-mono" title={id}>
              {id}
            </span>
            <span className="shrink-0 text-muted">
              {each.status === "RUNNING" ? <Elapsed key={each.attempt} /> : <Duration ms={each.latency_ms} />}
            </span>
          </button>
        ))}
      </nav>
      {block && (
        <BlockDetail
          key={shown}
          id={shown}
          block={block}
          records={records satisfies BlockTrace[]}
          untraced={untraced}
          runsPage={runsPage}
          onReveal={onReveal}
        />
      )}
    </div>
  );
}

/** The one that failed, else the one that runs, else the last. */
function mostTelling(entries: [string, BlockRun][]): string {
  const failed = entries.find(([, { status }]) => status === "FAILED" || status === "TIMED_OUT");
  const runs = entries.find(([, { status }]) => status === "RUNNING");
  return (failed ?? runs ?? entries.at(-1))?.[0] ?? "";
}
