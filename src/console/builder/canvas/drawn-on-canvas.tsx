import { memo, type RefObject } from "react";
import type { Component } from "../../../contract/view.ts";
import { drawnKinds } from "../../../view/components/kinds.tsx";
import { Boundary } from "../../../view/page/boundary.tsx";
import { useReading } from "../../../view/page/page-context.ts";
import { isContainer } from "../document/family.ts";
import { useCanvas } from "./canvas-context.ts";
import { drawnMark } from "./overflow.ts";

type DrawnProps = { component: Component; place: RefObject<HTMLDivElement | null> };

/** A component as the page draws it, which nothing can be done to; what stands in it has boxes of its own. */
export const DrawnOnCanvas = memo(function DrawnOnCanvas({ component, place }: DrawnProps) {
  const Kind = drawnKinds[component.kind];
  const { drawGrid } = useCanvas();
  const isHidden = useReading(`${component.id}.hidden`).value === true;
  const isHolding = isContainer(component);
  return (
    <div
      ref={place}
      {...drawnMark}
      inert={!isHolding}
      className={`h-full ${isHolding ? "" : "overflow-hidden"} ${isHidden ? "opacity-40" : ""}`}
    >
      <Boundary component={component}>
        <Kind component={component}>{isHolding && drawGrid(component.id)}</Kind>
      </Boundary>
    </div>
  );
});
