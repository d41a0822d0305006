/** What the pages of the browser's programs may load. */

/** Everything is a file of this origin: what a text smuggles into a page cannot run, and sends nothing elsewhere. */
const ownFilesOnly = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
];

/** A `Content-Security-Policy`: files of this origin, and what a page has beside that. */
export function pagePolicy(...directives: readonly string[]): string {
  return [...ownFilesOnly, ...directives].join("; ");
}
