import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import type { ViewDraft } from "../../../contract/view.ts";
import type { Page } from "../../../reactive/reactive.ts";
import { browserWire } from "../../../view/server/wire.ts";
import { addressOfView } from "../../views/view-words.ts";
import type { Builder } from "../builder-context.ts";
import { DraftPages } from "./draft-pages.ts";
import { draftServer } from "./draft-server.ts";
import type { Live } from "./live-context.ts";

/** Between two letters that somebody types there is less. */
const restMs = 90;

/** The page that the draft is, which goes on with its values after each change. While somebody types, no other one is made. */
export function useLivePage(
  application: string,
  view: string,
  draft: ViewDraft,
  mode: Builder["mode"],
): { page: Page; live: Live } {
  const [pages] = useState(
    () => new DraftPages(addressOfView(application, view), draftServer(application, view), browserWire()),
  );
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const page = pages.pageFor(draft);
  const { effects, problem } = pages;
  const latest = useRef(draft);
  latest.current = draft;
  useEffect(() => {
    pages.mode = mode;
  }, [pages, mode]);
  useEffect(() => pages.show(), [pages]);
  useEffect(() => pages.load(page), [pages, page]);
  useEffect(() => {
    if (pages.isMade(draft)) return;
    const timer = setTimeout(() => {
      pages.make(draft);
      redraw();
    }, restMs);
    return () => clearTimeout(timer);
  }, [pages, draft]);
  const restart = useCallback(() => {
    pages.restart(latest.current);
    redraw();
  }, [pages]);
  const live = useMemo(() => ({ effects, problem, restart }), [effects, problem, restart]);
  return { page, live };
}
