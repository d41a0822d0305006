/** Paths of files, as the platform takes them (`FilePath` in the contract), with what is wrong in words. */

const part = /^[A-Za-z0-9_@-][A-Za-z0-9_.@-]*$/;
const ending = /\.(?:ts|js|mts|mjs)$/;

/** What keeps this from being a path; null when it is one. */
export function wrongWithPath(path: string): string | null {
  if (path === "") return "A file needs a path, such as text.ts or lib/text.ts.";
  if (path.length > 200) return "A path has at most 200 characters.";
  const parts = path.split("/");
  if (parts.includes("")) return "A path neither starts nor ends with /, and has no // in it.";
  if (parts.some((each) => each.startsWith("."))) return "No part of a path starts with a dot.";
  if (!parts.every((each) => part.test(each)))
    return "A path is made of letters, digits, _ . @ and -, with / between folders.";
  if (!ending.test(path) || (parts.at(-1) ?? "").length < 4) return "A path ends in .ts, .js, .mts or .mjs.";
  return null;
}

/** Files that `npm run vendor` makes of packages. */
export function isVendored(path: string): boolean {
  return path.startsWith("vendor/");
}
