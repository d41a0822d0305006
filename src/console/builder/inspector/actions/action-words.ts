import type { Action, ActionName } from "../../../../contract/view.ts";

/** Actions in words: what each does, and what one does as a short sentence. */

export const actionWords: Readonly<Record<ActionName, { name: string; tells: string }>> = {
  run_call: { name: "Run a call", tells: "Runs a worklet and waits for its answer." },
  set: { name: "Set a value", tells: "Sets a state, a query parameter or a property." },
  notify: { name: "Show a message", tells: "A short note in the corner of the page." },
  refresh: { name: "Refresh a call", tells: "Runs a binding again with the same values." },
  navigate: { name: "Go to a view", tells: "Another view, or other parameters of this page." },
  open_modal: { name: "Open a modal", tells: "Shows a window over the page." },
  close_modal: { name: "Close a modal", tells: "Hides it again." },
  reset: { name: "Reset a component", tells: "Lets go of what was typed or chosen in it." },
  open_url: { name: "Open an address", tells: "A website, an e-mail or a phone number." },
  copy: { name: "Copy a text", tells: "Puts a text into the clipboard." },
  download: { name: "Download a file", tells: "Makes a file of JSON, CSV or text." },
  cancel_call: { name: "Cancel a call", tells: "Stops what is under way." },
};

export const actionOrder = Object.keys(actionWords) as ActionName[];

/** `Run approve, then set state.note to "approved"`. */
export function sentenceOf(action: Action): string {
  const [next, ...more] = action.on_success ?? [];
  const then =
    next === undefined ? "" : `, then ${lowered(deedOf(next))}${more.length > 0 ? ` and ${more.length} more` : ""}`;
  const condition =
    action.only_when === undefined || action.only_when.trim() === "" ? "" : `If ${bare(action.only_when)}: `;
  const deed = deedOf(action);
  return `${condition}${condition === "" ? deed : lowered(deed)}${then}`;
}

function deedOf(action: Action): string {
  switch (action.action) {
    case "run_call":
      return `Run ${action.call || "a call"}${action.into ? ` into ${action.into}` : ""}`;
    case "set":
      return `Set ${action.target || "a value"} to ${inWords(action.value)}`;
    case "reset":
      return `Reset ${action.component || "a component"}`;
    case "navigate":
      return action.view === undefined ? queryDeed(action.query) : `Go to the view ${action.view}`;
    case "open_url":
      return `Open ${inWords(action.url)}`;
    case "copy":
      return `Copy ${inWords(action.text)}`;
    case "download":
      return `Download ${inWords(action.name)}`;
    case "notify":
      return `Show ${inWords(action.message)}`;
    case "open_modal":
      return `Open ${action.modal || "a modal"}`;
    case "close_modal":
      return `Close ${action.modal || "a modal"}`;
    case "refresh":
      return `Refresh ${action.call || "a call"}`;
    case "cancel_call":
      return `Cancel ${action.call || "a call"}`;
  }
}

function queryDeed(query: Readonly<Record<string, unknown>> = {}): string {
  const names = Object.keys(query);
  return names.length === 0 ? "Go to this page" : `Change ${names.map((name) => `query.${name}`).join(", ")}`;
}

const most = 40;

/** One expression without its braces, a text in quotes, anything else as JSON. */
function inWords(value: unknown): string {
  const text = typeof value === "string" && value.includes("{{") ? bare(value) : JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function bare(text: string): string {
  const inner = /^\s*\{\{((?:(?!\{\{).)*)\}\}\s*$/s.exec(text)?.[1]?.trim() ?? text.trim();
  return inner.length > most ? `${inner.slice(0, most - 1)}…` : inner;
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
