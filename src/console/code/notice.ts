import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { type EditorView, type Panel, showPanel } from "@codemirror/view";

/** A line below the text that says what the editor cannot do just now. */

const setNotice = StateEffect.define<string | null>();

const notice = StateField.define<string | null>({
  create: () => null,
  update(before, { effects }) {
    const set = effects.findLast((effect) => effect.is(setNotice));
    return set === undefined ? before : set.value;
  },
  provide: (field) => showPanel.from(field, (text) => (text === null ? null : () => panelOf(text))),
});

export const noticePanel: Extension = notice;

/** Shows a sentence, or with null takes it away. */
export function showNotice(view: EditorView, text: string | null): void {
  if (view.state.field(notice, false) !== text) view.dispatch({ effects: setNotice.of(text) });
}

function panelOf(text: string): Panel {
  const dom = document.createElement("div");
  dom.className = "cm-notice";
  dom.setAttribute("role", "status");
  dom.textContent = text;
  return { dom };
}
