/** What a search in the inspector finds: every word of it somewhere in a name or a description. */

export function matchOf(search: string, text: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const where = text.toLowerCase();
  return words.every((word) => where.includes(word));
}

export function isMatch(search: string, name: string, describe: string): boolean {
  return matchOf(search, `${name} ${name.replaceAll("_", " ")} ${describe}`);
}
