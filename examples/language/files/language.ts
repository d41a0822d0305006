/** Says in which language a text is written, with a small neural net that runs inside the worklet: no network, no key. */

import lande from "./vendor/lande.js";

type Input = { text: string };
type Guess = { language: string; confidence: number };

/** The likeliest language as an ISO 639-3 code (`deu`, `eng`), and the two that come next. */
export function identify({ text }: Input): Guess & { alternatives: Guess[] } {
  if (text.trim() === "") throw refusal("The text is empty: send at least a few words.");
  const [best, ...alternatives] = guesses(text).slice(0, 3);
  if (best === undefined) throw refusal("The text has no letters that the model knows.");
  return { ...best, alternatives };
}

/** All languages of the model, the likeliest first. */
function guesses(text: string): Guess[] {
  const ranking: [string, number][] = lande(text);
  return ranking.map(([language, confidence]) => ({ language, confidence: Number(confidence.toFixed(4)) }));
}

/** A thrown error with a status is the worklet's answer: the caller did something wrong, not the code. */
function refusal(message: string) {
  return Object.assign(new Error(message), { status: 422 });
}
