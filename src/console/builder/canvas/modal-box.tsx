import type { Looks } from "./canvas-box.tsx";
import { CanvasBox } from "./canvas-box.tsx";

/** A modal: it has no place on the page, so it is edited below it, as wide as its window. */
export function ModalBox(looks: Looks) {
  return <CanvasBox {...looks} className="relative mx-auto w-fit max-w-full" />;
}
