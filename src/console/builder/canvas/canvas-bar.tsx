import { Segments } from "../../parts/segments.tsx";
import { Tooltip } from "../../parts/tooltip.tsx";
import { type PageWidth, pageWidthWords } from "./page-width.ts";

/** Over the canvas: how wide the page is drawn, and how small. */
export function CanvasBar({
  width,
  setWidth,
  scale,
  isActual,
  setActual,
}: {
  width: PageWidth;
  setWidth(width: PageWidth): void;
  scale: number;
  isActual: boolean;
  setActual(isActual: boolean): void;
}) {
  return (
    <div className="flex shrink-0 items-center gap-2 border-b border-border bg-surface px-3 py-1">
      <Segments label="Width of the page" value={width} words={pageWidthWords} onChange={setWidth} />
      <Tooltip text={isActual ? "Make it fit" : "Show it in its own size"} keys="z">
        <button
          type="button"
          aria-pressed={isActual}
          aria-label={`Own size of the page; it is drawn at ${percent(scale)}`}
          onClick={() => setActual(!isActual)}
          className="h-6 rounded px-1.5 text-xs text-muted tabular-nums hover:bg-surface-3 hover:text-text aria-pressed:bg-accent-soft aria-pressed:text-accent"
        >
          {percent(scale)}
        </button>
      </Tooltip>
    </div>
  );
}

function percent(scale: number): string {
  return `${Math.round(scale * 100)} %`;
}
