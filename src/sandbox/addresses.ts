/**
 * Which addresses user code may reach: the public internet. Pure; works on what `URL` has normalised, which already turns
 * `0x7f.1`, `2130706433` and full-width digits into `127.0.0.1`. A public name that resolves to a private address is not
 * seen here: on Cloudflare such an address cannot be reached.
 */

/** Why this address is refused, as a sentence without a full stop, or null. Names no path and no query: they may hold secrets. */
export function addressRefusal(url: URL, allowLocal: boolean): string | null {
  const at = `${url.protocol}//${url.host}/`;
  if (url.protocol !== "http:" && url.protocol !== "https:") return `${at} is neither http nor https`;
  const host = url.hostname.replace(/\.+$/, "").toLowerCase();
  const kind = host.startsWith("[") ? ipv6Kind(host.slice(1, -1)) : (ipv4Kind(host) ?? nameKind(host));
  if (kind === "public" || (kind === "a loopback address" && allowLocal)) return null;
  return `${at} is ${kind}`;
}

const loopback = "a loopback address";
const privateAddress = "a private address";
const linkLocal = "a link-local address";
const reserved = "a reserved address";

/** First address, length of the prefix, what it is. The first match counts. */
const ipv4Ranges: readonly (readonly [string, number, string])[] = [
  ["0.0.0.0", 8, "an unspecified address"],
  ["10.0.0.0", 8, privateAddress],
  ["100.64.0.0", 10, "a shared address"],
  ["127.0.0.0", 8, loopback],
  ["169.254.0.0", 16, linkLocal],
  ["172.16.0.0", 12, privateAddress],
  ["192.0.0.0", 24, reserved],
  ["192.0.2.0", 24, reserved],
  ["192.88.99.0", 24, reserved],
  ["192.168.0.0", 16, privateAddress],
  ["198.18.0.0", 15, reserved],
  ["198.51.100.0", 24, reserved],
  ["203.0.113.0", 24, reserved],
  ["224.0.0.0", 4, "a multicast address"],
  ["240.0.0.0", 4, reserved],
];

function ipv4Kind(host: string): string | null {
  const parts = host.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return ipv4NumberKind(numberOf(parts.map(Number)));
}

function ipv4NumberKind(address: number): string {
  for (const [first, length, kind] of ipv4Ranges) {
    const size = 2 ** (32 - length);
    const start = numberOf(first.split(".").map(Number));
    if (address >= start && address < start + size) return kind;
  }
  return "public";
}

function numberOf(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** Only global unicast (2000::/3) is public, and of it not what carries or hides another address. */
function ipv6Kind(text: string): string {
  const groups = groupsOf(text);
  const [first = 0, second = 0] = groups;
  const last = (groups[6] ?? 0) * 65_536 + (groups[7] ?? 0);
  const beginsWith = (...start: number[]) => start.every((group, at) => groups[at] === group);
  if (beginsWith(0, 0, 0, 0, 0, 0)) {
    if (last === 0) return "an unspecified address";
    return last === 1 ? loopback : embedded(last);
  }
  if (beginsWith(0, 0, 0, 0, 0, 0xffff) || beginsWith(0, 0, 0, 0, 0xffff, 0)) return embedded(last);
  if (beginsWith(0x64, 0xff9b, 0, 0, 0, 0)) return embedded(last);
  if (first === 0x2002) return embedded(second * 65_536 + (groups[2] ?? 0));
  if ((first & 0xffc0) === 0xfe80) return linkLocal;
  if ((first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfec0) return privateAddress;
  if ((first & 0xff00) === 0xff00) return "a multicast address";
  if ((first & 0xe000) !== 0x2000) return reserved;
  if (first === 0x2001 && (second < 0x200 || second === 0xdb8)) return reserved;
  return "public";
}

/** An IPv4 address inside an IPv6 one is judged as what it is. */
function embedded(address: number): string {
  return ipv4NumberKind(address);
}

/** `URL` writes an IPv6 address in groups of hexadecimal digits with at most one `::`. */
function groupsOf(text: string): number[] {
  const [left = "", right] = text.split("::");
  const head = left ? left.split(":") : [];
  const tail = right ? right.split(":") : [];
  const zeros = right === undefined ? 0 : 8 - head.length - tail.length;
  return [...head, ...Array<string>(zeros).fill("0"), ...tail].map((group) => Number.parseInt(group, 16));
}

/** Endings of names that belong to a local network, or that resolve to whatever address they are asked for. */
const localEndings = ["local", "internal", "intranet", "lan", "home", "corp", "private", "localdomain", "home.arpa"];
const wildcards = [
  ...["nip.io", "sslip.io", "xip.io", "localtest.me", "lvh.me", "vcap.me", "lacolhost.com", "traefik.me", "local.gd"],
  ...["localho.st", "127-0-0-1.org.uk", "1u.ms", "rbndr.us"],
];

function nameKind(host: string): string {
  const endsIn = (ending: string) => host === ending || host.endsWith(`.${ending}`);
  if (endsIn("localhost")) return loopback;
  if (host === "" || !host.includes(".") || localEndings.some(endsIn)) return "a name of a local network";
  if (wildcards.some(endsIn)) return "a name that can stand for any address";
  return "public";
}
