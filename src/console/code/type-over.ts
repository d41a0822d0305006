import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/**
 * Typing over a selection of several lines. A browser that does it by itself gives the new line the looks of the old one, as a
 * style inside the page, which the page's policy forbids.
 */
export const typeOver: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { state } = view;
    const { main, ranges } = state.selection;
    const isOneLine = main.to <= state.doc.lineAt(main.from).to;
    if (event.inputType !== "insertText" || !event.data || view.composing || state.readOnly) return false;
    if (isOneLine || ranges.length > 1) return false;
    const text = event.data;
    const insert = () =>
      state.update(state.replaceSelection(state.toText(text)), { userEvent: "input.type", scrollIntoView: true });
    event.preventDefault();
    const isTaken = state.facet(EditorView.inputHandler).some((take) => take(view, main.from, main.to, text, insert));
    if (!isTaken) view.dispatch(insert());
    return true;
  },
});
