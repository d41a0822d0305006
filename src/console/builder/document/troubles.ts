import type { Wrong } from "../../../contract/fault.ts";
import type { ViewDraft } from "../../../contract/view.ts";
import { stepsOf } from "./pointer.ts";

/** What is said against each thing of a view, by its path: `list`, `calls.find`, `state.note`, `events.load`. */
export function troublesOf(
  draft: ViewDraft,
  wrongs: readonly Wrong[],
  failing: readonly { path: string; error: string }[],
): Map<string, string[]> {
  const troubles = new Map<string, string[]>();
  const add = (path: string, sentence: string) => {
    const said = troubles.get(path);
    if (said === undefined) troubles.set(path, [sentence]);
    else if (!said.includes(sentence)) said.push(sentence);
  };
  for (const { path, message } of wrongs) add(ownerOf(draft, path), message);
  for (const { path, error } of failing) {
    const [root = "", name = ""] = path.split(".");
    const isNamed = root === "calls" || root === "state" || root === "query";
    add(isNamed ? `${root}.${name}` : root, `${path}: ${error}`);
  }
  return troubles;
}

/** The thing that a JSON pointer leads into. */
export function ownerOf({ components }: ViewDraft, pointer: string): string {
  const [part = "", name = ""] = stepsOf(pointer);
  if (part === "components") return components[Number(name)]?.id ?? "";
  return name === "" ? part : `${part}.${name}`;
}
