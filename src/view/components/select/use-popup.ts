import { type RefObject, useLayoutEffect, useRef, useState } from "react";

/** Where a popup stands: at its anchor, on the side with room, in the layer above everything, so that nothing cuts it off. */
type Place = { top: number; left: number; width: number; maxHeight: number };

const gap = 4;
const margin = 8;
const tallest = 360;
const narrowest = 220;

export function usePopup(isOpen: boolean, anchor: RefObject<HTMLElement | null>, close: () => void) {
  const popup = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place>({ top: 0, left: 0, width: 0, maxHeight: 0 });
  const latest = useRef(close);
  latest.current = close;
  useLayoutEffect(() => {
    const [shown, from] = [popup.current, anchor.current];
    if (!isOpen || shown === null || from === null) return;
    shown.showPopover();
    const settle = () => setPlace(placeAt(from.getBoundingClientRect(), shown.scrollHeight));
    settle();
    const onScroll = (event: Event) => {
      if (!(event.target instanceof Node && shown.contains(event.target))) settle();
    };
    const onPress = (event: Event) => {
      const isInside = event.target instanceof Node && (shown.contains(event.target) || from.contains(event.target));
      if (!isInside) latest.current();
    };
    window.addEventListener("resize", settle);
    document.addEventListener("scroll", onScroll, true);
    document.addEventListener("pointerdown", onPress, true);
    return () => {
      window.removeEventListener("resize", settle);
      document.removeEventListener("scroll", onScroll, true);
      document.removeEventListener("pointerdown", onPress, true);
    };
  }, [isOpen, anchor]);
  return { popup, style: place };
}

function placeAt(anchor: DOMRect, height: number): Place {
  const below = window.innerHeight - anchor.bottom - gap - margin;
  const above = anchor.top - gap - margin;
  const wanted = Math.min(height, tallest);
  const isBelow = below >= Math.min(wanted, 240) || below >= above;
  const maxHeight = Math.max(Math.min(tallest, isBelow ? below : above), 120);
  const width = Math.min(Math.max(anchor.width, narrowest), window.innerWidth - 2 * margin);
  const left = Math.max(margin, Math.min(anchor.left, window.innerWidth - width - margin));
  const top = isBelow ? anchor.bottom + gap : anchor.top - gap - Math.min(wanted, maxHeight);
  return { top, left, width, maxHeight };
}
