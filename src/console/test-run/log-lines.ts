import type { LogLine } from "../../contract/failure.ts";

/** Which lines of a run's log are shown. */

export type Level = LogLine["level"];

const rank: Record<Level, number> = { debug: 0, info: 1, warn: 2, error: 3 };

/** `least`: this level and worse. `block`: null for all. */
export type LogFilter = { least: Level; block: string | null };

export function filteredLines(lines: readonly LogLine[], { least, block }: LogFilter): LogLine[] {
  return lines.filter((line) => rank[line.level] >= rank[least] && (block === null || line.block === block));
}

/** The blocks that said something, in the order in which they began to. */
export function blocksOf(lines: readonly LogLine[]): string[] {
  return [...new Set(lines.flatMap(({ block }) => (block === null ? [] : [block])))];
}

/** Lines as text to copy. */
export function linesText(lines: readonly LogLine[]): string {
  return lines.map(({ at, level, block, text }) => `${at} ${level} ${block ?? "-"} ${text}`).join("\n");
}
