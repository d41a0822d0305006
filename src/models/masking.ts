/** Secrets' values in what is told: a provider that refuses a key may repeat it. */

const hidden = "***";
/** Masking a shorter one would shred every text and hide nothing. */
const leastCharacters = 4;
/** A line of a value with several is looked for by itself when it has as many. */
const leastOfLine = 8;

/** `isCut`: the text ends where it was cut, perhaps in the middle of a value. */
export type MaskText = (text: string, more?: { isCut: boolean }) => string;

/** Replaces the values wherever they stand, also as they read inside JSON and inside an address. */
export function maskOf(secrets: Iterable<string>): MaskText {
  const spellings = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < leastCharacters) continue;
    const wholes = [secret, secret.trim()];
    const lines = secret.split(/[\r\n]+/).filter((line) => line.length >= leastOfLine);
    const parts = [...wholes, ...lines, ...lines.map((line) => line.trim()), ...wholes.flatMap(addressSpellings)];
    for (const part of parts) {
      const json = JSON.stringify(part).slice(1, -1);
      for (const each of [part, json, json.replaceAll("/", "\\/")]) {
        if (each.length >= leastCharacters) spellings.add(each);
      }
    }
  }
  const longestFirst = [...spellings].sort((one, other) => other.length - one.length);
  return (text, { isCut } = { isCut: false }) => {
    const masked = longestFirst.reduce((rest, spelling) => rest.replaceAll(spelling, hidden), text);
    const head = isCut ? Math.max(0, ...longestFirst.map((spelling) => headLength(masked, spelling))) : 0;
    return head > 0 ? masked.slice(0, -head) + hidden : masked;
  };
}

/** The texts of a JSON value masked; everything else as it is. */
export function maskValue(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === "string") return mask(value);
  if (Array.isArray(value)) return value.map((each) => maskValue(each, mask));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [mask(key), maskValue(each, mask)]));
}

/** How many of the last characters of a text are the beginning of a value that was cut; 0 for fewer than four. */
export function headLength(text: string, value: string): number {
  const start = value.slice(0, leastCharacters);
  for (let at = text.indexOf(start, text.length - value.length + 1); at >= 0; at = text.indexOf(start, at + 1)) {
    if (value.startsWith(text.slice(at))) return text.length - at;
  }
  return 0;
}

/**
 * How a text reads in an address, where it differs: in a path, in a query and in a form, whether who wrote it there encoded
 * it first, or left that to the parser. Servers repeat addresses.
 */
export function addressSpellings(text: string): string[] {
  if (/^[\w.-]*$/.test(text)) return [];
  // `encodeURIComponent` throws at half a pair of surrogates.
  const whole = text.toWellFormed();
  const component = encodeURIComponent(whole);
  const strict = component.replaceAll(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams([["", whole]]).toString().slice(1);
  const spellings = [component, strict, encodeURI(whole), form, ...writtenInto(whole)];
  const lower = spellings.map((each) => each.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()));
  return [...new Set([...spellings, ...lower])].filter((each) => each.length >= leastCharacters && each !== text);
}

/** What the parser of addresses makes of a text: within one, and given as a whole path or query. */
function writtenInto(text: string): string[] {
  const marked = `~${text}~`;
  const [path, query] = [new URL("http://host"), new URL("http://host")];
  path.pathname = marked;
  query.search = marked;
  const [within, after] = [new URL(`http://host/${marked}`), new URL(`http://host/?${marked}`)];
  return [path, query, within, after].flatMap(({ pathname, search, hash }) => {
    const told = /^\/\??~(.*)~$/.exec(pathname + search + hash);
    return told ? [told[1] ?? ""] : [];
  });
}
