import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from "react";
import { ScaleContext } from "./canvas-context.ts";
import { type Drawn, pagePaddingPixels } from "./page-width.ts";

/**
 * The page at its own width, drawn smaller where there is less room. Only the picture shrinks: what is placed on it measures
 * pixels of the page, and handles and names keep their size by `--zoom`.
 */
export function Sheet({ drawn, room, children }: { drawn: Drawn; room: Room; children: ReactNode }) {
  const { width, scale } = drawn;
  const sheet = useRef<HTMLDivElement>(null);
  const { height } = useSizeOf(sheet);
  return (
    // What is drawn smaller takes less room too.
    <div style={{ width: width * scale, height: height * scale }} className="relative mx-auto">
      <div
        ref={sheet}
        data-sheet
        style={{
          width,
          minHeight: (room.height - aroundPixels) / scale,
          padding: pagePaddingPixels,
          transform: scale === 1 ? undefined : `scale(${scale})`,
          ...{ "--zoom": scale },
        }}
        className="absolute top-0 left-0 flex origin-top-left flex-col border-x border-border bg-page"
      >
        <ScaleContext value={scale}>{children}</ScaleContext>
      </div>
    </div>
  );
}

/** Above the page, where the names of the first row stand. */
const aroundPixels = 24;

export type Room = { readonly width: number; readonly height: number };

/** How large something is in pixels of its own, however it is drawn. */
export function useSizeOf(place: RefObject<HTMLElement | null>): Room {
  const [size, setSize] = useState<Room>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const { current } = place;
    if (current === null) return;
    const measure = () => {
      const { offsetHeight: height, clientWidth: width } = current;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [place]);
  return size;
}
