/** Which files an upload takes, as HTML's `accept` says it: endings, types, and types with a star. */

export type Offered = { readonly name: string; readonly type: string };

/**
 * A dialog of the browser offers other files too, and what is dropped has passed none. Where the browser does not know a file's
 * type, no type refuses it.
 */
export function isAccepted({ name, type }: Offered, accept: string): boolean {
  const wanted = partsOf(accept);
  if (wanted.length === 0) return true;
  return wanted.some((part) => {
    if (part.startsWith(".")) return name.toLowerCase().endsWith(part);
    if (type === "" || part === "*" || part === "*/*") return true;
    if (part.endsWith("/*")) return type.toLowerCase().startsWith(part.slice(0, -1));
    return type.toLowerCase() === part;
  });
}

function partsOf(accept: string): string[] {
  return accept
    .split(",")
    .map((part) => part.trim().toLowerCase())
    .filter(Boolean);
}

/** The same for a person: "CSV files, images". */
export function acceptedInWords(accept: string): string {
  const words = partsOf(accept).map((part) => {
    if (part.startsWith(".")) return part;
    if (part.endsWith("/*")) return `${part.slice(0, -2)} files`;
    return part;
  });
  return words.join(", ");
}
