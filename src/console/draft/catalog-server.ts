import type { Draft, File } from "../../contract/catalog.ts";
import { type Problem, problemFrom } from "../api/problem.ts";
import { ask, path, request } from "../api/request.ts";
import { type Base, isFileKey, nameOf } from "./save-plan.ts";

/** Drafts and files of an application as texts with an ETag. Everything throws a `Problem`. */

export type Written = { etag: string; file: File | null };

export type CatalogServer = {
  /** null: there is none. */
  read(key: string): Promise<Base | null>;
  write(key: string, text: string, ifMatch: string | null): Promise<Written>;
  remove(key: string): Promise<void>;
  /** How the server would keep a text (a draft gets its defaults); null: it would not take it. */
  asKept(key: string, text: string): Promise<string | null>;
};

export function catalogServer(application: string): CatalogServer {
  const addressOf = (key: string) =>
    isFileKey(key)
      ? path`/applications/${application}/files/${nameOf(key)}`
      : path`/applications/${application}/worklets/${nameOf(key)}/draft`;
  return {
    read: async (key) => {
      try {
        const { value, etag } = await ask<string | Draft>("GET", addressOf(key));
        return { text: typeof value === "string" ? value : draftText(value), etag: etag ?? "" };
      } catch (error) {
        if (problemFrom(error).code === "file.not_found") return null;
        throw error;
      }
    },
    write: async (key, text, ifMatch) => {
      const headers: Record<string, string> = ifMatch === null ? {} : { "If-Match": ifMatch };
      const body = isFileKey(key) ? { text } : { body: JSON.parse(text) as Draft };
      const { value, etag } = await ask<File | Draft>("PUT", addressOf(key), { ...body, headers });
      return { etag: etag ?? "", file: "path" in value ? value : null };
    },
    remove: (key) => request("DELETE", addressOf(key)),
    asKept: async (key, text) => {
      if (isFileKey(key)) return text;
      const options = { body: JSON.parse(text), headers: { "If-Match": "*" }, query: { dry_run: true } };
      try {
        return draftText(await request<Draft>("PUT", addressOf(key), options));
      } catch (error) {
        if (isFinal(problemFrom(error))) return null;
        throw error;
      }
    },
  };
}

/** Sent again as it is, the same would be answered. */
export function isFinal({ status }: Problem): boolean {
  return status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429;
}

export function draftText(draft: Draft): string {
  return JSON.stringify(draft);
}
