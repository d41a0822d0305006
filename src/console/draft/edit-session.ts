import type { Draft, File } from "../../contract/catalog.ts";
import { Problem, problemFrom } from "../api/problem.ts";
import { type CatalogServer, draftText, type Written } from "./catalog-server.ts";
import { wrongWithPath } from "./file-path.ts";
import { type History, newHistory, redone, stepTo, undone } from "./history.ts";
import {
  advancePlan,
  type Base,
  draftKey,
  emptyPlan,
  fileKey,
  type Happening,
  isFileKey,
  isSettled,
  isUnsaved,
  nameOf,
  nextStep,
  type Plan,
  type SendStep,
  saveStateOf,
} from "./save-plan.ts";
import { answerTo } from "./save-request.ts";
import { judged, type Keep, type Leftover, Mirror } from "./unsaved.ts";

/**
 * Everything of one application that is edited in this tab, for as long as the page lives: what was not saved yet is sent on
 * when the editor is closed. It carries `save-plan.ts`: requests, timers, and what this browser keeps meanwhile.
 */

/** An edit of an earlier visit that does not go on from what is there now: the person decides. */
export type Asked = Leftover & { there: Base | null };

export type Edits = {
  plan: Plan;
  histories: Readonly<Record<string, History<Draft>>>;
  asked: readonly Asked[];
  /** Why a piece could not be read, the last time that was tried. */
  unread: Readonly<Record<string, Problem>>;
};

type Parts = { server: CatalogServer; keep: Keep; written(key: string, written: Written): void };

const persistMs = 150;
const largeText = 50_000;

export class EditSession {
  #edits: Edits = { plan: emptyPlan, histories: {}, asked: [], unread: {} };
  readonly #parts: Parts;
  readonly #listeners = new Set<() => void>();
  readonly #mirror: Mirror;
  readonly #reading = new Map<string, Promise<void>>();
  /** Whether the person may change anything: else what an earlier visit left is left alone. */
  mayEdit = true;
  #files: readonly File[] = [];
  #leftovers: Promise<Leftover[]> | null = null;
  #isDeleting = false;
  #sendTimer: ReturnType<typeof setTimeout> | undefined;
  #persistTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#mirror = new Mirror(parts.keep);
  }

  readonly edits = (): Edits => this.#edits;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads the draft, and takes up what an earlier visit left. Read again, it changes where nothing is edited. */
  readonly openDraft = (worklet: string): Promise<void> => this.#open(draftKey(worklet));

  readonly openFile = (path: string): Promise<void> => {
    const key = fileKey(path);
    return this.#edits.plan.pieces[key] && !this.#edits.unread[key] ? Promise.resolve() : this.#open(key);
  };

  /** Takes up the files that an earlier visit left unsaved. */
  async takeUpFiles(): Promise<void> {
    const left = (await this.#left()).filter(({ key }) => isFileKey(key));
    await Promise.all([...new Set(left.map(({ key }) => key))].map((key) => this.#open(key)));
  }

  /** The server's list: files that others changed or deleted are read anew where nothing is edited. */
  readonly noticeFiles = (files: readonly File[]): void => {
    this.#files = files;
    const etags = new Map(files.map(({ path, etag }) => [fileKey(path), etag]));
    for (const [key, piece] of Object.entries(this.#edits.plan.pieces)) {
      if (!isFileKey(key) || isUnsaved(piece) || this.#edits.plan.sending?.key === key) continue;
      const etag = etags.get(key);
      if (etag === undefined) this.#happen({ type: "deleted", key, text: piece.text });
      else if (etag !== piece.base?.etag) void this.#open(key);
    }
  };

  readonly changeDraft = (worklet: string, recipe: (draft: Draft) => Draft, merge?: string): void => {
    const history = this.#edits.histories[worklet];
    if (history) this.#step(worklet, stepTo(history, recipe(history.present), merge, Date.now()));
  };

  readonly undo = (worklet: string): void => {
    const history = this.#edits.histories[worklet];
    this.#step(worklet, history ? undone(history) : null);
  };

  readonly redo = (worklet: string): void => {
    const history = this.#edits.histories[worklet];
    this.#step(worklet, history ? redone(history) : null);
  };

  readonly changeFile = (path: string, text: string): void => {
    if (this.#edits.plan.pieces[fileKey(path)]?.text === text) return;
    this.#happen({ type: "edited", key: fileKey(path), text });
  };

  readonly createFile = async (path: string, text: string): Promise<void> => {
    const isTaken = this.#files.some((file) => file.path === path) || this.#edits.plan.pieces[fileKey(path)];
    const wrong = wrongWithPath(path) ?? (isTaken ? `There is a file ${path} already. Choose another path.` : null);
    if (wrong !== null) {
      throw new Problem({ status: 422, code: "file.path_refused", title: "The file cannot be made", detail: wrong });
    }
    this.#happen({ type: "edited", key: fileKey(path), text });
  };

  /** What is edited goes first: a draft that no longer needs the file must say so before it is deleted. */
  readonly deleteFile = async (path: string): Promise<void> => {
    const key = fileKey(path);
    const text = this.#edits.plan.pieces[key]?.text ?? "";
    await this.#settle();
    const piece = this.#edits.plan.pieces[key];
    if (!piece || piece.base !== null || piece.lost.length > 0) await this.#remove(key);
    this.#happen({ type: "deleted", key, text });
  };

  readonly decide = (key: string, keep: "mine" | "theirs"): void => {
    this.#happen({ type: "decided", key, keep });
    this.#followDraft(key);
  };

  /** What is to become of an edit of an earlier visit. Brought back, it is the latest step. */
  readonly answer = (asked: Asked, isWanted: boolean): void => {
    this.#show({ asked: this.#edits.asked.filter(({ id }) => id !== asked.id) });
    if (isWanted) {
      this.#happen({ type: "edited", key: asked.key, text: asked.text });
      this.#followDraft(asked.key);
      this.persist();
    }
    this.#parts.keep.drop(asked.id);
  };

  /** Sends everything now; true when the server has the files and the draft of this worklet. */
  readonly saveNow = async (worklet: string): Promise<boolean> => {
    await this.#settle();
    const { plan } = this.#edits;
    const wanted = Object.keys(plan.pieces).filter((key) => isFileKey(key) || key === draftKey(worklet));
    return wanted.every((key) => saveStateOf(plan, key).type === "saved");
  };

  /** Online again, signed in again, looked at again. */
  readonly wake = (): void => this.#happen({ type: "awake" });

  /** Puts into this browser what the server does not have. */
  readonly persist = (): void => {
    clearTimeout(this.#persistTimer);
    this.#mirror.show(this.#edits.plan);
  };

  /** Whether closing the page now would lose something. */
  readonly wouldLose = (): boolean => {
    this.persist();
    return !this.#mirror.isWhole;
  };

  /** One reading of a piece at a time. */
  #open(key: string): Promise<void> {
    const reading = this.#reading.get(key) ?? this.#read(key).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  async #read(key: string): Promise<void> {
    const since = this.#edits.plan.pieces[key]?.base ?? null;
    try {
      const [there, left] = await Promise.all([this.#parts.server.read(key), this.#left()]);
      const { [key]: _, ...unread } = this.#edits.unread;
      this.#show({ unread });
      this.#meet(key, there, since, left);
    } catch (error) {
      this.#show({ unread: { ...this.#edits.unread, [key]: problemFrom(error) } });
    }
  }

  /** What is there and what an earlier visit left come together with what is edited here. */
  #meet(key: string, there: Base | null, since: Base | null, left: readonly Leftover[]): void {
    const before = this.#edits.plan.pieces[key];
    if (there) this.#happen({ type: "read", key, base: there, since });
    if (this.#edits.plan.pieces[key] !== before) this.#startHistory(key);
    for (const each of left.filter((one) => one.key === key)) this.#takeUp(each, there);
    if (left.length > 0) this.#leftovers = Promise.resolve(left.filter((one) => one.key !== key));
    if (!there && !this.#edits.plan.pieces[key]) throw gone(nameOf(key));
  }

  async #left(): Promise<Leftover[]> {
    if (!this.mayEdit) return [];
    this.#leftovers ??= this.#parts.keep.leftovers();
    return this.#leftovers;
  }

  #takeUp(left: Leftover, there: Base | null): void {
    const { key, text, id } = left;
    const piece = this.#edits.plan.pieces[key];
    const isFree = !piece || !isUnsaved(piece);
    const verdict = judged(left, there);
    if (verdict === "arrived" || piece?.text === text) {
      this.#parts.keep.drop(id);
    } else if (verdict === "goes on" && isFree) {
      this.#happen({ type: "restored", key, text, base: there, lost: left.sent });
      this.#followDraft(key);
      this.persist();
      if (this.#mirror.isWhole) this.#parts.keep.drop(id);
    } else {
      this.#show({ asked: [...this.#edits.asked, { ...left, there }] });
    }
  }

  /** The history of a draft that was just read. */
  #startHistory(key: string): void {
    const piece = this.#edits.plan.pieces[key];
    if (isFileKey(key) || !piece) return;
    const history = newHistory(JSON.parse(piece.text) as Draft);
    this.#show({ histories: { ...this.#edits.histories, [nameOf(key)]: history } });
  }

  /** The draft was replaced as a whole: a step that can be undone. */
  #followDraft(key: string): void {
    const piece = this.#edits.plan.pieces[key];
    const history = this.#edits.histories[nameOf(key)];
    if (isFileKey(key) || !piece || !history || draftText(history.present) === piece.text) return;
    const next = stepTo(history, JSON.parse(piece.text) as Draft, undefined, Date.now());
    this.#show({ histories: { ...this.#edits.histories, [nameOf(key)]: next } });
  }

  #step(worklet: string, history: History<Draft> | null): void {
    if (!history || history === this.#edits.histories[worklet]) return;
    this.#edits = { ...this.#edits, histories: { ...this.#edits.histories, [worklet]: history } };
    this.#happen({ type: "edited", key: draftKey(worklet), text: draftText(history.present) });
  }

  #happen(happening: Happening): void {
    const plan = advancePlan(this.#edits.plan, happening, Date.now());
    this.#show({ plan });
    this.#persistSoon();
    this.#goOn();
  }

  /** At once, so that a crash loses nothing; a large text after a moment, as writing it at each key would be felt. */
  #persistSoon(): void {
    clearTimeout(this.#persistTimer);
    const isLarge = Object.values(this.#edits.plan.pieces).some(
      (piece) => isUnsaved(piece) && piece.text.length > largeText,
    );
    if (!isLarge) this.persist();
    else this.#persistTimer = setTimeout(this.persist, persistMs);
  }

  #show(change: Partial<Edits>): void {
    this.#edits = { ...this.#edits, ...change };
    for (const listener of this.#listeners) listener();
  }

  #goOn(): void {
    clearTimeout(this.#sendTimer);
    if (this.#isDeleting) return;
    const step = nextStep(this.#edits.plan, Date.now());
    if (step.type === "wait") this.#sendTimer = setTimeout(() => this.#goOn(), step.ms);
    if (step.type === "send") void this.#send(step);
  }

  async #send(step: SendStep): Promise<void> {
    const { key } = step;
    this.#happen({ type: "sent", key });
    const lost = this.#edits.plan.pieces[key]?.lost ?? [];
    const { happening, written } = await answerTo(this.#parts.server, step, lost);
    this.#happen(happening);
    if (written) this.#parts.written(key, written);
  }

  async #remove(key: string): Promise<void> {
    this.#isDeleting = true;
    try {
      await this.#parts.server.remove(key);
    } catch (error) {
      if (problemFrom(error).code !== "file.not_found") throw error;
    } finally {
      this.#isDeleting = false;
      this.#goOn();
    }
  }

  /** Tries everything now; resolves when each piece is saved or has said why not. */
  async #settle(): Promise<void> {
    this.#happen({ type: "hurried" });
    if (isSettled(this.#edits.plan)) return;
    await new Promise<void>((done) => {
      const stop = this.subscribe(() => {
        if (!isSettled(this.#edits.plan)) return;
        stop();
        done();
      });
    });
  }
}

function gone(path: string): Problem {
  const detail = `The application has no file ${path} (any more).`;
  return new Problem({ status: 404, code: "file.not_found", title: "No such file", detail });
}
