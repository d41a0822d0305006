/** Where in which text something stands. `path` is a JSON pointer to that text inside the value it came from, else "". */
export type Place = { position: number; source: string; path: string };

/**
 * An expression that cannot be saved or did not work: the only error of this room, with its one special case below. The
 * message is a sentence for a person; `position` is an index into `source`, the whole text that was written.
 */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  readonly position: number;
  readonly source: string;
  readonly path: string;

  constructor(sentence: string, place: Place) {
    super(`${sentence.replace(/\.$/, "")} (at position ${place.position}).`);
    this.position = place.position;
    this.source = place.source;
    this.path = place.path;
  }
}

/** An expression that may be fine, in a run whose expressions have used up their steps together. */
export class RunBudgetError extends ExpressionError {}

/** A piece of the user's text inside backticks, short enough for a sentence. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return `\`${line.length > 60 ? `${line.slice(0, 57)}...` : line}\``;
}
