import {
  advancePlan,
  type Base,
  emptyPlan,
  type Happening,
  isSettled,
  isUnsaved,
  nextStep,
  type Piece,
  type Plan,
  type SendStep,
} from "../../draft/save-plan.ts";
import { answerTo } from "../../draft/save-request.ts";
import { judged, type Keep, type Leftover, Mirror } from "../../draft/unsaved.ts";
import { type ViewDrafts, viewKey } from "./view-drafts.ts";

/**
 * The draft of one view as it is edited in this tab, for as long as the page lives. It is saved when nothing was edited for a
 * moment, and this browser keeps it until then. It carries `save-plan.ts`: what an answer means is decided there.
 */

/** An edit of an earlier visit that does not go on from what is there now: the person decides. */
export type Asked = Leftover & { readonly there: Base | null };

export type SavingState = { readonly plan: Plan; readonly asked: readonly Asked[] };

type Parts = { readonly server: ViewDrafts; readonly keep: Keep; written(): void };

export class DraftSaving {
  readonly key: string;
  readonly #parts: Parts;
  readonly #mirror: Mirror;
  readonly #listeners = new Set<() => void>();
  #state: SavingState = { plan: emptyPlan, asked: [] };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(view: string, parts: Parts) {
    this.key = viewKey(view);
    this.#parts = parts;
    this.#mirror = new Mirror(parts.keep);
  }

  readonly state = (): SavingState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What the server has; gives what is edited. It changes that only where nothing is unsaved. */
  opened(base: Base): string {
    this.#happen({ type: "read", key: this.key, base, since: this.#piece()?.base ?? null });
    return this.#piece()?.text ?? base.text;
  }

  /** Somebody may have saved something else meanwhile. */
  async readAnew(): Promise<string | null> {
    const since = this.#piece()?.base ?? null;
    const base = await this.#parts.server.read(this.key);
    if (base) this.#happen({ type: "read", key: this.key, base, since });
    return this.#piece()?.text ?? null;
  }

  /** Takes up what a closed tab left unsaved; gives what is edited then. */
  async takeUp(): Promise<string | null> {
    const left = (await this.#parts.keep.leftovers()).filter(({ key }) => key === this.key);
    for (const each of left) this.#takeUp(each);
    return this.#piece()?.text ?? null;
  }

  edited(text: string): void {
    if (this.#piece()?.text !== text) this.#happen({ type: "edited", key: this.key, text });
  }

  /** Saves at once; true when the server has what is edited now. */
  async save(): Promise<boolean> {
    this.#happen({ type: "hurried" });
    await new Promise<void>((done) => {
      const look = () => {
        if (!isSettled(this.#state.plan)) return;
        stop();
        done();
      };
      const stop = this.subscribe(look);
      look();
    });
    const piece = this.#piece();
    return piece !== undefined && !isUnsaved(piece);
  }

  /** After a conflict; gives what is edited then. */
  decide(keep: "mine" | "theirs"): string | null {
    this.#happen({ type: "decided", key: this.key, keep });
    return this.#piece()?.text ?? null;
  }

  /** What is to become of an edit of an earlier visit; gives what is edited then. */
  answer(asked: Asked, isWanted: boolean): string | null {
    this.#show({ asked: this.#state.asked.filter(({ id }) => id !== asked.id) });
    if (isWanted) this.#happen({ type: "edited", key: this.key, text: asked.text });
    this.#parts.keep.drop(asked.id);
    return this.#piece()?.text ?? null;
  }

  /** There is no such draft any more, by the person's own wish. */
  forget(): void {
    this.#happen({ type: "deleted", key: this.key, text: this.#piece()?.text ?? "" });
    this.#state = { plan: emptyPlan, asked: [] };
  }

  /** Online again, signed in again: what failed may work now. What was refused waits for the person. */
  readonly wake = (): void => {
    if (this.#piece()?.trouble?.type === "failed") this.#happen({ type: "awake" });
  };

  readonly persist = (): void => this.#mirror.show(this.#state.plan);

  /** Whether something is edited that the server does not have. */
  readonly isUnsaved = (): boolean => {
    this.persist();
    const piece = this.#piece();
    return piece !== undefined && isUnsaved(piece);
  };

  #piece(): Piece | undefined {
    return this.#state.plan.pieces[this.key];
  }

  #takeUp(left: Leftover): void {
    const piece = this.#piece();
    const there = piece?.base ?? null;
    const verdict = judged(left, there);
    if (verdict === "arrived" || piece?.text === left.text) {
      this.#parts.keep.drop(left.id);
    } else if (verdict === "goes on" && (!piece || !isUnsaved(piece))) {
      this.#happen({ type: "restored", key: this.key, text: left.text, base: there, lost: left.sent });
      if (this.#mirror.isWhole) this.#parts.keep.drop(left.id);
    } else if (!this.#state.asked.some(({ id }) => id === left.id)) {
      this.#show({ asked: [...this.#state.asked, { ...left, there }] });
    }
  }

  #happen(happening: Happening): void {
    this.#state = { ...this.#state, plan: advancePlan(this.#state.plan, happening, Date.now()) };
    this.persist();
    this.#goOn();
    this.#tell();
  }

  #show(change: Partial<SavingState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Sends what has rested, and again what did not get through. */
  #goOn(): void {
    clearTimeout(this.#timer);
    const step = nextStep(this.#state.plan, Date.now());
    if (step.type === "wait") this.#timer = setTimeout(() => this.#goOn(), step.ms);
    if (step.type === "send") void this.#send(step);
  }

  async #send(step: SendStep): Promise<void> {
    this.#happen({ type: "sent", key: this.key });
    const { happening, written } = await answerTo(this.#parts.server, step, this.#piece()?.lost ?? []);
    this.#happen(happening);
    if (written) this.#parts.written();
  }
}
