import type { ViewDraft } from "../../../contract/view.ts";
import { problemFrom } from "../../api/problem.ts";
import { ask, path, request } from "../../api/request.ts";
import { type CatalogServer, isFinal } from "../../draft/catalog-server.ts";
import { nameOf } from "../../draft/save-plan.ts";

/** Drafts of views as texts with an ETag, by the keys `view/VIEW`. */

export type ViewDrafts = Pick<CatalogServer, "read" | "write" | "asKept">;

export const viewKey = (view: string) => `view/${view}`;

export function viewDrafts(application: string): ViewDrafts {
  const addressOf = (key: string) => path`/applications/${application}/views/${nameOf(key)}/draft`;
  return {
    read: async (key) => {
      const { value, etag } = await ask<ViewDraft>("GET", addressOf(key));
      return { text: draftText(value), etag: etag ?? "" };
    },
    write: async (key, text, ifMatch) => {
      const headers: Record<string, string> = ifMatch === null ? {} : { "If-Match": ifMatch };
      const { etag } = await ask<ViewDraft>("PUT", addressOf(key), { body: JSON.parse(text), headers });
      return { etag: etag ?? "", file: null };
    },
    asKept: async (key, text) => {
      const options = { body: JSON.parse(text), headers: { "If-Match": "*" }, query: { dry_run: true } };
      try {
        return draftText(await request<ViewDraft>("PUT", addressOf(key), options));
      } catch (error) {
        if (isFinal(problemFrom(error))) return null;
        throw error;
      }
    },
  };
}

export function draftText(draft: ViewDraft): string {
  return JSON.stringify(draft);
}
