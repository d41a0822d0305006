/** Where a link may lead: what comes from data decides it, so nothing that runs code gets through. */

const protocols = ["http:", "https:", "mailto:", "tel:"];

/** The whole address, or null when it may not be opened. */
export function safeLink(text: string): string | null {
  const url = URL.parse(text.trim());
  return url !== null && protocols.includes(url.protocol) ? url.href : null;
}
