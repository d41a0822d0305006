/** Patterns of a schema run in the host against whatever a caller sends: which ones are refused, and how far others may look. */

/** So many steps a pattern may take at most on one string: well under a second. */
const mostSteps = 5e7;
const mostRepetitions = 8;

type Group = { varies: boolean; unbounded: number; alternates: boolean };

/** Why a pattern is refused, or null. What backtracks exponentially is refused, and so are back references. */
export function patternRefusal(pattern: string): string | null {
  if (pattern.length > 500) return "A pattern is at most 500 characters.";
  try {
    new RegExp(pattern, "u");
  } catch (error) {
    return `${(error as Error).message}.`;
  }
  const read = repetitionsOf(pattern);
  if (typeof read === "string") return read;
  return read > mostRepetitions
    ? `A pattern may repeat in ${mostRepetitions} places at most: it takes too long to match.`
    : null;
}

/**
 * The longest string on which a pattern is tried. Where repetitions can share out a text among themselves, steps grow with
 * its length to the power of their count; one alone that starts at `^` looks at a text once.
 */
export function longestTried(pattern: string): number {
  const count = repetitionsOf(pattern);
  if (typeof count === "string") return 0;
  if (count < 2) return Number.POSITIVE_INFINITY;
  let orders = 1;
  for (let each = 2; each <= count; each++) orders *= each;
  return Math.floor((mostSteps * orders) ** (1 / count));
}

/** How many steps a pattern takes at most on a text of that length. */
export function stepsOf(pattern: string, length: number): number {
  const count = repetitionsOf(pattern);
  if (typeof count === "string") return Number.POSITIVE_INFINITY;
  let steps = length;
  for (let each = 2; each <= count; each++) steps *= length / each;
  return steps;
}

/** How many repetitions without an end share a text, the search for a start included; a sentence when it is refused. */
function repetitionsOf(pattern: string): number | string {
  const plain = withoutSeparatedLists(pattern)
    .replace(/\\[^1-9k]/g, "_")
    .replace(/\[[^\]]*\]/g, "_");
  if (/\\[1-9k]/.test(plain)) return "Back references are not allowed in a pattern.";
  const whole: Group = { varies: false, unbounded: 0, alternates: false };
  const open = [whole];
  for (let at = 0; at < plain.length; at++) {
    const inside = open.at(-1) ?? whole;
    if (plain[at] === "|") {
      inside.varies = true;
      inside.alternates = true;
      continue;
    }
    if (plain[at] === "(") {
      open.push({ varies: false, unbounded: 0, alternates: false });
      if (plain[at + 1] === "?") at++;
      continue;
    }
    const group = plain[at] === ")" && open.length > 1 ? open.pop() : undefined;
    const around = open.at(-1) ?? whole;
    const quantifier = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(plain.slice(at + 1));
    const times = timesOf(quantifier);
    if (group?.varies && times >= 10) {
      return "A repeated group must not repeat or alternate inside: it can take for ever to match.";
    }
    const isOpenEnded = times >= 10 && quantifier?.[2] !== "";
    around.unbounded += (group?.unbounded ? group.unbounded * times : 0) + (isOpenEnded ? 1 : 0);
    around.varies ||= group?.varies === true || (quantifier !== null && quantifier[2] !== "");
    at += quantifier?.[0].length ?? 0;
  }
  const isAnchored = pattern.startsWith("^") && !whole.alternates;
  return whole.unbounded + (whole.unbounded > 0 && !isAnchored ? 1 : 0);
}

/** How often something may be repeated at most; `{3}` has no comma, so its second part is empty. */
function timesOf(quantifier: RegExpExecArray | null): number {
  const [text, least, comma, most] = quantifier ?? [];
  if (text === undefined || text[0] === "?") return 1;
  if (least === undefined) return Number.POSITIVE_INFINITY;
  if (comma === "") return Number(least);
  return most === "" ? Number.POSITIVE_INFINITY : Number(most);
}

/**
 * `(?:-[a-z]+)*` and `(?:[a-z]+\.)+` repeat inside a repetition, but each round begins or ends with what the inside cannot
 * take: that is one repetition.
 */
function withoutSeparatedLists(pattern: string): string {
  const separator = "(?:\\\\[-.,:;/_@ ]|[-,:;/_@ ])";
  const inner = "(?:\\[[^\\]\\\\]*\\]|\\\\[dw])";
  const list = new RegExp(`\\((?:\\?:)?(?:(${separator})(${inner})[+*]|(${inner})[+](${separator}))\\)[+*]`, "g");
  return pattern.replace(list, (text, before?: string, first?: string, last?: string, after?: string) => {
    const between = (before ?? after ?? "").slice(-1);
    return new RegExp(`^${first ?? last}$`, "u").test(between) ? text : "_+";
  });
}
