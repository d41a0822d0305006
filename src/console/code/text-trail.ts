/**
 * What was typed and told to the owner of a text. The owner hands it back as a property, at times a few letters late:
 * such an echo changes nothing. Any other text comes from outside and replaces what stands there.
 */
export class TextTrail {
  #told: string[];

  constructor(text: string) {
    this.#told = [text];
  }

  tell(text: string): void {
    this.#told.push(text);
    // An owner that never hands anything back shall not make us keep every text that ever was.
    if (this.#told.length > 40) this.#told.shift();
  }

  /** Whether the owner's text is one that it was told. What was told before that one will not come back any more. */
  isEcho(text: string): boolean {
    const at = this.#told.lastIndexOf(text);
    if (at < 0) return false;
    this.#told.splice(0, at);
    return true;
  }
}

export type Replacement = { from: number; to: number; insert: string };

/** The one change that makes `after` of `before`: what they have in common at both ends stays, and so does a cursor in it. */
export function replacement(before: string, after: string): Replacement {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
