import type { ViewDraft } from "../../../contract/view.ts";
import { readStored, store } from "../../parts/storage.ts";
import { following } from "./following.ts";
import type { Held, Unfinished } from "./unfinished.ts";

/** The unfinished texts of one view, for as long as the console is open; the browser keeps them over that. */

type Keep = { read(): Held; write(held: Held): void };

export class UnfinishedTexts {
  readonly #keep: Keep;
  readonly #listeners = new Set<() => void>();
  /** What left when a draft became another one: an undo brings that very draft back. */
  readonly #parted = new WeakMap<ViewDraft, Held>();
  /** What stands aside while a field is written in another way, by the way it was written in. */
  readonly #aside = new Map<string, Held>();
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

  /** The field is written in another way now: its text stands aside, and what was left in that way comes back. */
  turn(address: string, standing: Unfinished | null, from: string, to: string): void {
    const back = this.#aside.get(to)?.[address] ?? null;
    this.#aside.set(from, changed(this.#aside.get(from) ?? {}, { [address]: standing }));
    this.#aside.set(to, changed(this.#aside.get(to) ?? {}, { [address]: null }));
    this.hold(address, back);
  }

  /** Texts go with what they are about, and leave with it until an undo brings it back. */
  follow(before: ViewDraft, now: ViewDraft): void {
    if (before === now) return;
    for (const [way, aside] of this.#aside) this.#aside.set(way, following(aside, before, now).kept);
    const { kept, gone } = following(this.#held, before, now);
    const after = { ...this.#parted.get(now), ...kept };
    this.#parted.delete(now);
    if (Object.keys(gone).length > 0) this.#parted.set(before, gone);
    const addresses = Object.keys(this.#held);
    if (Object.keys(after).length === addresses.length && addresses.every((each) => after[each] === this.#held[each]))
      return;
    this.#become({ ...Object.fromEntries(addresses.map((address) => [address, null])), ...after });
  }

  /** The view is no more. */
  forget(): void {
    this.#aside.clear();
    this.#held = {};
    this.#keep.write({});
    this.#tell();
  }

  /** What another tab has kept meanwhile stays. */
  #become(changes: Readonly<Record<string, Unfinished | null>>): void {
    this.#held = changed(this.#held, changes);
    this.#keep.write(changed(this.#keep.read(), changes));
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function changed(held: Held, changes: Readonly<Record<string, Unfinished | null>>): Held {
  const all = { ...held, ...changes };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, Unfinished] => entry[1] !== null));
}

const opened = new Map<string, UnfinishedTexts>();

export function unfinishedTextsOf(application: string, view: string): UnfinishedTexts {
  const key = keyOf(application, view);
  const known = opened.get(key);
  if (known) return known;
  const texts = new UnfinishedTexts({
    read: () => readStored<Held>(key) ?? {},
    write: (held) => store(key, Object.keys(held).length === 0 ? null : held),
  });
  opened.set(key, texts);
  return texts;
}

/** Another view may get the same name. */
export function forgetUnfinished(application: string, view: string): void {
  unfinishedTextsOf(application, view).forget();
  opened.delete(keyOf(application, view));
}

function keyOf(application: string, view: string): string {
  return `unfinished/${application}/${view}`;
}
