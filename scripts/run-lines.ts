import { stripVTControlCharacters, styleText } from "node:util";

/** What a person reads while the platform runs: one line per run, errors of the Worker, and none of wrangler's own talk. */

/**
 * What is remembered from line to line. `width` is that of the widest worklet's name so far: columns grow and never jump
 * back. `running` holds the runs that have begun and not ended, by id: who is to blame when the runtime freezes.
 */
export type Told = { colour: boolean; width: number; running: Map<string, string> };

type RunEvent = {
  event: "run";
  worklet: string;
  mode: string;
  status: string;
  ms: number | null;
  run_id: string;
  error: string | null;
};

const widest = 40;
const colours = { SUCCEEDED: "green", FAILED: "red", TIMED_OUT: "red", CANCELED: "yellow" } as const;

/** What to print for one line of wrangler's output: text, or null for what nobody needs to see. */
export function readableLine(raw: string, told: Told, now: Date): string | null {
  const line = stripVTControlCharacters(raw).trimEnd();
  const event = eventOf(line);
  if (event?.event === "run.begun") {
    told.running.set(String(event.run_id), String(event.worklet));
    return null;
  }
  if (event?.event === "run.gone") {
    told.running.delete(String(event.run_id));
    return null;
  }
  if (event?.event === "run") {
    if (event.status === "QUEUED") return null;
    if (event.status === "RUNNING") {
      told.running.set(String(event.run_id), String(event.worklet));
      return null;
    }
    told.running.delete(String(event.run_id));
    return runLine(event as RunEvent, told, now);
  }
  return noise.some((pattern) => pattern.test(line)) ? null : printable(line);
}

/** The local time of day, as in `12:03:04`. */
export function clock(now: Date): string {
  return [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}

function runLine(run: RunEvent, told: Told, now: Date): string {
  told.width = Math.max(told.width, Math.min(run.worklet.length, widest));
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    told.colour ? styleText(style, text, { validateStream: false }) : text;
  const status = run.status.padEnd(9);
  const colour = colours[run.status as keyof typeof colours];
  const first = [
    clock(now),
    printable(run.worklet).padEnd(told.width),
    run.mode.padEnd(5),
    colour ? paint(colour, status) : status,
    duration(run.ms).padStart(8),
    paint("dim", run.run_id),
  ].join("  ");
  return run.error ? `${first}\n${" ".repeat(10)}${paint("red", printable(run.error).slice(0, 500))}` : first;
}

function duration(ms: number | null): string {
  if (ms === null) return "";
  return ms < 10_000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** User code writes some of these texts: none of its control characters reaches the terminal, and a text stays one line. */
function printable(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ").replace(/\p{Cc}/gu, (character) => (character === "\t" ? " " : ""));
}

/** The Worker prints one JSON object a line, its event first (`platform/log.ts`). */
function eventOf(line: string): ({ event: string } & Partial<Record<string, unknown>>) | null {
  return /^\{"event":"run(\.begun|\.gone)?",.*\}$/.test(line) ? JSON.parse(line) : null;
}

/** What wrangler says about itself. What it prints besides these is an error or the Worker's own. */
const noise = [
  /^$/,
  /^\[wrangler:info\]/,
  /^⎔ /,
  /^\[custom build\] Running: /,
  /^The file .* changed, restarting build/,
  /^Using secrets defined in /,
  /^❓ Your types might be out of date/,
  /^Your Worker has access to the following bindings:/,
  /^Binding\s+Resource\s+Mode$/,
  /^env\.[A-Z_]+ .*\b(local|remote|not supported)$/,
  /^<--- (Last few GCs|JS stacktrace) --->/,
  /^\[\d+:0x[0-9a-f]+\]\s+\d+ ms: /,
  /^stack: .*workerd@/,
  /Scheduled Workers are not automatically triggered/,
  /^ {2}To manually trigger a scheduled event, run:/,
  /^ {4}curl "http:.*\/cdn-cgi\/local\/scheduled"/,
  /^ {2}For more details, see .*test-cron-triggers-locally/,
];
