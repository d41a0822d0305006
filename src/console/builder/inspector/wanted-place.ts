import type { ViewDraft } from "../../../contract/view.ts";
import { stepsOf } from "../document/pointer.ts";

/** What `reveal` asks for: where it is edited, and what is marked there with `data-place`. */
export type WantedPlace = {
  /** The component to select; null: the page itself. */
  component: string | null;
  call: string | null;
  /** From the best to the least: the first that is there gets the focus. */
  places: readonly string[];
};

/** `path` reads as in expressions (`list.data`, `calls.find.values.q`) or is a JSON pointer into the document. */
export function wantedPlace(path: string, draft: ViewDraft): WantedPlace {
  const steps = path.startsWith("/") ? stepsOfPointer(path, draft) : path.split(".");
  const [root = "", name] = steps;
  const places = steps.map((_, at) => steps.slice(0, steps.length - at).join("."));
  if (root === "calls") return { component: null, call: name ?? null, places };
  const isComponent = draft.components.some(({ id }) => id === root);
  return { component: isComponent ? root : null, call: null, places };
}

/** `/components/3/events/click/0/value` leads to `save.click`, `/calls/find/values/q/from` to `calls.find.values.q`. */
function stepsOfPointer(pointer: string, draft: ViewDraft): string[] {
  const steps = stepsOf(pointer);
  const [root = "", first = "", member, name, part] = steps;
  if (root === "events") return [first];
  if (root === "calls" && member === "values") return steps.slice(0, part === "schema" ? 5 : 4);
  if (root !== "components") return steps;
  const id = draft.components[Number(first)]?.id ?? "";
  const isNamed = member === "properties" || member === "events";
  return [id, ...(isNamed ? [name] : [member, member === "place" ? name : undefined])].filter(
    (step) => step !== undefined,
  );
}
