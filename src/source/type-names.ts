/**
 * Names of declarations by the references that lead to them, in the order in which they were asked for; what is asked for
 * while they are read is read too.
 */
export class TypeNames implements Iterable<[reference: string, name: string]> {
  readonly #start: string;
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** `start` begins every name, and is the name of the whole schema. */
  constructor(start: string) {
    this.#start = start;
  }

  of(reference: string): string {
    const known = this.#names.get(reference);
    if (known !== undefined) return known;
    const said = reference === "#" ? "" : `$${identifierOf(reference.slice(reference.lastIndexOf("/") + 1))}`;
    let name = this.#start + said;
    // What differs in signs only that no identifier has is told apart by a number.
    for (let count = 2; this.#taken.has(name); count++) name = `${this.#start}${said}_${count}`;
    this.#names.set(reference, name);
    this.#taken.add(name);
    return name;
  }

  [Symbol.iterator](): Iterator<[string, string]> {
    return this.#names.entries();
  }
}

/** A text as a part of an identifier. */
export function identifierOf(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, "_").slice(0, 100);
}
