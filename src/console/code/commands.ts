import { EditorSelection } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { offsetOf } from "./faults.ts";

/** Puts the cursor at a line and a column (both from 1), in the middle of what is seen, ready to type. */
export function revealPlace(view: EditorView, line: number, column: number): void {
  const at = offsetOf(view.state.doc, line, column);
  view.dispatch({ selection: EditorSelection.cursor(at), effects: EditorView.scrollIntoView(at, { y: "center" }) });
  view.focus();
}
