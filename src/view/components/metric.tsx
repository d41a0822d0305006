import { useStanding } from "../page/calls-behind.ts";
import { useComponent } from "../page/use-component.ts";
import { Frame } from "../parts/frame.tsx";
import { Glyph } from "../parts/glyph.tsx";
import type { Drawn } from "./drawn.ts";
import { changeOf, figureOf } from "./metric/figure.ts";

/** One number, large. */
export function Metric({ component }: Drawn) {
  const { values, error, loading } = useComponent(component.id, "metric");
  const standing = useStanding(component, "value", { error: error("value"), loading: loading("value") });
  const figure = figureOf(values.value);
  return (
    <div className="flex h-full min-w-0 flex-col justify-center rounded-lg border border-border bg-surface px-4 py-3">
      <Frame label={values.label} standing={standing} isEmpty={values.value === null}>
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <span
            title={figure.whole}
            className={`min-w-0 font-semibold tracking-tight tabular-nums wrap-anywhere ${figure.isLong ? "line-clamp-3 text-lg" : "text-2xl"}`}
          >
            {figure.text === "" ? <NoValue /> : figure.text}
            {figure.text !== "" && values.unit !== "" && (
              <span className="ml-1 text-base font-normal text-muted">{values.unit}</span>
            )}
          </span>
          {values.change !== null && <Change percent={values.change} />}
        </p>
      </Frame>
    </div>
  );
}

function NoValue() {
  return (
    <>
      <span aria-hidden="true" className="text-muted">
        –
      </span>
      <span className="sr-only">No value</span>
    </>
  );
}

const looks = { up: "text-success", down: "text-danger", same: "text-muted" } as const;

function Change({ percent }: { percent: number }) {
  const { direction, text, words } = changeOf(percent);
  return (
    <span className={`inline-flex items-center gap-0.5 text-sm font-medium tabular-nums ${looks[direction]}`}>
      {direction !== "same" && <Glyph name={direction} />}
      <span aria-hidden="true">{text}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}
