import type { ViewSummary } from "../../contract/view-catalog.ts";

/** Views in words, and where they are found. */

export type Access = NonNullable<ViewSummary["live_access"]>;

/** The address that visitors open, on this server. */
export function addressOfView(application: string, view: string): string {
  return `/v/${encodeURIComponent(application)}/${encodeURIComponent(view)}`;
}

/** Who may open it. */
export const accessWords: Record<Access, string> = {
  private: "People who are signed in",
  link: "Anyone with the link",
};

/** What publishing lets strangers do, in one sentence. */
export function runSentence(access: Access, worklets: readonly string[]): string {
  if (access === "private") return "People who are signed in can use it.";
  if (worklets.length === 0) return "Anyone with the link can open it. It runs no worklet.";
  return `Anyone with the link can run: ${worklets.join(", ")}`;
}

/** What makes another page show it in a frame. */
export function embedSnippet(address: string, title: string): string {
  const named = title.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return `<iframe src="${address}" title="${named}" width="100%" height="720" loading="lazy"></iframe>`;
}
