import type { Json } from "../../../expression/expression.ts";
import { mostBytes } from "../../parts/complaints.ts";
import { sizesInWords } from "../../parts/words.ts";
import { acceptedInWords, isAccepted } from "./accepted.ts";

/** A file of the visitor's machine as a value of the page. */

export type FileValue = {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly base64: string;
};

export type FileRules = { readonly accept: string; readonly max_bytes: number | null };

/** Why a file is not taken; it is asked before anything of it is read. */
export function refusalOf(file: { name: string; type: string; size: number }, rules: FileRules): string | null {
  if (!isAccepted(file, rules.accept))
    return `${file.name} cannot be taken here. Choose one of: ${acceptedInWords(rules.accept)}.`;
  const limit = mostBytes(rules.max_bytes);
  if (file.size <= limit) return null;
  const [size, most] = sizesInWords(file.size, limit);
  return `${file.name} is too large: it has ${size}, and ${most} is the most.`;
}

/** What is thrown is a sentence for a person. */
export async function readFile(file: File): Promise<FileValue> {
  const base64 = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = String(reader.result);
      resolve(file.size === 0 ? "" : address.slice(address.indexOf(",") + 1));
    };
    reader.onerror = () =>
      reject(
        new Error(`${file.name} cannot be read. Is it a folder, or was it moved or changed since? Choose it again.`),
      );
    reader.readAsDataURL(file);
  });
  return { name: file.name, type: file.type, bytes: file.size, base64 };
}

/** What is told of a value that may have come from elsewhere. */
export function fileIn(value: Json): { name: string; bytes: number | null } | null {
  if (value === null || value === "" || value === false) return null;
  if (typeof value !== "object" || Array.isArray(value)) return { name: "This is no file", bytes: null };
  const { name, bytes } = value;
  return {
    name: typeof name === "string" && name !== "" ? name : "A file without a name",
    bytes: typeof bytes === "number" ? bytes : null,
  };
}
