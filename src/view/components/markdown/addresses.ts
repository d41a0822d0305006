/** Which addresses of a text may lead somewhere. */

const schemes: readonly string[] = ["http:", "https:", "mailto:", "tel:"];
const mostCharacters = 4_000;
/** What relative addresses are read against: it only tells whether they stay relative. */
const somewhere = "https://page.invalid/";

/** The address, when a browser reads it as http, https, mailto, tel or one on this server; else null. */
export function linkOf(address: string): string | null {
  const text = address.trim();
  const url = text.length <= mostCharacters ? URL.parse(text, somewhere) : null;
  return url !== null && schemes.includes(url.protocol) ? text : null;
}

/** Whether it leads away from this server, and so to a new tab. */
export function isElsewhere(address: string): boolean {
  const url = URL.parse(address, somewhere);
  return url?.protocol.startsWith("http") === true && url.origin !== new URL(somewhere).origin;
}

/** A whole text that is an address of the web; null for any other. */
export function webAddressOf(text: string): string | null {
  return /^https?:\/\/[^\s<>"]+$/i.test(text) && text.length <= mostCharacters && URL.canParse(text) ? text : null;
}

/** Only pictures that are in the text itself: one that is fetched tells its server who reads the page. */
export function isPicture(address: string): boolean {
  return /^data:image\/(?:png|jpeg|gif|webp);base64,[a-z\d+/]+=*$/i.test(address);
}
