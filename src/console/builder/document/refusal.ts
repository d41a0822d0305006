/** A sentence: why this cannot be done. */
export type Refusal = { readonly refusal: string };

export function isRefusal(edited: object): edited is Refusal {
  return "refusal" in edited;
}
