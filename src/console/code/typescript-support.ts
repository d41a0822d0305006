import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  insertCompletionText,
  pickedCompletion,
} from "@codemirror/autocomplete";
import { type Diagnostic, linter } from "@codemirror/lint";
import { EditorState, type Extension, StateEffect } from "@codemirror/state";
import { type EditorView, hoverTooltip, type Tooltip } from "@codemirror/view";
import { showNotice } from "./notice.ts";
import type { TypeSession } from "./typescript-client.ts";
import type { Answers, Details, Inquiry, Suggestion } from "./typescript-protocol.ts";

/** What TypeScript knows, in the editor: completion, faults, and types under the pointer. */

const icons: Record<string, string> = {
  method: "method",
  function: "function",
  "local function": "function",
  property: "property",
  getter: "property",
  setter: "property",
  const: "constant",
  let: "variable",
  var: "variable",
  "local var": "variable",
  parameter: "variable",
  class: "class",
  interface: "interface",
  type: "type",
  enum: "enum",
  module: "namespace",
  keyword: "keyword",
  string: "text",
};

/** Says that other files or names have changed, so that faults are looked for again. */
export const typesChanged = StateEffect.define<null>();

export function typeSupport(session: TypeSession, path: string): Extension {
  const file = ({ doc }: EditorState) => ({ path, text: doc.toString() });
  // Completion knows its sources by identity: one function for good.
  const languageData = [{ autocomplete: (context: CompletionContext) => complete(session, path, context) }];
  return [
    EditorState.languageData.of(() => languageData),
    linter(
      async (view): Promise<Diagnostic[]> => {
        const found = await ask(session, view, { verb: "findings", ...file(view.state) });
        return (found ?? []).map((one) => ({ ...one, source: "TypeScript" }));
      },
      {
        delay: 350,
        needsRefresh: (update) =>
          update.transactions.some((one) => one.effects.some((effect) => effect.is(typesChanged))),
      },
    ),
    hoverTooltip(async (view, at): Promise<Tooltip | null> => {
      const found = await ask(session, view, { verb: "explain", ...file(view.state), at });
      return found && { pos: found.from, end: found.to, create: () => ({ dom: explanation(found) }) };
    }),
  ];
}

/** When there is no answer the editor says so, and goes on as an editor of plain text. */
async function ask<Asked extends Inquiry>(
  session: TypeSession,
  view: EditorView,
  inquiry: Asked,
): Promise<Answers[Asked["verb"]] | null> {
  try {
    const answer = await session.ask(inquiry);
    showNotice(view, null);
    return answer;
  } catch (error) {
    showNotice(view, `Types and completion are not available: ${error instanceof Error ? error.message : error}`);
    return null;
  }
}

/** While typing: in a word, and after what opens something. */
const begun = /(?:[\w$]|[."'`/@#<])$/;
const word = /[\w$]*$/;

async function complete(
  session: TypeSession,
  path: string,
  context: CompletionContext,
): Promise<CompletionResult | null> {
  const { state, pos, view } = context;
  if (view === undefined || (!context.explicit && context.matchBefore(begun) === null)) return null;
  const found = await ask(session, view, { verb: "complete", path, text: state.doc.toString(), at: pos });
  if (found === null || context.aborted) return null;
  const from = found.from ?? context.matchBefore(word)?.from ?? pos;
  const isInText = found.list.some(({ kind }) => kind === "string");
  const details = ({ name, source }: Suggestion) => {
    const { doc, selection } = view.state;
    return ask(session, view, { verb: "details", path, text: doc.toString(), at: selection.main.head, name, source });
  };
  return {
    from: Math.min(from, pos),
    options: found.list.map((one) => option(one, () => details(one))),
    validFor: isInText ? /^[^"'`]*$/ : /^[\w$]*$/,
  };
}

type AskDetails = () => Promise<Details | null>;

function option(suggestion: Suggestion, ask: AskDetails): Completion {
  const { name, kind, sort, source } = suggestion;
  return {
    label: name,
    sortText: sort + name,
    // TypeScript's order goes up from 10: what is near comes first, what would have to be imported last.
    boost: Number.parseInt(sort, 10) > 11 ? 11 - Number.parseInt(sort, 10) : 0,
    type: icons[kind] ?? "variable",
    ...(source !== undefined && { detail: source.replace(/^\/app\//, "") }),
    info: async () => {
      const found = await ask();
      return found === null ? null : explanation(found);
    },
    apply: (view, completion, from, to) => {
      view.dispatch({
        ...insertCompletionText(view.state, suggestion.insert ?? name, suggestion.from ?? from, to),
        annotations: pickedCompletion.of(completion),
      });
      if (source !== undefined) void addImport(view, ask);
    },
  };
}

/** The import of a name that was just written, unless something was typed before it was known. */
async function addImport(view: EditorView, ask: AskDetails): Promise<void> {
  const { doc } = view.state;
  const found = await ask();
  if (found !== null && view.state.doc === doc) {
    view.dispatch({ changes: found.edits, userEvent: "input.complete" });
  }
}

export function explanation({ signature, documentation }: { signature: string; documentation: string }): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-types";
  dom.appendChild(document.createElement("code")).textContent = signature;
  if (documentation !== "") dom.appendChild(document.createElement("p")).textContent = documentation;
  return dom;
}
