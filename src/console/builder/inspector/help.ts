import { componentKinds, propertiesOf } from "../../../contract/component-kinds.ts";
import type { ViewDraft } from "../../../contract/view.ts";
import { callMembers } from "../../../reactive/reactive.ts";
import type { Help } from "../../code/expression-completion.ts";

/** One line about each name of a page, as completion shows it. */

const roots: Readonly<Record<string, string>> = {
  state: "Values of the page, which actions set.",
  query: "Parameters of the page's address; always text.",
  calls: "What each call shows: its data, its error, whether it is loading.",
};

export function helpOf(draft: ViewDraft): Help {
  return (path) => {
    const [root = "", name, member, ...rest] = path.split(".");
    if (rest.length > 0) return undefined;
    if (name === undefined) return roots[root] ?? aboutComponent(draft, root);
    if (root === "calls") return member === undefined ? aboutCall(draft, name) : ownMember(callMembers, member);
    if (member !== undefined) return undefined;
    if (root === "state" || root === "query") return undefined;
    const kind = draft.components.find(({ id }) => id === root)?.kind;
    if (kind === undefined) return undefined;
    const property = ownMember(propertiesOf(kind), name) ?? ownMember(componentKinds[kind].exposes, name);
    return property?.describe;
  };
}

function ownMember<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function aboutComponent(draft: ViewDraft, id: string): string | undefined {
  const kind = draft.components.find((component) => component.id === id)?.kind;
  return kind === undefined ? undefined : `${componentKinds[kind].name}: ${componentKinds[kind].describe}`;
}

function aboutCall(draft: ViewDraft, name: string): string | undefined {
  const call = ownMember(draft.calls, name);
  if (call === undefined) return undefined;
  return call.trigger === "binding"
    ? `Runs ${call.worklet} by itself.`
    : `Runs ${call.worklet} when an action says so.`;
}
