import { Chart, type ChartConfiguration, LinearScale, LineController, LogarithmicScale } from "chart.js";
import type { Axis, Mark, PlotModel, Series } from "../../model/plot.ts";
import type { Theme } from "../theme.ts";
import { type ColumnFrame, drawColumns } from "./columns.ts";
import { drawLine } from "./lines.ts";
import type { Place } from "./overlay.ts";
import { drawPoints } from "./points.ts";
import { drawReferences, type Frame } from "./reference-labels.ts";

Chart.register(LinearScale, LogarithmicScale, LineController);

/** Room at the right edge in pixels, with and without names of reference values. */
const GUTTER = { named: 68, plain: 12 };

/** Pixels by which marks may reach over the edge of the chart. */
const OVERLAP = 6;

/**
 * A chart on a canvas: the only place that knows chart.js. Axes and layout are chart.js's, and are worked out anew only
 * when the axes change. What lies between the axes is drawn here: chart.js would resolve options and keep an element for
 * each of thousands of points, at every update. Pointing and explaining is done over the canvas.
 */
export class Drawing<T> {
  readonly #theme: Theme;
  readonly #chart: Chart<"line">;
  #model: PlotModel<T> | undefined;
  #axes = "";

  /**
   * @param drawn called after every drawing, also the one that follows when what the chart lies in has another size: from
   * then on marks are elsewhere
   * @param ratio device pixels in a CSS pixel, for a canvas of a fixed size; else the chart fills what it lies in
   */
  constructor(canvas: HTMLCanvasElement, theme: Theme, drawn: () => void, ratio?: number) {
    this.#theme = theme;
    const configuration: ChartConfiguration<"line"> = {
      type: "line",
      data: { datasets: [] },
      options: {
        animation: false,
        responsive: ratio === undefined,
        maintainAspectRatio: false,
        ...(ratio === undefined ? {} : { devicePixelRatio: ratio }),
        events: [],
      },
      plugins: [
        {
          id: "marks",
          beforeDatasetsDraw: ({ ctx }) => {
            if (this.#model) this.#drawSeries(ctx, this.#model.series);
          },
          afterDatasetsDraw: ({ ctx }) => {
            if (this.#model) drawReferences(ctx, this.#frame(), this.#model.references, theme);
          },
          afterDraw: drawn,
        },
      ],
    };
    this.#chart = new Chart(canvas, configuration);
  }

  get size(): { readonly width: number; readonly height: number } {
    return this.#chart;
  }

  /** Pixels between which marks lie. */
  get area(): { readonly top: number; readonly bottom: number } {
    return this.#chart.chartArea;
  }

  /** Draws a chart in the colours of this moment. */
  draw(model: PlotModel<T>): void {
    this.#model = model;
    if (this.#setAxes(model)) this.#chart.update("none");
    else this.#chart.draw();
  }

  placeOf(mark: Mark<T>): Place {
    const { x, y } = this.#chart.scales;
    return { left: x?.getPixelForValue(mark.x) ?? 0, top: y?.getPixelForValue(mark.y) ?? 0 };
  }

  dispose(): void {
    this.#chart.destroy();
  }

  #drawSeries(context: CanvasRenderingContext2D, all: readonly Series<T>[]): void {
    const { left, top, width, height } = this.#chart.chartArea;
    context.save();
    context.beginPath();
    context.rect(left - OVERLAP, top - OVERLAP, width + 2 * OVERLAP, height + 2 * OVERLAP);
    context.clip();
    for (const series of all) this.#drawOne(context, series);
    context.restore();
  }

  #drawOne(context: CanvasRenderingContext2D, { marks, style }: Series<T>): void {
    const placeOf = (mark: Mark<T>) => this.placeOf(mark);
    if (style.kind === "points") drawPoints(context, marks, style, placeOf, this.#theme);
    else if (style.kind === "line") drawLine(context, marks, style, placeOf, this.#theme);
    else drawColumns(context, marks.map(placeOf), this.#columnFrame(), this.#theme.colour(style.colour));
  }

  /** Columns stand at whole numbers. */
  #columnFrame(): ColumnFrame {
    const { chartArea, scales } = this.#chart;
    const step = (scales["x"]?.getPixelForValue(1) ?? 1) - (scales["x"]?.getPixelForValue(0) ?? 0);
    return { bottom: chartArea.bottom, step };
  }

  #frame(): Frame {
    const { chartArea, scales } = this.#chart;
    const { min = 0, max = 1 } = scales["y"] ?? {};
    return { area: chartArea, min, max, heightOf: (value) => scales["y"]?.getPixelForValue(value) ?? 0 };
  }

  /** @returns whether they are other axes than before */
  #setAxes({ references, x, y }: PlotModel<T>): boolean {
    const key = JSON.stringify([x, y, references.length > 0, this.#theme.version]);
    if (key === this.#axes) return false;
    this.#axes = key;
    const { options } = this.#chart;
    const scales = { x: axisOptions(x, this.#theme), y: axisOptions(y, this.#theme) };
    options.scales = scales as NonNullable<typeof options.scales>;
    options.layout = { padding: { top: 8, right: references.length > 0 ? GUTTER.named : GUTTER.plain } };
    return true;
  }
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
