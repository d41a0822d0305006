import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PieController,
  PointElement,
  ScatterController,
  Tooltip,
} from "chart.js";
import type { Colours } from "./colours.ts";
import type { Drawing } from "./series.ts";

/** The only file that knows the library which draws: it is fetched when there is a chart to draw. */

Chart.register(
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PieController,
  PointElement,
  ScatterController,
  Tooltip,
);

/** Draws into a canvas that fills what is around it; gives what takes it away again. */
export function drawChart(canvas: HTMLCanvasElement, drawing: Drawing, colours: Colours): () => void {
  const chart = new Chart(canvas, configOf(drawing, colours, fontOf(canvas)));
  return () => chart.destroy();
}

type AnyType = "line" | "bar" | "pie" | "scatter";

function fontOf(canvas: HTMLCanvasElement) {
  return { family: getComputedStyle(canvas).fontFamily, size: 11 };
}

function configOf(
  drawing: Drawing,
  colours: Colours,
  font: { family: string; size: number },
): ChartConfiguration<AnyType> {
  const { type, series, labels } = drawing;
  const hasLegend = type === "pie" ? labels.length > 1 : series.length > 1;
  return {
    type: type === "area" ? "line" : type,
    data: { labels: [...labels], datasets: datasetsOf(drawing, colours) },
    options: {
      // Values that change often are to be read, not to be watched.
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      font,
      color: colours.muted,
      interaction:
        type === "pie" || type === "scatter"
          ? { mode: "nearest", intersect: true }
          : { mode: "index", intersect: false },
      plugins: {
        legend: {
          display: hasLegend,
          position: type === "pie" ? "right" : "top",
          align: type === "pie" ? "center" : "end",
          labels: { color: colours.muted, boxWidth: 8, boxHeight: 8, usePointStyle: true, pointStyle: "circle", font },
        },
        tooltip: {
          backgroundColor: colours.text,
          titleColor: colours.surface,
          bodyColor: colours.surface,
          titleFont: font,
          bodyFont: font,
          padding: 8,
          cornerRadius: 6,
          boxWidth: 8,
          boxHeight: 8,
          usePointStyle: true,
        },
      },
      ...(type === "pie" ? {} : { scales: scalesOf(drawing, colours, font) }),
    },
  };
}

function scalesOf({ type, stacked, x }: Drawing, colours: Colours, font: { family: string; size: number }) {
  const ticks = { color: colours.muted, font, maxRotation: 0, autoSkipPadding: 12 };
  const isScatter = type === "scatter";
  return {
    x: {
      type: isScatter ? ("linear" as const) : ("category" as const),
      stacked,
      grid: { display: isScatter, color: colours.line },
      border: { color: colours.line },
      title: { display: isScatter && x !== "", text: x, color: colours.muted, font },
      ticks: isScatter ? ticks : { ...ticks, callback: shortLabel },
    },
    y: {
      type: "linear" as const,
      stacked,
      beginAtZero: type === "bar" || type === "area",
      grid: { color: colours.line },
      border: { display: false },
      ticks: { ...ticks, maxTicksLimit: 6 },
    },
  };
}

function shortLabel(this: { getLabelForValue: (value: number) => string }, value: number | string): string {
  const label = this.getLabelForValue(Number(value));
  return label.length > 14 ? `${label.slice(0, 13)}…` : label;
}

function datasetsOf(drawing: Drawing, { series: palette, surface }: Colours): ChartDataset<AnyType>[] {
  const { type, series, labels, positions, stacked } = drawing;
  const colourAt = (place: number) => palette[place % palette.length] as string;
  /** Colours that come again are told apart by their line. */
  const dashAt = (place: number) => (place < palette.length ? [] : [5, 4]);
  return series.map(({ name, values }, place): ChartDataset<AnyType> => {
    const colour = colourAt(place);
    const common = { label: name, borderColor: colour, backgroundColor: colour };
    switch (type) {
      case "pie":
        return {
          ...common,
          type: "pie",
          data: values.map((value) => value ?? 0),
          backgroundColor: labels.map((_, at) => shade(colourAt(at), at, palette.length)),
          borderColor: surface,
          borderWidth: 2,
        };
      case "scatter":
        return {
          ...common,
          type: "scatter",
          data: values.flatMap((y, at) => pointOf(positions[at] ?? null, y)),
          backgroundColor: faded(colour, "b3"),
          pointRadius: 4,
        };
      case "bar":
        return {
          ...common,
          type: "bar",
          data: [...values],
          backgroundColor: place < palette.length ? colour : faded(colour, "80"),
          borderRadius: 3,
          maxBarThickness: 48,
        };
      default:
        return {
          ...common,
          type: "line",
          data: [...values],
          borderWidth: 2,
          borderDash: dashAt(place),
          pointRadius: values.length > 40 ? 0 : 2.5,
          pointHoverRadius: 5,
          tension: 0.25,
          cubicInterpolationMode: "monotone",
          fill: type === "area" ? (stacked && place > 0 ? "-1" : "origin") : false,
          backgroundColor: type === "area" ? faded(colour, stacked ? "80" : "33") : colour,
        };
    }
  });
}

function pointOf(x: number | null, y: number | null): { x: number; y: number }[] {
  return x === null || y === null ? [] : [{ x, y }];
}

/** The colours of the page are written `#rrggbb`; two digits more say how much of it there is. */
function faded(colour: string, alpha: string): string {
  return `${colour}${alpha}`;
}

function shade(colour: string, place: number, round: number): string {
  const alpha = ["", "99", "55", "33"][Math.floor(place / round)] ?? "22";
  return faded(colour, alpha);
}
