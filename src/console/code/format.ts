import type { ChangeSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { FormatQuestion } from "./format-worker.ts";
import type { Language } from "./language.ts";
import { WorkerCalls } from "./worker-calls.ts";

/** Formatting of a whole document, by a worker that is started at the first one. */

let calls: WorkerCalls | null = null;

function worker(): WorkerCalls {
  calls ??= new WorkerCalls(new Worker(new URL("./format-worker.ts", import.meta.url), { type: "module" }), () => {
    calls = null;
  });
  return calls;
}

/** Only what differs is changed, so that the cursor stays where it is. What is typed meanwhile is formatted too. */
export async function formatDocument(view: EditorView, language: Language): Promise<void> {
  if (language === "text") throw new Error("Only .ts, .js, .mts, .mjs and .json files can be formatted.");
  if (view.state.readOnly) throw new Error("This file can only be read here.");
  for (;;) {
    const { doc } = view.state;
    const question: FormatQuestion = { text: doc.toString(), language };
    const changes = (await worker().call(question)) as ChangeSpec[];
    if (view.state.doc !== doc) continue;
    if (changes.length > 0 && !view.state.readOnly)
      view.dispatch({ changes, userEvent: "format", scrollIntoView: true });
    return;
  }
}
