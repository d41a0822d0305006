/** Sorts messages to a support desk. Each exported function is a block of the worklet `triage`. */

type Message = { text: string; from?: string };
type Cleaned = { text: string; words: number; shouts: boolean };
type Urgent = { summary: string; from: string; shouts: boolean };

/** Words that lead to a team. The first team with a match gets the message. */
const teams = [
  { team: "billing", words: /\b(?:invoice|refund|charged?|payment)\b/i },
  { team: "accounts", words: /\b(?:password|log ?in|sign ?in|account)\b/i },
];

/** One line without stray spaces, and what the decision after it asks about. */
export function clean({ text }: Message): Cleaned {
  const line = text.replace(/\s+/g, " ").trim();
  if (line === "") throw Object.assign(new Error("The message is empty."), { status: 422 });
  const letters = line.replace(/[^\p{L}]/gu, "");
  return { text: line, words: line.split(" ").length, shouts: letters.length > 3 && letters === letters.toUpperCase() };
}

/** A person looks at it now. Its input is put together by expressions in `worklets/triage.json`. */
export function urgent({ summary, from, shouts }: Urgent) {
  return { queue: "on-call", priority: 1, note: `${from}: ${summary}`, tone: shouts ? "upset" : "calm" };
}

/** A team looks at it in turn; long messages a little sooner, because they wait for an answer to many things. */
export function other({ text, words }: Cleaned) {
  const match = teams.find((one) => one.words.test(text));
  return { queue: match?.team ?? "general", priority: words > 100 ? 2 : 3, note: text };
}
