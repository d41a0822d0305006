/** Statistics of rounds, and how they read. */

/** Each figure by its name: one number per round. */
export type Rounds = Map<string, number[]>;

export function note(rounds: Rounds, figure: string, value: number): void {
  const known = rounds.get(figure);
  if (known) known.push(value);
  else rounds.set(figure, [value]);
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * One figure by another: the middle one of the rounds' own ratios. The sides of a round meet the machine as it is then; its speed
 * changes by half between rounds.
 */
export function ratioOf(rounds: Rounds, figure: string, by: string): number {
  const divisors = rounds.get(by) ?? [];
  return median((rounds.get(figure) ?? []).map((value, round) => value / (divisors[round] ?? Number.NaN)));
}

/** `min / median / max` of the rounds. */
export function spread(rounds: Rounds, figure: string, digits: number): string {
  const values = rounds.get(figure) ?? [];
  return [Math.min(...values), median(values), Math.max(...values)].map((value) => value.toFixed(digits)).join(" / ");
}

/** A Markdown table that reads as plain text too. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, at) => (row[at] ?? "").padEnd(width)).join(" | ")} |`;
  const [head = [], ...others] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...others.map(line)].join("\n");
}

/** What a figure shall be at most (or at least), and what it is. */
export type Aim = { what: string; is: number; most?: number; least?: number; unit: string };

export function isMet({ is, most = Number.POSITIVE_INFINITY, least = Number.NEGATIVE_INFINITY }: Aim): boolean {
  return is <= most && is >= least;
}

export function aimsTable(aims: readonly Aim[]): string {
  const rows = aims.map((aim) => {
    const wanted = aim.most === undefined ? `at least ${aim.least}${aim.unit}` : `at most ${aim.most}${aim.unit}`;
    return [aim.what, wanted, `${aim.is.toFixed(2)}${aim.unit}`, isMet(aim) ? "met" : "missed"];
  });
  return table([["aim", "wanted", "measured", ""], ...rows]);
}
