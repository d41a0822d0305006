/**
 * The env of a run: one JSON object that blocks change. Where branches meet, each key has the value that was written last,
 * and "last" is never a matter of time: every block has a rank (after all blocks that lead to it, else the order of the
 * list) and the change of the higher rank wins. A change is a key whose value differs after the block from before, or that
 * is gone. So merging needs no common ancestor, and the result is the same whichever branch was faster.
 */
export type EnvState = {
  text: string;
  /** Who wrote what; null where nothing will ever be merged and nobody needs to know. */
  keys: ReadonlyMap<string, Written> | null;
};

/** The value as JSON text, null for a key that was deleted: a deletion must win over older values too. */
type Written = { text: string | null; rank: number };

/** The env that the run starts with, older than every change. */
export function envAtStart(text: string, isMerged: boolean): EnvState {
  return isMerged ? { text, keys: changed(new Map(), -1, text) } : { text, keys: null };
}

/** The env after a block that left it as `text`; null: as it was. */
export function envAfter(before: EnvState, rank: number, text: string | null): EnvState {
  if (text === null || text === before.text) return before;
  return { text, keys: before.keys === null ? null : changed(before.keys, rank, text) };
}

/** The env of a block that several blocks lead to. Give them in the order of the list: it is the order of new keys. */
export function envMerged(states: readonly EnvState[]): EnvState {
  const [first, ...others] = new Set(states);
  if (first === undefined) throw new Error("No branch leads here, so there is no env to merge.");
  if (others.length === 0) return first;
  const keys = new Map<string, Written>(first.keys);
  for (const other of others)
    for (const [key, written] of other.keys ?? []) {
      const known = keys.get(key);
      if (known === undefined || known.rank < written.rank) keys.set(key, written);
    }
  const members = [...keys].flatMap(([key, { text }]) => (text === null ? [] : [`${JSON.stringify(key)}:${text}`]));
  return { text: `{${members.join(",")}}`, keys };
}

/** A key and its new value as JSON text; null: the key is gone. */
export type EnvChange = [key: string, text: string | null];

export function envChanges(before: string, after: string): EnvChange[] {
  const known = textsOf(before);
  const now = textsOf(after);
  const gone = [...known.keys()].filter((key) => !now.has(key)).map((key): EnvChange => [key, null]);
  return [...gone, ...[...now].filter(([key, text]) => known.get(key) !== text)];
}

export function envWith(before: string, changes: Iterable<EnvChange>): string {
  const texts = textsOf(before);
  for (const [key, text] of changes) {
    if (text === null) texts.delete(key);
    else texts.set(key, text);
  }
  return `{${[...texts].map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(",")}}`;
}

function textsOf(env: string): Map<string, string> {
  const members = Object.entries(JSON.parse(env) as Record<string, unknown>);
  return new Map(members.map(([key, value]) => [key, JSON.stringify(value)]));
}

function changed(before: ReadonlyMap<string, Written>, rank: number, text: string): Map<string, Written> {
  const keys = new Map(before);
  const now = new Map(Object.entries(JSON.parse(text) as Record<string, unknown>));
  for (const [key, { text: known }] of before) if (known !== null && !now.has(key)) keys.set(key, { text: null, rank });
  for (const [key, value] of now) {
    const text = JSON.stringify(value);
    if (before.get(key)?.text !== text) keys.set(key, { text, rank });
  }
  return keys;
}
