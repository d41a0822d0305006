import { readKey } from "../access/key.ts";

/** Keys of the platform in what was sent to a hook by mistake: whoever runs the worklet or reads the run must not see them. Pure. */

const key = /(?=(wk_[0-9a-z]{10}_[0-9a-z]{32}_[0-9a-f]{6}))/g;
const basic = /\bbasic[\s:]+([A-Za-z0-9+/_-]+)/gi;

/** Whether a header's value has a well-formed key in it, or the root key: under any scheme, in a list, or as Basic. */
export function carriesKey(value: string, rootKey: string): boolean {
  const decoded = [...value.matchAll(basic)].map(([, text = ""]) => Buffer.from(text, "base64").toString("latin1"));
  return [value, ...decoded].some((text) => hasKey(text) || holds(text, rootKey));
}

function hasKey(text: string): boolean {
  return [...text.matchAll(key)].some(([, found = ""]) => readKey(found) !== null);
}

/** Whether one text stands in another, in a time that does not depend on how much of it does. `wanted` is ASCII. */
function holds(text: string, wanted: string): boolean {
  const characters = Buffer.from(text, "latin1");
  const secret = Buffer.from(wanted, "latin1");
  let isThere = 0;
  for (let start = 0; start + secret.length <= characters.length; start++) {
    let difference = 0;
    for (let at = 0; at < secret.length; at++) difference |= (characters[start + at] ?? 0) ^ (secret[at] ?? 0);
    isThere |= Number(difference === 0);
  }
  return isThere === 1;
}
