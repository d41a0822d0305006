import { useLayoutEffect, useRef } from "react";

type Written = HTMLInputElement | HTMLTextAreaElement;

/**
 * Keeps what stands in a control the same as the page says, and leaves alone what already is: so the cursor stays where it is,
 * and a word that an input method is still composing is not broken off. `isComposing` is set by whoever uses it.
 */
export function useWritten<Element extends Written>(text: string) {
  const element = useRef<Element>(null);
  const isComposing = useRef(false);
  // After each drawing, not only when the text changes: what is typed may be set back to what stood there before.
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null || isComposing.current || current.value === kept(current, text)) return;
    write(current, text);
  });
  return { element, isComposing };
}

/** As the control would keep it: lines end in one character, and a single line has no ends. */
function kept(element: Written, text: string): string {
  const lines = text.replaceAll(/\r\n?/g, "\n");
  return element instanceof HTMLTextAreaElement ? lines : lines.replaceAll("\n", "");
}

function write(element: Written, text: string): void {
  // Days have no cursor, and reading it there is null.
  const { selectionStart, selectionEnd } = element;
  const isAtEnd = selectionEnd === element.value.length;
  element.value = text;
  if (selectionStart === null || selectionEnd === null || element.ownerDocument.activeElement !== element) return;
  const end = element.value.length;
  element.setSelectionRange(isAtEnd ? end : selectionStart, isAtEnd ? end : selectionEnd);
}
