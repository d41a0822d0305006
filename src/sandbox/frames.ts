/** Stacks of user code: which lines are the user's own, and how they read. */

export type Frame = { function: string | null; file: string; line: number; column: number };

const mostFrames = 30;
const pattern = /^\s*at (?:async )?(?:(.*?) \()?files\/(.+?):(\d+):(\d+)\)?$/;

/** The frames of a stack that lie in files of the closure; the platform's own and the runtime's are left out. */
export function userFrames(stack: string): Frame[] {
  const frames: Frame[] = [];
  for (const line of stack.split("\n")) {
    const match = pattern.exec(line);
    if (!match) continue;
    const [, name, file = "", row, column] = match;
    frames.push({ function: name ? plainName(name) : null, file, line: Number(row), column: Number(column) });
    if (frames.length === mostFrames) break;
  }
  return frames;
}

/** `at main (triage.ts:3:11)`, one frame a line. */
export function formatFrames(frames: readonly Frame[]): string {
  return frames
    .map((frame) => (frame.function ? `at ${frame.function} (${formatPlace(frame)})` : `at ${formatPlace(frame)}`))
    .join("\n");
}

export function formatPlace(frame: Frame): string {
  return `${frame.file}:${frame.line}:${frame.column}`;
}

/** The runtime calls an exported function `Module.main`. */
function plainName(name: string): string {
  return name.replace(/^Module\./, "");
}
