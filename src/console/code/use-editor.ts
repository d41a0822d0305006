import { isolateHistory } from "@codemirror/commands";
import { Annotation, Compartment, EditorState, type Extension, Transaction } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { replacement, TextTrail } from "./text-trail.ts";

/**
 * One CodeMirror editor in a shadow root, where its styles are adopted sheets that a strict policy allows. The text is its
 * owner's; what is typed stands there first and is told at once.
 */

export type EditorOptions = {
  /** Which document this is: another one has an undo history of its own. */
  document: string;
  text: string;
  onChange(text: string): void;
  /** What never changes; read once. */
  base: Extension;
  /** What may change while the editor stands; keep the object as long as it means the same. */
  settings: Extension;
};

/** A document that was left, as it was: coming back, its undo history and its cursor are there again. */
type Left = { state: EditorState; top: number };

const fromOutside = Annotation.define<true>();
const unix = (text: string) => text.replaceAll(/\r\n?/g, "\n");

export function useEditor(options: EditorOptions): {
  host: RefObject<HTMLDivElement | null>;
  view: RefObject<EditorView | null>;
} {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(options);
  const [parts] = useState(() => ({ settings: new Compartment(), left: new Map<string, Left>() }));
  const shown = useRef({ document: options.document, trail: new TextTrail(options.text) });

  useLayoutEffect(() => {
    latest.current = options;
  });

  const [newState] = useState(
    () => (text: string) =>
      EditorState.create({
        doc: unix(text),
        extensions: [
          parts.settings.of(latest.current.settings),
          latest.current.base,
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((one) => one.annotation(fromOutside))) return;
            const typed = update.state.doc.toString();
            shown.current.trail.tell(typed);
            latest.current.onChange(typed);
          }),
        ],
      }),
  );

  useLayoutEffect(() => {
    if (host.current === null) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: "open" });
    const { document, text } = latest.current;
    shown.current = { document, trail: new TextTrail(text) };
    const made = new EditorView({ state: newState(text), parent: root, root });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, [newState]);

  const { document, text, settings } = options;
  useLayoutEffect(() => {
    if (view.current === null) return;
    const { left } = parts;
    if (shown.current.document !== document) {
      left.set(shown.current.document, { state: view.current.state, top: view.current.scrollDOM.scrollTop });
      const before = left.get(document);
      view.current.setState(before?.state ?? newState(text));
      // What was left has the settings of that time.
      view.current.dispatch({ effects: parts.settings.reconfigure(latest.current.settings) });
      view.current.scrollDOM.scrollTop = before?.top ?? 0;
      shown.current = { document, trail: new TextTrail(view.current.state.doc.toString()) };
    }
    if (!shown.current.trail.isEcho(text)) {
      replaceText(view.current, unix(text));
      shown.current.trail = new TextTrail(text);
    }
  }, [parts, newState, document, text]);

  useLayoutEffect(() => {
    if (view.current === null || parts.settings.get(view.current.state) === settings) return;
    view.current.dispatch({ effects: parts.settings.reconfigure(settings) });
  }, [parts, settings]);

  return { host, view };
}

/** One step of the undo history: what was typed before can be had back. */
function replaceText(view: EditorView, text: string): void {
  const before = view.state.doc.toString();
  if (before === text) return;
  view.dispatch({
    changes: replacement(before, text),
    annotations: [fromOutside.of(true), Transaction.addToHistory.of(true), isolateHistory.of("full")],
  });
}
