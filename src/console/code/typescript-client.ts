import type { Answers, Globals, Inquiry, News, Question } from "./typescript-protocol.ts";
import { WorkerCalls } from "./worker-calls.ts";

/** The page's side of the worker that runs TypeScript: one worker for the page, one session for each editor. */

let calls: WorkerCalls | null = null;

function worker(): WorkerCalls {
  calls ??= new WorkerCalls(new Worker(new URL("./typescript-worker.ts", import.meta.url), { type: "module" }));
  return calls;
}

/** Stands for the text of the open file. No file has it, so that one which is left is sent as it is. */
const sentAnyway = "\0";

export class TypeSession {
  static #last = 0;
  readonly #number = ++TypeSession.#last;
  #files: Record<string, string> = {};
  #globals: Globals | null = null;
  /** What the worker knows; null: it was never told. */
  #told: { files: Record<string, string>; globals: Globals | null } | null = null;

  readonly #busy = new Set<Inquiry["verb"]>();
  readonly #next = new Map<Inquiry["verb"], (isMeant: boolean) => void>();

  constructor() {
    // It takes a moment to start: it shall be there when the first question comes.
    worker();
  }

  /** The other files, and the names that completion knows. They go out with the next question. True when that is news. */
  know(files: Record<string, string>, globals: Globals | null, open: string): boolean {
    const known = Object.entries(files).filter(([path]) => path !== open && /\.m?[jt]s$/.test(path));
    const isSame =
      globals === this.#globals &&
      known.length === Object.keys(this.#files).length &&
      known.every(([path, text]) => this.#files[path] === text);
    this.#files = Object.fromEntries(known);
    this.#globals = globals;
    return !isSame;
  }

  /** One question of a kind at a time: while it is answered only the latest waits, and those between are answered null. */
  ask<Asked extends Inquiry>(inquiry: Asked): Promise<Answers[Asked["verb"]] | null> {
    const { verb } = inquiry;
    this.#next.get(verb)?.(false);
    const turn = new Promise<boolean>((resolve) => {
      if (!this.#busy.has(verb)) resolve(true);
      else this.#next.set(verb, resolve);
    });
    this.#busy.add(verb);
    return turn.then(async (isMeant) => {
      if (!isMeant) return null;
      try {
        return (await this.#send(inquiry)) as Answers[Asked["verb"]];
      } finally {
        this.#pass(verb);
      }
    });
  }

  #send(inquiry: Inquiry): Promise<unknown> {
    return worker().call({ ...inquiry, session: this.#number, news: this.#news(inquiry.path) } satisfies Question);
  }

  #pass(verb: Inquiry["verb"]): void {
    const next = this.#next.get(verb);
    this.#next.delete(verb);
    if (next === undefined) this.#busy.delete(verb);
    else next(true);
  }

  close(): void {
    // Of one that never asked the worker knows nothing.
    if (this.#told !== null) worker().tell({ verb: "close", session: this.#number } satisfies Question);
  }

  /** What is new since the last question. The open file comes with each. */
  #news(open: string): News | null {
    const told = this.#told ?? { files: {}, globals: null };
    const files = { ...this.#files, [open]: sentAnyway };
    const written = Object.entries(files).filter(([path, text]) => path !== open && told.files[path] !== text);
    const gone = Object.keys(told.files).filter((path) => !Object.hasOwn(files, path));
    const isNew = this.#told === null || told.globals !== this.#globals || written.length + gone.length > 0;
    this.#told = { files, globals: this.#globals };
    return isNew ? { written: Object.fromEntries(written), gone, globals: this.#globals } : null;
  }
}
