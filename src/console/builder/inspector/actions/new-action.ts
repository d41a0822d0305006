import { propertiesOf } from "../../../../contract/component-kinds.ts";
import type { Action, ActionName, ViewDraft } from "../../../../contract/view.ts";

/** An action as it begins: with the first thing that it could be about. */
export function newAction(action: ActionName, draft: ViewDraft): Action {
  const call = (trigger?: "binding" | "event") =>
    Object.entries(draft.calls).find(([, each]) => trigger === undefined || each.trigger === trigger)?.[0] ?? "";
  const modal = draft.components.find(({ kind }) => kind === "modal")?.id ?? "";
  switch (action) {
    case "run_call":
      return { action, call: call("event") };
    case "set":
      return { action, target: targetsOf(draft)[0] ?? "", value: "" };
    case "reset":
      return { action, component: draft.components[0]?.id ?? "" };
    case "navigate":
      return { action };
    case "open_url":
      return { action, url: "https://", new_tab: true };
    case "copy":
      return { action, text: "" };
    case "download":
      return { action, name: "data.json", value: "", format: "json" };
    case "notify":
      return { action, message: "Done", tone: "success" };
    case "open_modal":
    case "close_modal":
      return { action, modal };
    case "refresh":
      return { action, call: call("binding") };
    case "cancel_call":
      return { action, call: call() };
  }
}

/** All that can be set: states and query parameters, then what a person changes in components, then their other properties. */
export function targetsOf(draft: ViewDraft): string[] {
  const properties = draft.components.flatMap(({ id, kind }) =>
    Object.entries(propertiesOf(kind)).flatMap(([name, { type, editable }]) =>
      type === "call" ? [] : [{ target: `${id}.${name}`, isEditable: editable === true }],
    ),
  );
  return [
    ...Object.keys(draft.state).map((name) => `state.${name}`),
    ...Object.keys(draft.query).map((name) => `query.${name}`),
    ...properties.filter(({ isEditable }) => isEditable).map(({ target }) => target),
    ...properties.filter(({ isEditable }) => !isEditable).map(({ target }) => target),
  ];
}
