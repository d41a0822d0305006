import { pointerOf } from "../../../contract/fault.ts";
import type { ViewDraft } from "../../../contract/view.ts";

/** JSON pointers into a draft, and addresses: the same with a component's id in the place of its number, which moves. */

export function stepsOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function valueAt(root: unknown, pointer: string): unknown {
  return stepsOf(pointer).reduce<unknown>((value, step) => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    return (value as Record<string, unknown>)[step];
  }, root);
}

export function addressOf(pointer: string, draft: ViewDraft): string {
  const [root = "", at = "", ...rest] = stepsOf(pointer);
  const id = root === "components" ? draft.components[Number(at)]?.id : undefined;
  return id === undefined ? pointer : pointerOf([root, id, ...rest]);
}

/** null: the component is not there. */
export function pointerNow(address: string, draft: ViewDraft): string | null {
  const [root = "", id = "", ...rest] = stepsOf(address);
  if (root !== "components") return address;
  const at = draft.components.findIndex((component) => component.id === id);
  return at < 0 ? null : pointerOf([root, at, ...rest]);
}
