/**
 * Texts of any size in rows of a bounded one. A row over 2 MB fails in production, and a character may take two bytes, so a
 * long text lies in parts; a short one lies inside whatever names it, which saves a row.
 */

/** The part of an object's synchronous storage (`ctx.storage.kv`) that a run needs. Writes without an await between commit together. */
export type RunStorage = {
  get(key: string): string | undefined;
  put(key: string, text: string): void;
  /** In the order of the keys. */
  list(options: ListOptions): Iterable<[string, string]>;
};

export type ListOptions = { prefix: string; start?: string; end?: string; reverse?: boolean; limit?: number };

export function storageOf({ kv }: DurableObjectStorage): RunStorage {
  return {
    get: (key) => kv.get<string>(key),
    put: (key, text) => kv.put(key, text),
    list: (options) => kv.list<string>(options),
  };
}

/** The text itself, or where it lies and in how many parts. */
export type Stored = string | { at: string; parts: number };

const inlineCharacters = 2_000;
const partCharacters = 500_000;

export function putText(storage: RunStorage, at: string, text: string): Stored {
  if (text.length <= inlineCharacters) return text;
  let parts = 0;
  for (let from = 0; from < text.length; parts += 1) {
    const to = from + partCharacters;
    // The two halves of a character stay together, or storage that keeps UTF-8 would lose both.
    const isHalf = to < text.length && (text.charCodeAt(to - 1) & 0xfc00) === 0xd800;
    const end = isHalf ? to - 1 : to;
    storage.put(partKey(at, parts), text.slice(from, end));
    from = end;
  }
  return { at, parts };
}

export function getText(storage: RunStorage, stored: Stored): string {
  if (typeof stored === "string") return stored;
  let text = "";
  for (let part = 0; part < stored.parts; part += 1) {
    const found = storage.get(partKey(stored.at, part));
    if (found === undefined) throw new Error(`Part ${part} of ${stored.at} is not stored.`);
    text += found;
  }
  return text;
}

/** A number as a key that sorts like it. */
export function numbered(prefix: string, n: number): string {
  return `${prefix}${String(n).padStart(8, "0")}`;
}

function partKey(at: string, part: number): string {
  return `text/${at}/${part}`;
}

/** What a text is: only texts of one kind come again. */
export type Role = "value" | "env" | "step" | "note";

/**
 * The texts of one run. A chain hands each output on as the next input, and an env mostly stays as it is: what comes again just
 * after it was read or written is not stored twice.
 */
export class RunTexts {
  private readonly storage: RunStorage;
  private readonly recent = new Map<Role, { text: string; stored: Stored }>();

  constructor(storage: RunStorage) {
    this.storage = storage;
  }

  keep(role: Role, at: string, text: string): Stored {
    const known = this.recent.get(role);
    if (known?.text === text) return known.stored;
    const stored = putText(this.storage, at, text);
    if (typeof stored !== "string") this.recent.set(role, { text, stored });
    return stored;
  }

  read(role: Role, stored: Stored): string {
    if (typeof stored === "string") return stored;
    const known = this.recent.get(role)?.stored;
    if (typeof known === "object" && known.at === stored.at) return this.recent.get(role)?.text ?? "";
    const text = getText(this.storage, stored);
    this.recent.set(role, { text, stored });
    return text;
  }
}
