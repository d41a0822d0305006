import { type RefObject, useEffect, useRef } from "react";

/** Hears what is pasted into a canvas, or while nothing has the focus. null: it is not for pasting now. */
export function usePaste(canvas: RefObject<HTMLElement | null>, paste: ((text: string) => void) | null): void {
  const latest = useRef(paste);
  latest.current = paste;
  useEffect(() => {
    const listener = (event: ClipboardEvent) => {
      const { target } = event;
      const isHere = target === document.body || (target instanceof Node && canvas.current?.contains(target));
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!isHere || latest.current === null || event.defaultPrevented || text === "") return;
      event.preventDefault();
      latest.current(text);
    };
    document.addEventListener("paste", listener);
    return () => document.removeEventListener("paste", listener);
  }, [canvas]);
}
