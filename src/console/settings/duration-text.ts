/** Durations as a person writes them: `90s`, `5 min`, `1h 30m`. */

const unitMs = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof unitMs;

const spellings: Record<Unit, readonly string[]> = {
  ms: ["ms", "msec", "millisecond", "milliseconds"],
  s: ["s", "sec", "secs", "second", "seconds"],
  min: ["m", "min", "mins", "minute", "minutes"],
  h: ["h", "hr", "hrs", "hour", "hours"],
  d: ["d", "day", "days"],
};

const units = new Map(
  (Object.keys(spellings) as Unit[]).flatMap((unit) =>
    spellings[unit].map((spelling) => [spelling, unitMs[unit]] as const),
  ),
);

const how = "Write it like 90s, 5 min or 1h 30m.";

/** Milliseconds, or what is wrong with the text. A number alone is refused: nobody knows its unit. */
export function parseDuration(text: string): { ms: number } | { wrong: string } {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === "") return { wrong: how };
  if (/^[\d.,]+$/.test(trimmed)) return { wrong: `Say in what unit: ${trimmed}s or ${trimmed} min.` };
  let rest = trimmed;
  let ms = 0;
  while (rest !== "") {
    const part = /^(\d{1,12}(?:\.\d{1,6})?)\s*([a-z]+)[\s,]*/.exec(rest);
    const unit = part?.[2] === undefined ? undefined : units.get(part[2]);
    if (!part || unit === undefined) return { wrong: `“${text.trim()}” is no duration. ${how}` };
    ms += Number(part[1]) * unit;
    rest = rest.slice(part[0].length);
  }
  return { ms: Math.round(ms) };
}

const shown: readonly Unit[] = ["d", "h", "min"];

/** The shortest text that means exactly these milliseconds: `5 min`, `1 h 30 min`, `1.5 s`, `250 ms`. */
export function durationWords(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  const parts: string[] = [];
  let rest = ms;
  for (const unit of shown) {
    const count = Math.floor(rest / unitMs[unit]);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * unitMs[unit];
  }
  if (rest > 0) parts.push(`${rest / 1_000} s`);
  return parts.join(" ");
}
