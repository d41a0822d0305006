/** What happens with a review, by what the model thinks of it. */

type Sentiment = { label: "positive" | "negative"; confidence: number };

/** A review that the model finds negative goes to a person; one it is not sure about does too. */
export function route({ label, confidence }: Sentiment) {
  const isSure = confidence >= 0.75;
  return { queue: label === "positive" && isSure ? "thanks" : "support", label, confidence };
}
