import { ArrowDown, ScrollText } from "lucide-react";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import type { LogLine } from "../../contract/failure.ts";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy.tsx";
import { Select } from "../parts/select.tsx";
import { Empty } from "../parts/states.tsx";
import { blocksOf, filteredLines, type Level, linesText } from "./log-lines.ts";

const levelWords: Record<Level, string> = {
  debug: "Everything",
  info: "Info and worse",
  warn: "Warnings, errors",
  error: "Errors",
};
const levelChoices = (Object.keys(levelWords) as Level[]).map((value) => ({ value, label: levelWords[value] }));
const levelColours: Record<Level, string> = {
  debug: "text-muted",
  info: "text-text",
  warn: "text-warning",
  error: "text-danger",
};
/** Lines come in thousands: no tooltip for each, and milliseconds tell them apart. */
const clock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hour12: false,
});
const all = "*";
const stepLines = 500;

/** The log of a run, as it comes. It follows the newest line until the reader scrolls up. */
export function LogsView({ lines, isLive }: { lines: readonly LogLine[]; isLive: boolean }) {
  const [least, setLeast] = useState<Level>("debug");
  const [block, setBlock] = useState<string | null>(null);
  const [most, setMost] = useState(stepLines);
  const filtered = useMemo(() => filteredLines(lines, { least, block }), [lines, least, block]);
  const shown = filtered.slice(-most);
  const { box, isAtEnd, onScroll, toEnd } = useTail(filtered.length);
  if (lines.length === 0) {
    return (
      <Empty icon={<ScrollText size={24} aria-hidden />} title={isLive ? "No line yet" : "Nothing was logged"}>
        What blocks write with <code className="font-mono">console.log</code> or{" "}
        <code className="font-mono">context.log</code> stands here.
      </Empty>
    );
  }
  return (
    <div className="relative flex h-full min-h-0 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label="Level"
          value={least}
          choices={levelChoices}
          onChange={(level) => setLeast(level)}
          className="h-7! w-32! text-xs!"
        />
        <Select
          label="Block"
          value={block ?? all}
          choices={[{ value: all, label: "All blocks" }, ...blocksOf(lines).map((value) => ({ value, label: value }))]}
          onChange={(value) => setBlock(value === all ? null : value)}
          className="h-7! w-32! text-xs!"
        />
        <span className="flex-1 text-right text-xs text-muted tabular-nums">
          {filtered.length.toLocaleString()} {filtered.length === 1 ? "line" : "lines"}
        </span>
        <CopyButton text={() => linesText(filtered)} label="Copy the lines" />
      </div>
      <div
        ref={box}
        onScroll={onScroll}
        role="log"
        aria-label="Log of the run"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        tabIndex={0}
        className="min-h-24 flex-1 overflow-auto rounded-md border border-border bg-surface-2 py-1 font-mono text-xs leading-5"
      >
        {filtered.length > shown.length && (
          <div className="px-2 py-1">
            <Button size="small" onClick={() => setMost(most + stepLines)}>
              Show {Math.min(stepLines, filtered.length - shown.length)} earlier lines
            </Button>
          </div>
        )}
        {shown.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end.
          <Line key={filtered.length - shown.length + at} line={line} />
        ))}
      </div>
      {!isAtEnd && (
        <Button
          size="small"
          icon={<ArrowDown size={12} aria-hidden />}
          onClick={toEnd}
          className="absolute right-3 bottom-3 shadow-popup"
        >
          To the newest
        </Button>
      )}
    </div>
  );
}

function Line({ line: { at, level, block, text } }: { line: LogLine }) {
  return (
    <div className="flex gap-2 px-2 [contain-intrinsic-height:auto_1.25rem] [content-visibility:auto] hover:bg-surface-3">
      <span className="shrink-0 text-muted">
        <time dateTime={at} title={at}>
          {clock.format(new Date(at))}
        </time>
      </span>
      <span className={`w-10 shrink-0 ${levelColours[level]}`}>{level}</span>
      {block !== null && (
        <span className="w-20 shrink-0 truncate text-muted" title={block}>
          {block}
        </span>
      )}
      <span className={`min-w-0 flex-1 break-words whitespace-pre-wrap ${levelColours[level]}`}>{text}</span>
    </div>
  );
}

/** Stays at the end while the reader is there. */
function useTail(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const toEnd = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line moves the end.
  useLayoutEffect(() => {
    if (isAtEnd) toEnd();
  }, [count, isAtEnd]);
  const onScroll = () => {
    const element = box.current;
    if (element) setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < 24);
  };
  return { box, isAtEnd, onScroll, toEnd };
}
