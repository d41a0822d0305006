/** A script that cannot go on, for a reason that a person can do something about: the message says what. */
export class Stop extends Error {}

/** Says why a script ends: a sentence where one was meant for people, else everything there is to know. */
export function complain(error: unknown): void {
  console.error(error instanceof Stop ? error.message : error);
}
