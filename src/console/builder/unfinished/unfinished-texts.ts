import type { ViewDraft } from "../../../contract/view.ts";
import { readStored, store } from "../../parts/storage.ts";
import { followed, type Held, type Unfinished } from "./unfinished.ts";

/** The unfinished texts of one view, for as long as the console is open; the browser keeps them over that. */

type Keep = { read(): Held; write(held: Held): void };

export class UnfinishedTexts {
  readonly #keep: Keep;
  readonly #listeners = new Set<() => void>();
  #held: Held;

  constructor(keep: Keep) {
    this.#keep = keep;
    this.#held = keep.read();
  }

  readonly held = (): Held => this.#held;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** null: the field holds nothing that is not taken. */
  hold(address: string, what: Unfinished | null): void {
    if (what === null && !Object.hasOwn(this.#held, address)) return;
    this.#become({ [address]: what });
  }

  /** Something has another name now. */
  follow(before: ViewDraft, now: ViewDraft): void {
    const after = followed(this.#held, before, now);
    if (after === this.#held) return;
    const gone = Object.keys(this.#held).map((address) => [address, null] as const);
    this.#become({ ...Object.fromEntries(gone), ...after });
  }

  /** What another tab has kept meanwhile stays. */
  #become(changes: Readonly<Record<string, Unfinished | null>>): void {
    this.#held = changed(this.#held, changes);
    this.#keep.write(changed(this.#keep.read(), changes));
    for (const listener of [...this.#listeners]) listener();
  }
}

function changed(held: Held, changes: Readonly<Record<string, Unfinished | null>>): Held {
  const all = { ...held, ...changes };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, Unfinished] => entry[1] !== null));
}

const opened = new Map<string, UnfinishedTexts>();

export function unfinishedTextsOf(application: string, view: string): UnfinishedTexts {
  const key = `unfinished/${application}/${view}`;
  const known = opened.get(key);
  if (known) return known;
  const texts = new UnfinishedTexts({
    read: () => readStored<Held>(key) ?? {},
    write: (held) => store(key, Object.keys(held).length === 0 ? null : held),
  });
  opened.set(key, texts);
  return texts;
}
