import { useEffect, useMemo, useRef, useState } from "react";
import { useStanding } from "../page/calls-behind.ts";
import { useComponent } from "../page/use-component.ts";
import { Frame } from "../parts/frame.tsx";
import { coloursOf, onTheme } from "./chart/colours.ts";
import { DataTable } from "./chart/data-table.tsx";
import { type Drawing, drawingOf, summaryOf } from "./chart/series.ts";
import type { Drawn } from "./drawn.ts";

/** Numbers as a picture, and as a table below it. */
export function Chart({ component }: Drawn) {
  const { values, error, loading } = useComponent(component.id, "chart");
  const standing = useStanding(component, "data", { error: error("data"), loading: loading("data") });
  const { data, type, x, y, stacked } = values;
  const drawing = useMemo(() => drawingOf({ data, type, x, y, stacked }), [data, type, x, y, stacked]);
  return (
    <Frame label={values.label} standing={standing} isEmpty={data.length === 0} emptyText={values.empty_text} isBox>
      {typeof drawing === "string" ? (
        <p className="m-auto max-h-full overflow-auto p-4 text-center text-sm wrap-anywhere text-muted">{drawing}</p>
      ) : (
        <Picture drawing={drawing} label={values.label} />
      )}
    </Frame>
  );
}

function Picture({ drawing, label }: { drawing: Drawing; label: string }) {
  const { canvas, isBroken, retry } = useDrawn(drawing);
  const notes = notesOf(drawing);
  return (
    <>
      <div className="relative m-3 mb-1 min-h-0 flex-1">
        <div className="absolute inset-0">
          <canvas ref={canvas} role="img" aria-label={summaryOf(label, drawing)} />
        </div>
        {isBroken && (
          <p
            role="alert"
            className="absolute inset-0 flex flex-col items-center justify-center gap-2 text-sm text-muted"
          >
            The picture could not be loaded.
            <button type="button" onClick={retry} className="font-medium text-accent underline underline-offset-2">
              Try again
            </button>
          </p>
        )}
      </div>
      <details className="shrink-0 text-xs">
        <summary className="px-3 py-1 text-muted hover:text-text">Data{notes === "" ? "" : ` · ${notes}`}</summary>
        <DataTable drawing={drawing} name={label || "Chart"} />
      </details>
    </>
  );
}

/** The library comes when there is something to draw; a picture is drawn anew when its data or the page's colours change. */
function useDrawn(drawing: Drawing) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [draw, setDraw] = useState<{ chart: typeof import("./chart/draw.ts").drawChart } | null>(null);
  const [isBroken, setBroken] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [theme, setTheme] = useState(0);
  useEffect(() => onTheme(() => setTheme((before) => before + 1)), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt fetches anew.
  useEffect(() => {
    let isLeft = false;
    setBroken(false);
    // What could not be fetched is told where the picture would be.
    import("./chart/draw.ts").then(
      ({ drawChart }) => !isLeft && setDraw({ chart: drawChart }),
      () => !isLeft && setBroken(true),
    );
    return () => {
      isLeft = true;
    };
  }, [attempt]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is what the colours are read from.
  useEffect(() => {
    const { current } = canvas;
    return current === null || draw === null ? undefined : draw.chart(current, drawing, coloursOf(current));
  }, [draw, drawing, theme]);
  return { canvas, isBroken, retry: () => setAttempt((before) => before + 1) };
}

function notesOf({ pointsLeft, seriesLeft, labels, series }: Drawing): string {
  const points =
    pointsLeft > 0
      ? `the first ${labels.length.toLocaleString("en")} of ${(labels.length + pointsLeft).toLocaleString("en")} points`
      : "";
  const kinds = seriesLeft > 0 ? `the first ${series.length} of ${series.length + seriesLeft} members` : "";
  return [points, kinds].filter((note) => note !== "").join(", ");
}
