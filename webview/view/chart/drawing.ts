import {
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
} from "chart.js";
import type { Axis, Mark, PlotModel, Series } from "../../model/plot.ts";
import type { Theme } from "../theme.ts";

Chart.register(LinearScale, LogarithmicScale, LineController, LineElement, PointElement, ScatterController);

/** A chart of ours as chart.js knows it. */
export type Drawing<T> = Chart<"line" | "scatter", Mark<T>[]>;

type Dataset<T> = ChartDataset<"line" | "scatter", Mark<T>[]>;

/** Room at the right edge in pixels, with and without names of reference values. */
const GUTTER = { named: 68, plain: 12 };

const POINT_STYLES = { circle: "circle", triangle: "triangle", diamond: "rectRot" } as const;

/**
 * Makes a chart without data. Pointing and explaining is done over the canvas, not by chart.js.
 *
 * @param ratio device pixels in a CSS pixel, for a canvas of a fixed size; else the chart fills what it lies in
 */
export function startDrawing<T>(
  canvas: HTMLCanvasElement,
  afterDraw: (drawing: Drawing<T>) => void,
  ratio?: number,
): Drawing<T> {
  const configuration: ChartConfiguration<"line" | "scatter", Mark<T>[]> = {
    type: "scatter",
    data: { datasets: [] },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: ratio === undefined,
      maintainAspectRatio: false,
      ...(ratio === undefined ? {} : { devicePixelRatio: ratio }),
      events: [],
    },
    plugins: [{ id: "references", afterDatasetsDraw: (chart) => afterDraw(chart as Drawing<T>) }],
  };
  return new Chart(canvas, configuration);
}

/** Gives a chart its data and the colours of this moment, and draws it. */
export function draw<T>(drawing: Drawing<T>, { series, references, x, y }: PlotModel<T>, theme: Theme): void {
  drawing.data.datasets = series.map((one, index) => datasetOf(one, series.length - index, theme));
  drawing.options.scales = { x: axisOptions(x, theme), y: axisOptions(y, theme) } as NonNullable<
    typeof drawing.options.scales
  >;
  drawing.options.layout = { padding: { top: 8, right: references.length > 0 ? GUTTER.named : GUTTER.plain } };
  drawing.update("none");
}

function datasetOf<T>({ marks, style }: Series<T>, order: number, theme: Theme): Dataset<T> {
  const colour = theme.colour(style.colour);
  const data = marks as Mark<T>[];
  if (style.kind === "points") {
    const { shape, radius } = style;
    return {
      type: "scatter",
      data,
      order,
      clip: 8,
      pointStyle: POINT_STYLES[shape],
      pointRadius: shape === "circle" ? radius : radius * 1.25,
      backgroundColor: colour,
      pointBorderColor: theme.colour("--surface"),
      pointBorderWidth: radius > 2 ? 1 : 0,
    };
  }
  return {
    type: "line",
    data,
    order,
    clip: 4,
    stepped: style.isStepped ? "before" : false,
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: style.width,
    borderDash: [...(style.dash ?? [])],
    pointRadius: style.hasDots ? 3 : 0,
    spanGaps: false,
  };
}

/** What we set of an axis; chart.js's own types ask for all there is. */
function axisOptions({ title, min, max, isLogarithmic, isWhole, format }: Axis, theme: Theme): Record<string, unknown> {
  const muted = theme.colour("--muted");
  const font = { family: theme.font, size: 11 };
  return {
    type: isLogarithmic ? "logarithmic" : "linear",
    min,
    max,
    title: { display: true, text: title, color: muted, font },
    border: { color: theme.colour("--axis") },
    grid: { color: theme.colour("--grid"), tickColor: theme.colour("--axis"), tickLength: 4 },
    ticks: {
      color: muted,
      font,
      maxTicksLimit: 8,
      maxRotation: 0,
      autoSkipPadding: 12,
      includeBounds: false,
      ...(isWhole ? { precision: 0 } : {}),
      callback: (value: number | string) => tickLabel(Number(value), isLogarithmic === true, format),
    },
  };
}

/** On a logarithmic axis only 1, 2 and 5 of each power of ten are named; the others would run into each other. */
function tickLabel(value: number, isLogarithmic: boolean, format: (value: number) => string): string | null {
  if (!isLogarithmic) return format(value);
  const digit = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return [1, 2, 5].some((named) => Math.abs(digit - named) < 1e-6) ? format(value) : null;
}
