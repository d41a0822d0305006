import { useMemo, useState } from "react";
import type { LogLine } from "../../contract/failure.ts";
import { CopyButton } from "../parts/copy.tsx";
import { Select } from "../parts/select.tsx";
import { Empty } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { blocksOf, filteredLines, type Level } from "../test-run/log-lines.ts";

/** What a run logged. */

const looks: Record<Level, { word: string; text: string }> = {
  debug: { word: "Debug", text: "text-muted" },
  info: { word: "Info", text: "text-text" },
  warn: { word: "Warning", text: "text-warning" },
  error: { word: "Error", text: "text-danger" },
};

/** More lines at once make the page slow; the rest comes on demand. */
const mostLines = 500;
/** No id of a block. */
const everyBlock = "*";

export function LogLines({ lines }: { lines: readonly LogLine[] }) {
  return (
    <ol aria-label="Log lines" className="flex flex-col font-mono text-xs">
      {lines.map((line, place) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: lines may be alike, and are only ever added behind.
          key={place}
          className="flex gap-3 border-b border-border px-3 py-1 last:border-0 max-sm:flex-wrap max-sm:gap-x-2"
        >
          <span className="shrink-0 text-muted">
            <Time at={line.at} as="clock" />
          </span>
          <span className={`w-14 shrink-0 ${looks[line.level].text}`}>{looks[line.level].word}</span>
          {line.block !== null && (
            <span className="w-28 shrink-0 truncate text-muted" title={line.block}>
              {line.block}
            </span>
          )}
          <span
            className={`min-w-0 flex-1 break-words whitespace-pre-wrap max-sm:basis-full ${looks[line.level].text}`}
          >
            {line.text}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** All lines of the run, by level and block. */
export function LogPanel({ lines, isOpen }: { lines: readonly LogLine[]; isOpen: boolean }) {
  const [level, setLevel] = useState<Level>("debug");
  const [block, setBlock] = useState(everyBlock);
  const [most, setMost] = useState(mostLines);
  const blocks = useMemo(() => blocksOf(lines), [lines]);
  const shown = useMemo(
    () => filteredLines(lines, { least: level, block: block === everyBlock ? null : block }),
    [lines, level, block],
  );
  if (lines.length === 0) {
    return (
      <Empty title={isOpen ? "No log lines yet" : "The run logged nothing"}>
        What the code writes with <code className="font-mono">console.log</code> stands here.
      </Empty>
    );
  }
  const text = () => shown.map((line) => `${line.at} ${line.level} ${line.block ?? ""} ${line.text}`).join("\n");
  return (
    <div>
      <div className="flex flex-wrap items-center gap-2 border-b border-border px-3 py-2">
        <div className="w-40">
          <Select<Level>
            label="Level"
            value={level}
            choices={(Object.keys(looks) as Level[]).map((value) => ({
              value,
              label: value === "debug" ? "All levels" : value === "error" ? "Errors" : `${looks[value].word} and above`,
            }))}
            onChange={setLevel}
          />
        </div>
        {blocks.length > 1 && (
          <div className="w-40">
            <Select
              label="Block"
              value={block}
              choices={[
                { value: everyBlock, label: "All blocks" },
                ...blocks.map((each) => ({ value: each, label: each })),
              ]}
              onChange={setBlock}
            />
          </div>
        )}
        <span role="status" className="text-xs text-muted">
          {shown.length === lines.length ? `${lines.length} lines` : `${shown.length} of ${lines.length} lines`}
        </span>
        <span className="ml-auto">
          <CopyButton text={text} label="Copy these lines" />
        </span>
      </div>
      <LogLines lines={shown.slice(0, most)} />
      {shown.length > most && (
        <button
          type="button"
          className="w-full p-2 text-xs font-medium text-accent hover:underline"
          onClick={() => setMost(most + 2_000)}
        >
          Show more: {shown.length - most} lines are left
        </button>
      )}
    </div>
  );
}
