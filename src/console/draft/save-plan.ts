import type { Problem } from "../api/problem.ts";
import type { SaveState } from "./draft-context.ts";

/**
 * Which edited text is sent to the server when, and what each answer means. Nothing edited is ever given up here: it is
 * saved, or it stays and says why it is not.
 */

/** What stands on the server, as far as it is known. */
export type Base = { text: string; etag: string };

export type Trouble =
  | { type: "refused"; problem: Problem }
  /** Somebody else changed it meanwhile; `theirs` is null when they deleted it. */
  | { type: "conflict"; theirs: Base | null }
  | { type: "failed"; problem: Problem; tries: number; retryAt: number };

/** A text that is edited here: a file, or a draft as JSON. */
export type Piece = {
  text: string;
  /** What the edits began with; null: the server has none, the piece is new. */
  base: Base | null;
  editedAt: number;
  /** Texts that were sent and never answered: any of them may have arrived. */
  lost: readonly string[];
  trouble: Trouble | null;
  /** The last refusal with the text it was about, until the server takes one. */
  refusal: { problem: Problem; text: string } | null;
};

/** Pieces by key: `file/PATH` and `draft/WORKLET`. One request is under way at a time. */
export type Plan = { pieces: Readonly<Record<string, Piece>>; sending: { key: string; text: string } | null };

export type Happening =
  /** The server's state was read; it counts where nothing was edited, and nothing saved since the reading began. */
  | { type: "read"; key: string; base: Base; since: Base | null }
  | { type: "edited"; key: string; text: string }
  /** Kept by this browser from an earlier visit, and what it goes on from. */
  | { type: "restored"; key: string; text: string; base: Base | null; lost: readonly string[] }
  | { type: "sent"; key: string }
  | { type: "saved"; key: string; etag: string }
  | { type: "refused"; key: string; problem: Problem }
  /** Not what `If-Match` names. `isOurs`: what stands there was sent from here and its answer got lost. */
  | { type: "changed"; key: string; theirs: Base | null; isOurs: boolean }
  /** No answer, or none that decides anything. */
  | { type: "failed"; key: string; problem: Problem }
  | { type: "decided"; key: string; keep: "mine" | "theirs" }
  /** The server has it no more, by our own wish; `text` is what it was when that was wished. */
  | { type: "deleted"; key: string; text: string }
  /** Everything is to be tried now. */
  | { type: "hurried" }
  /** Online again, signed in again, looked at again: what failed may work now. */
  | { type: "awake" };

export const emptyPlan: Plan = { pieces: {}, sending: null };
export const pauseMs = 600;

const retryMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

export const fileKey = (path: string) => `file/${path}`;
export const draftKey = (worklet: string) => `draft/${worklet}`;
export const isFileKey = (key: string) => key.startsWith("file/");
/** The file's path, or the worklet's id. */
export const nameOf = (key: string) => key.slice(key.indexOf("/") + 1);

/** A text whose answer got lost may stand on the server, so going back to the base must be sent too. */
export function isUnsaved({ text, base, lost }: Piece): boolean {
  return base === null || text !== base.text || lost.length > 0;
}

export function advancePlan(plan: Plan, happening: Happening, now: number): Plan {
  switch (happening.type) {
    case "hurried":
      return { ...plan, pieces: mapped(plan.pieces, hurried) };
    case "awake":
      return { ...plan, pieces: mapped(plan.pieces, awakened) };
    case "sent": {
      const piece = plan.pieces[happening.key];
      return piece ? { ...plan, sending: { key: happening.key, text: piece.text } } : plan;
    }
    case "read":
    case "edited":
    case "restored":
    case "decided":
    case "deleted":
      return withPiece(plan, happening.key, edited(plan, happening, now));
    default:
      return answered(plan, happening, now);
  }
}

function edited(
  plan: Plan,
  happening: Extract<Happening, { type: "read" | "edited" | "restored" | "decided" | "deleted" }>,
  now: number,
): Piece | null {
  const piece = plan.pieces[happening.key] ?? null;
  const isSending = plan.sending?.key === happening.key;
  switch (happening.type) {
    case "read":
      if (piece && (isSending || isUnsaved(piece) || piece.base !== happening.since)) return piece;
      // What was sent and what is read back may differ in the order of members: the etag says that they are the same.
      if (piece && piece.base?.etag === happening.base.etag) return piece;
      return { ...newPiece(happening.base.text, now), base: happening.base };
    case "edited": {
      const { text } = happening;
      if (!piece) return newPiece(text, now);
      const trouble = piece.trouble?.type === "refused" ? null : piece.trouble;
      return unblamed({ ...piece, text, editedAt: now, trouble });
    }
    case "restored": {
      const { text, base, lost } = happening;
      return { ...newPiece(text, now), base, lost };
    }
    case "decided":
      if (piece?.trouble?.type !== "conflict") return piece;
      return decided(piece, piece.trouble.theirs, happening.keep);
    case "deleted":
      if (!piece || piece.text === happening.text) return null;
      return { ...piece, base: null, lost: [], trouble: null };
  }
}

function decided(piece: Piece, theirs: Base | null, keep: "mine" | "theirs"): Piece | null {
  const free = { ...piece, base: theirs, lost: [], trouble: null, refusal: null, editedAt: 0 };
  if (keep === "mine") return free;
  return theirs ? { ...free, text: theirs.text } : null;
}

function answered(
  plan: Plan,
  happening: Extract<Happening, { type: "saved" | "refused" | "changed" | "failed" }>,
  now: number,
): Plan {
  const { key } = happening;
  const piece = plan.pieces[key];
  if (plan.sending?.key !== key || !piece) return plan;
  const { text } = plan.sending;
  const after = { ...plan, sending: null };
  switch (happening.type) {
    case "saved": {
      const base = { text, etag: happening.etag };
      const saved = withPiece(after, key, { ...piece, base, lost: [], trouble: null, refusal: null });
      // A draft may have been refused because of what this file lacked.
      return isFileKey(key) ? { ...saved, pieces: mapped(saved.pieces, awakened) } : saved;
    }
    case "refused": {
      const { problem } = happening;
      const trouble: Trouble | null = piece.text === text ? { type: "refused", problem } : null;
      return withPiece(after, key, unblamed({ ...piece, trouble, refusal: { problem, text } }));
    }
    case "failed": {
      const tries = (piece.trouble?.type === "failed" ? piece.trouble.tries : 0) + 1;
      const pause = retryMs[Math.min(tries, retryMs.length) - 1] ?? 0;
      const retryAt = now + Math.max(pause, (happening.problem.retryAfterSeconds ?? 0) * 1_000);
      const lost = piece.lost.includes(text) ? piece.lost : [...piece.lost, text];
      const trouble: Trouble = { type: "failed", problem: happening.problem, tries, retryAt };
      return withPiece(after, key, { ...piece, lost, trouble });
    }
    case "changed":
      return withPiece(after, key, changed(piece, happening.theirs, happening.isOurs));
  }
}

function changed(piece: Piece, theirs: Base | null, isOurs: boolean): Piece {
  const { base, text } = piece;
  // Theirs that says what is edited here, or what the edits began with, takes nothing away.
  const isKnown = theirs === null ? base === null : isOurs || theirs.text === text || theirs.text === base?.text;
  if (isKnown) return { ...piece, base: theirs, lost: [], trouble: null };
  return { ...piece, trouble: { type: "conflict", theirs } };
}

/** What to do next: send one text, look again later, or rest until something happens. */
export type Step = SendStep | { type: "wait"; ms: number } | { type: "rest" };

export type SendStep = { type: "send"; key: string; text: string; ifMatch: string | null };

/** Files go before drafts, which may name what is new in them. */
export function nextStep(plan: Plan, now: number): Step {
  if (plan.sending) return { type: "rest" };
  const unsaved = Object.entries(plan.pieces).filter(([, piece]) => isUnsaved(piece));
  const awaited = unsaved.some(([key, piece]) => isFileKey(key) && isAwaited(piece));
  const due = unsaved
    .filter(([key]) => isFileKey(key) || !awaited)
    .map(([key, piece]) => ({ key, piece, at: dueAt(piece) }))
    .sort((one, other) => one.at - other.at);
  const first = due[0];
  if (!first || first.at === Number.POSITIVE_INFINITY) return { type: "rest" };
  if (first.at > now) return { type: "wait", ms: first.at - now };
  const { key, piece } = first;
  return { type: "send", key, text: piece.text, ifMatch: piece.base?.etag ?? null };
}

/** Whether everything was tried that can be: what is not saved now says why. */
export function isSettled(plan: Plan): boolean {
  return !plan.sending && Object.values(plan.pieces).every((piece) => !isUnsaved(piece) || isStuck(piece));
}

/** A failure that is to be tried again at once is no answer yet. */
function isStuck({ trouble }: Piece): boolean {
  return trouble !== null && !(trouble.type === "failed" && trouble.retryAt === 0);
}

export function saveStateOf(plan: Plan, key: string): SaveState {
  const piece = plan.pieces[key];
  if (!piece) return { type: "saved" };
  if (plan.sending?.key === key) return { type: "saving" };
  if (!isUnsaved(piece)) return { type: "saved" };
  const { trouble } = piece;
  if (trouble?.type === "conflict") return { type: "conflict" };
  return trouble ? { type: trouble.type, problem: trouble.problem } : { type: "waiting" };
}

function dueAt({ trouble, editedAt }: Piece): number {
  if (trouble === null) return editedAt + pauseMs;
  return trouble.type === "failed" ? trouble.retryAt : Number.POSITIVE_INFINITY;
}

/** Whether a draft waits for this file: it is about to be sent, or the server does not even have it yet. */
function isAwaited({ trouble, base }: Piece): boolean {
  return trouble === null || (base === null && trouble.type === "failed");
}

function hurried(piece: Piece): Piece {
  if (!isUnsaved(piece)) return piece;
  const { trouble } = piece;
  if (trouble === null || trouble.type === "refused") return { ...piece, trouble: null, editedAt: 0 };
  return trouble.type === "failed" ? { ...piece, trouble: { ...trouble, retryAt: 0 }, editedAt: 0 } : piece;
}

/** What was refused of a file is about its text; a draft may fit by what has changed around it. */
function awakened(piece: Piece, key: string): Piece {
  const { trouble } = piece;
  if (trouble?.type === "failed") return { ...piece, trouble: { ...trouble, retryAt: 0 } };
  return trouble?.type === "refused" && !isFileKey(key) ? { ...piece, trouble: null, editedAt: 0 } : piece;
}

/** Whoever goes back to what the server has is not told any more what was wrong in between. */
function unblamed(piece: Piece): Piece {
  return piece.refusal !== null && !isUnsaved(piece) ? { ...piece, refusal: null } : piece;
}

function newPiece(text: string, now: number): Piece {
  return { text, base: null, editedAt: now, lost: [], trouble: null, refusal: null };
}

function withPiece(plan: Plan, key: string, piece: Piece | null): Plan {
  if (piece === (plan.pieces[key] ?? null)) return plan;
  const { [key]: _, ...others } = plan.pieces;
  return { ...plan, pieces: piece ? { ...plan.pieces, [key]: piece } : others };
}

function mapped(pieces: Plan["pieces"], map: (piece: Piece, key: string) => Piece): Plan["pieces"] {
  return Object.fromEntries(Object.entries(pieces).map(([key, piece]) => [key, map(piece, key)]));
}
