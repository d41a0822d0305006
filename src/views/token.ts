import { createHmac, timingSafeEqual } from "node:crypto";
import { derivedKey, type Settings } from "../platform/settings.ts";

/**
 * The token of a page: `VIEW.VERSION.END.VISITOR.MAC`, signed under the master key. It says for which view, version and visitor a
 * page was given out and until when, so that calls are checked without storage. Pure.
 */

/** So long a token is good for calls. */
export const tokenMs = 3_600_000;
/** So long after its end a page gets another one for the same visitor. */
export const renewalMs = 86_400_000;

export type ViewToken = {
  /** The internal id. */
  view: string;
  version: number;
  /** Epoch milliseconds. */
  endsAt: number;
  visitor: string;
};

const shape = /^([0-9a-z]{1,40})\.([0-9a-z]{1,8})\.([0-9a-z]{8,9})\.([0-9a-z_]{1,40})\.([\w-]{22})$/;
const macBytes = 16;

export function makeViewToken({ masterKey }: Pick<Settings, "masterKey">, token: ViewToken): string {
  const { view, version, endsAt, visitor } = token;
  const signed = `${view}.${version.toString(36)}.${endsAt.toString(36)}.${visitor}`;
  return `${signed}.${macOf(masterKey, signed).toString("base64url")}`;
}

/** What a token says, however old it is; null when it was not made under a master key of ours, or was changed. */
export function readViewToken(
  { masterKey, previousMasterKey }: Pick<Settings, "masterKey" | "previousMasterKey">,
  text: string,
): ViewToken | null {
  const [whole, view = "", version = "", endsAt = "", visitor = "", mac = ""] = shape.exec(text) ?? [];
  if (whole === undefined) return null;
  const signed = text.slice(0, -(mac.length + 1));
  const given = Buffer.from(mac, "base64url");
  const isOf = (master: Uint8Array) => timingSafeEqual(macOf(master, signed), given);
  if (!isOf(masterKey) && !(previousMasterKey && isOf(previousMasterKey))) return null;
  return { view, version: Number.parseInt(version, 36), endsAt: Number.parseInt(endsAt, 36), visitor };
}

function macOf(master: Uint8Array, signed: string): Buffer {
  return createHmac("sha256", derivedKey(master, "view-token")).update(signed).digest().subarray(0, macBytes);
}
