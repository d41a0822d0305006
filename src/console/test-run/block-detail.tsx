import { useState } from "react";
import { Link } from "wouter";
import type { BlockTrace } from "../../contract/run.ts";
import type { Problem } from "../api/problem.ts";
import { expressionOf } from "../json/json-path.ts";
import { JsonTree } from "../json/json-tree.tsx";
import { Segments } from "../parts/segments.tsx";
import { Select } from "../parts/select.tsx";
import { Loading, ProblemNote } from "../parts/states.tsx";
import { Duration, Time } from "../parts/time.tsx";
import { blockLooks } from "./block-status.tsx";
import { EachItems } from "./each-items.tsx";
import { FailureNote, type Reveal } from "./failure-note.tsx";
import type { BlockRun } from "./test-run-context.ts";

type Side = "output" | "input" | "env";
const sideWords: Record<Side, string> = { output: "Output", input: "Input", env: "Env" };

/** One block: how it went, attempt by attempt, and its values. */
export function BlockDetail({
  id,
  block,
  records,
  untraced,
  runsPage,
  onReveal,
}: {
  id: string;
  block: BlockRun;
  /** Its attempts, as far as the trace has them. */
  records: BlockTrace[];
  /** Why there are no values. */
  untraced: Problem | null;
  /** Where the pages of this application's runs begin; the id of a child's run follows. */
  runsPage: string;
  onReveal?: Reveal | undefined;
}) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [side, setSide] = useState<Side>("output");
  const record = records.find(({ attempt }) => String(attempt) === chosen) ?? records.at(-1);
  const { status, attempt, error } = record ?? block;
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
        <h3 className="min-w-0 truncate font-mono text-sm font-medium text-text">{id}</h3>
        <span className={blockLooks[status].text.replace(" animate-spin", "")}>{blockLooks[status].word}</span>
        {record?.started_at && <Time at={record.started_at} as="clock" />}
        {status !== "RUNNING" && <Duration ms={record?.latency_ms ?? block.latency_ms} />}
        {records.length > 1 ? (
          <Select
            label="Attempt"
            value={String(attempt)}
            choices={records.map((each) => ({ value: String(each.attempt), label: `Attempt ${each.attempt}` }))}
            onChange={setChosen}
            className="h-7! w-auto! text-xs!"
          />
        ) : (
          attempt > 1 && <span>Attempt {attempt}</span>
        )}
        {record?.child_run_id && (
          <Link href={`${runsPage}/${record.child_run_id}`} className="text-accent hover:underline">
            Open the child's run
          </Link>
        )}
      </div>
      {error && <FailureNote failure={error} onReveal={onReveal} />}
      {record?.each && <EachItems each={record.each} />}
      {record ? (
        <>
          <Segments label="Which value" value={side} words={sideWords} onChange={setSide} />
          <Value id={id} record={record} side={side} />
        </>
      ) : (
        <NoValues isRunning={block.status === "RUNNING"} untraced={untraced} />
      )}
    </div>
  );
}

function Value({ id, record, side }: { id: string; record: BlockTrace; side: Side }) {
  if (record.truncated.includes(side)) {
    return <p className="text-sm text-muted">The {side} is too large to be kept in the trace.</p>;
  }
  if (record.status === "RUNNING" && side !== "input") {
    return <p className="text-sm text-muted">The block still runs.</p>;
  }
  const rootName = side === "output" ? expressionOf("blocks", [id]) : side;
  return <JsonTree key={side} value={record[side]} label={`${sideWords[side]} of ${id}`} rootName={rootName} />;
}

function NoValues({ isRunning, untraced }: { isRunning: boolean; untraced: Problem | null }) {
  if (untraced) return <ProblemNote problem={untraced} />;
  if (isRunning) return <p className="text-sm text-muted">Its values can be read when it has ended.</p>;
  return <Loading rows={2} label="Reading the values" />;
}
