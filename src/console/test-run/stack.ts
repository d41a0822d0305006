/** Places in the user's own files that a failure names. */

export type Frame = {
  /** The line as it stands. */
  text: string;
  /** null: the line names no place. */
  place: { file: string; line: number; column: number } | null;
};

/** `at main (triage.ts:3:11)`, one a line. */
export function framesOf(stack: string): Frame[] {
  return stack
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((text) => {
      const [, file, line, column] =
        /(?:\(|\bat (?:async )?)(?:files\/)?([^\s()][^()]*?):(\d+):(\d+)\)?\s*$/.exec(text) ?? [];
      return { text: text.trim(), place: file ? { file, line: Number(line), column: Number(column) } : null };
    });
}
