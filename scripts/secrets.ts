import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";

/** The Worker's two secrets in a file of lines `NAME=value`: `.dev.vars` of this machine, `.production.vars` of a deployment. */

export const secretNames = ["ROOT_KEY", "MASTER_KEY"] as const;
export type SecretName = (typeof secretNames)[number];
export type Secrets = Partial<Record<SecretName, string>>;

/** A fresh value: ROOT_KEY is URL-safe text of 43 characters, MASTER_KEY is 32 bytes in base 64. */
export function makeSecret(name: SecretName): string {
  return randomBytes(32).toString(name === "ROOT_KEY" ? "base64url" : "base64");
}

/** The secrets that the text gives a value to. As in every such file, the last line of a name counts. */
export function readSecrets(text: string): Secrets {
  const secrets: Secrets = {};
  for (const line of text.split(/\r?\n/)) {
    const parts = /^\s*(?:export\s+)?([A-Z_]+)\s*=\s*(.*)$/.exec(line);
    const name = secretNames.find((known) => known === parts?.[1]);
    const value = plain(parts?.[2] ?? "");
    if (name && value) secrets[name] = value;
  }
  return secrets;
}

/** Appends what is missing and changes nothing else: whoever wrote the file keeps every line of it. */
export function withSecrets(
  text: string,
  wanted: readonly SecretName[],
  make: (name: SecretName) => string,
): { text: string; added: SecretName[] } {
  const present = readSecrets(text);
  const added = wanted.filter((name) => !present[name]);
  if (added.length === 0) return { text, added };
  const start = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return { text: start + added.map((name) => `${name}=${make(name)}\n`).join(""), added };
}

/** Makes sure that the file has the wanted secrets and that only its owner reads it. `heading` opens a new file. */
export function keepSecrets(
  path: string,
  heading: string,
  wanted: readonly SecretName[] = secretNames,
): { secrets: Secrets; added: SecretName[] } {
  const before = existsSync(path) ? readFileSync(path, "utf8") : heading;
  const { text, added } = withSecrets(before, wanted, makeSecret);
  if (added.length > 0) writeFileSync(path, text, { mode: 0o600 });
  chmodSync(path, 0o600);
  return { secrets: readSecrets(text), added };
}

function plain(value: string): string {
  const text = value.trim();
  const quoted = /^(["'`])(.*?)\1/.exec(text);
  return quoted ? (quoted[2] ?? "") : text.replace(/\s+#.*$/, "");
}
