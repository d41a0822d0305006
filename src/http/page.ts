import type { Route } from "./route.ts";

/** Addresses that are pages too: who opens one in a browser is led to its page in the console. Pure. */

/**
 * The page of a route for somebody who would rather read HTML than JSON and brings no key; null for everybody else. Who may
 * see what is on it, the page finds out by asking as everybody does.
 */
export function pageFor(route: Route, headers: Headers, params: Record<string, string>): string | null {
  if (route.page === undefined || headers.has("Authorization")) return null;
  if (!prefersHtml(headers.get("Accept"))) return null;
  return route.page.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
}

/** Whether HTML is wanted more than JSON. What takes both alike, as curl and `fetch` do, is answered JSON. */
export function prefersHtml(accept: string | null): boolean {
  if (accept === null) return false;
  const ranges = accept.split(",").flatMap(rangeOf);
  return qualityOf(ranges, "text/html") > qualityOf(ranges, "application/json");
}

/** One range of an `Accept`: `text/html`, `text/*`, or `*`+`/*`, and how much it is wanted, from 0 to 1. */
type Range = { type: string; quality: number };

/** None when it is malformed. Parameters other than `q` do not count. */
function rangeOf(text: string): Range[] {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  if (!/^(?:[\w!#$&^.+-]+\/(?:[\w!#$&^.+-]+|\*)|\*\/\*)$/.test(type)) return [];
  const quality = parameters.find((parameter) => /^q\s*=/.test(parameter))?.replace(/^q\s*=\s*/, "") ?? "1";
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality) ? [{ type, quality: Number(quality) }] : [];
}

/** The range that says most about a type counts, whatever stands before it. */
function qualityOf(ranges: Range[], type: string): number {
  const names = [type, type.replace(/\/.*/, "/*"), "*/*"];
  for (const name of names) {
    const range = ranges.find((each) => each.type === name);
    if (range) return range.quality;
  }
  return 0;
}
