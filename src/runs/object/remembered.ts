import type { ListOptions, RunStorage } from "./stored-text.ts";

/**
 * A run's storage, and for a run that began in this process the memory of all that was written: nothing of it is read back. A
 * first read of a kind is a statement that SQLite has to prepare, which costs more than the write beside it.
 */
export class RememberedStorage implements RunStorage {
  readonly #storage: RunStorage;
  /** Everything that is stored, by key; null: only the storage knows. */
  #all: Map<string, string> | null = null;
  #characters = 0;

  constructor(storage: RunStorage) {
    this.#storage = storage;
  }

  /** Nothing is stored, and whatever will be comes through here. */
  beginEmpty(): void {
    this.#all = new Map();
    this.#characters = 0;
  }

  /** What is stored may be something else by now. */
  forget(): void {
    this.#all = null;
  }

  get(key: string): string | undefined {
    return this.#all ? this.#all.get(key) : this.#storage.get(key);
  }

  put(key: string, text: string): void {
    this.#storage.put(key, text);
    if (this.#all === null) return;
    this.#characters += text.length - (this.#all.get(key)?.length ?? 0);
    if (this.#characters > mostCharacters || this.#all.size === mostKeys) this.#all = null;
    else this.#all.set(key, text);
  }

  /** Memory says only that there is nothing: in which order what is there comes is for the storage to say. */
  list(options: ListOptions): Iterable<[string, string]> {
    return this.#has(options.prefix) ? this.#storage.list(options) : [];
  }

  #has(prefix: string): boolean {
    if (this.#all === null) return true;
    for (const key of this.#all.keys()) if (key.startsWith(prefix)) return true;
    return false;
  }
}

/** Larger runs are read from storage, as those are that another process began. */
const mostCharacters = 32_000;
const mostKeys = 200;
