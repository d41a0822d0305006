import { readStored, store } from "../parts/storage.ts";
import { type Base, isUnsaved, type Plan } from "./save-plan.ts";

/** What this browser keeps of edits that the server does not have yet. Each tab keeps its own, so that none overwrites another's. */

export type Kept = {
  text: string;
  /** What the text goes on from; null: the server had none. */
  etag: string | null;
  /** Texts that were sent and may have arrived. */
  sent: readonly string[];
  /** When it was kept, milliseconds. */
  at: number;
};

/** One that a tab left behind. */
export type Leftover = Kept & { id: string; key: string };

export type Keep = {
  /** Keeps an edit of this tab, or (null) lets go of it; false when the browser does not take it. */
  write(key: string, kept: Kept | null): boolean;
  /** What tabs that are closed left, the latest first. */
  leftovers(): Promise<Leftover[]>;
  /** What a closed tab left is no longer needed. */
  drop(id: string): void;
};

const tab = Array.from(crypto.getRandomValues(new Uint32Array(3)), (word) => word.toString(36)).join("");
const lockOf = (id: string) => `worklets.tab.${id}`;

// Held as long as the page lives; other tabs see by it that this one is open.
let isHeld: Promise<void> | null = null;

export function keepOf(application: string): Keep {
  isHeld ??= holdLock();
  const prefix = `unsaved/${application}/`;
  return {
    write: (key, kept) => store(`${prefix}${tab}/${key}`, kept),
    drop: (id) => store(id, null),
    leftovers: async () => {
      await isHeld;
      const open = await openTabs();
      const found = storedKeys(prefix).flatMap((id): Leftover[] => {
        const [owner = "", ...rest] = id.slice(prefix.length).split("/");
        const kept = owner === tab || open.has(owner) ? null : readStored<Kept>(id);
        return kept ? [{ ...kept, id, key: rest.join("/") }] : [];
      });
      return found.sort((one, other) => other.at - one.at);
    },
  };
}

/** Keeps in this browser what the server does not have, and lets go of it as soon as the server has it. */
export class Mirror {
  /** Whether the browser took all of it. */
  isWhole = true;
  readonly #keep: Keep;
  readonly #shown = new Map<string, string>();

  constructor(keep: Keep) {
    this.#keep = keep;
  }

  show(plan: Plan): void {
    this.isWhole = true;
    for (const key of new Set([...this.#shown.keys(), ...Object.keys(plan.pieces)])) this.#showPiece(key, plan);
  }

  #showPiece(key: string, { pieces, sending }: Plan): void {
    const piece = pieces[key];
    if (!piece || !isUnsaved(piece)) {
      if (this.#shown.delete(key)) this.#keep.write(key, null);
      return;
    }
    const { text, base, lost } = piece;
    const kept = { text, etag: base?.etag ?? null, sent: sending?.key === key ? [...lost, sending.text] : lost };
    const signature = JSON.stringify(kept);
    if (this.#shown.get(key) === signature) return;
    if (this.#keep.write(key, { ...kept, at: Date.now() })) this.#shown.set(key, signature);
    else this.isWhole = false;
  }
}

/** How it compares with what is there now: nothing to do, goes on where it stopped, or for the person to decide. */
export function judged(left: Kept, there: Base | null): "arrived" | "goes on" | "diverged" {
  if (there !== null && there.text === left.text) return "arrived";
  if (left.etag === (there?.etag ?? null)) return "goes on";
  return there !== null && left.sent.includes(there.text) ? "goes on" : "diverged";
}

/** Where there are no locks (a page without TLS), every other tab counts as closed: its edits are offered in both. */
async function openTabs(): Promise<Set<string>> {
  if (!("locks" in navigator)) return new Set();
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name = "" }) => (name.startsWith(lockOf("")) ? [name.slice(lockOf("").length)] : [])));
}

function holdLock(): Promise<void> {
  if (!("locks" in navigator)) return Promise.resolve();
  return new Promise((held) => {
    void navigator.locks.request(lockOf(tab), () => {
      held();
      return new Promise(() => undefined);
    });
  });
}

function storedKeys(prefix: string): string[] {
  const whole = `worklets.${prefix}`;
  try {
    const all = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? "");
    return all.filter((key) => key.startsWith(whole)).map((key) => key.slice("worklets.".length));
  } catch {
    return []; // Storage is closed to us: nothing was kept either.
  }
}
