import { decodedMappings, encodedMappings, TraceMap, traceSegment } from "@jridgewell/trace-mapping";

/** Places in a user's source: where a fault stands, and where a frame of the compiled text comes from. */

/** Line and column as an editor shows them: both start at 1. */
export type Position = { line: number; column: number };

/** A position with the text around it: the line, cut to 200 characters when it is longer. */
export type Place = Position & { line_text: string };

/** What is wrong with a file, where, and what to do about it, in a sentence for a person. */
export type SourceFault = { path: string; message: string } & Place;

const lineEnd = /\r\n|[\n\r\u2028\u2029]/;
const lineCharacters = 200;

/** Answers what stands at a position of the source. The lines are found once, and only when somebody asks. */
export function placer(source: string): (position: Position) => Place {
  let lines: string[] | null = null;
  return ({ line, column }) => {
    lines ??= source.split(lineEnd);
    const text = lines[line - 1] ?? "";
    const start = Math.max(0, Math.min(column - 1 - lineCharacters / 2, text.length - lineCharacters));
    return { line, column, line_text: text.slice(start, start + lineCharacters) };
  };
}

/**
 * The position in the source of a position in the compiled text. `line` and `column` start at 1, as in a stack of V8 (source
 * maps count columns from 0); `map` is what `compileFile` gave, null when the text is the source itself. Linking changes no
 * line; it makes an import's path longer, so the column of what follows an import *on the same line* is late by the
 * characters that were added.
 */
export function mapFrame(map: string | null, line: number, column: number): Position {
  return tracer(map)({ line, column });
}

/** `mapFrame` for many positions of one map. */
export function tracer(map: string | null): (position: Position) => Position {
  if (map === null) return (position) => position;
  const trace = new TraceMap(map);
  return ({ line, column }) => {
    const segment = traceSegment(trace, line - 1, column - 1);
    if (segment === null || segment.length === 1) return { line, column };
    return { line: segment[2] + 1, column: segment[3] + column - segment[0] };
  };
}

/**
 * A map with only the segments where a removed type shifts what follows it, in place of one for every token, which would be
 * five times as large as the text. It relies on sucrase: lines stay lines, and between two segments nothing moves.
 */
export function compactMap(path: string, mappings: string): string {
  const lines = decodedMappings(new TraceMap({ version: 3, names: [], sources: [path], mappings }));
  const kept = lines.map((segments, line) => {
    let shift = 0;
    return segments.filter((segment) => {
      if (segment.length === 1 || segment[2] !== line || segment[3] - segment[0] === shift) return false;
      shift = segment[3] - segment[0];
      return true;
    });
  });
  const trace = new TraceMap({ version: 3, names: [], sources: [path], mappings: kept });
  return JSON.stringify({ version: 3, names: [], sources: [path], mappings: encodedMappings(trace) });
}
