import { barColours, type CandidateBars, isLayered } from "../model/candidate-bars.ts";
import { type BarsLayout, differenceBox, heightOf, rateBox } from "../model/candidate-bars-layout.ts";
import { type Box, labelledLayers } from "../model/heatmap-layout.ts";
import { pageTheme } from "./theme.ts";

/** CSS pixels. */
const FONT_SIZE = 11;
/** Columns of layers from which on a mark over the bars has room for a rim. */
const WIDE = 12;

/** Draws a candidate's bars on a canvas, which gets the layout's size; the layer pointed at has a light behind it. */
export function drawBars(
  canvas: HTMLCanvasElement,
  bars: CandidateBars,
  layout: BarsLayout,
  pointed: number | undefined,
): void {
  canvas.width = layout.width;
  canvas.height = layout.height;
  const context = canvas.getContext("2d");
  if (!context) return;
  if (pointed !== undefined) drawLight(context, layout, pointed);
  drawRateAxis(context, bars, layout);
  drawRates(context, bars, layout);
  drawDifferences(context, bars, layout);
  drawLayers(context, bars.layers, layout);
}

function drawRates(context: CanvasRenderingContext2D, bars: CandidateBars, layout: BarsLayout): void {
  const isWholeSeen = !isLayered(bars);
  for (let layer = 0; layer < bars.layers; layer++) {
    const boxes = bars.series.map(({ part }, index) => ({ part, box: rateBox(layout, bars, layer, index) }));
    for (const { part, box } of boxes.sort((one, other) => other.box.height - one.box.height)) {
      fillBox(context, box, barColours[part]);
    }
    if (bars.whole && isWholeSeen) drawWhole(context, bars, layout, layer, bars.whole[layer] ?? 0);
  }
}

/** The whole layer's rate: a line across its two bars, with a rim so that it can be seen on either. */
function drawWhole(
  context: CanvasRenderingContext2D,
  bars: CandidateBars,
  layout: BarsLayout,
  layer: number,
  rate: number,
): void {
  const first = rateBox(layout, bars, layer, 0);
  const last = rateBox(layout, bars, layer, bars.series.length - 1);
  const y = heightOf(layout, rate, bars.ceiling);
  const isWide = layout.column >= WIDE * layout.ratio;
  const [line, rim] = [
    Math.round((isWide ? 2 : 1) * layout.ratio),
    isWide ? Math.max(1, Math.round(layout.ratio / 2)) : 0,
  ];
  const [x, width] = [first.x, last.x + last.width - first.x];
  fillBox(context, { x, y: y - rim, width, height: line + 2 * rim }, "--surface");
  fillBox(context, { x, y, width, height: line }, "--ink");
}

function drawDifferences(context: CanvasRenderingContext2D, bars: CandidateBars, layout: BarsLayout): void {
  const { differences, left, plotWidth, ratio } = layout;
  if (!differences || !bars.difference) return;
  const theme = pageTheme();
  const middle = Math.round((differences.top + differences.bottom) / 2);
  for (let layer = 0; layer < bars.layers; layer++) {
    const box = differenceBox(layout, bars, layer);
    if (box) fillBox(context, box, (bars.difference.values[layer] ?? 0) > 0 ? "--search-2" : "--search-3");
  }
  fillBox(context, { x: left, y: middle, width: plotWidth, height: Math.max(1, Math.round(ratio)) }, "--axis");
  context.font = `${FONT_SIZE * ratio}px ${theme.font}`;
  context.fillStyle = theme.colour("--muted");
  context.textAlign = "left";
  context.textBaseline = "bottom";
  context.fillText(`Percentage points against ${bars.difference.from}`, left, differences.top - 4 * ratio);
  context.textAlign = "right";
  context.textBaseline = "middle";
  const reach = Number((bars.difference.reach * 100).toFixed(1));
  context.fillText(`+${reach}`, left - 8 * ratio, differences.top + 4 * ratio);
  context.fillText("0", left - 8 * ratio, middle);
  context.fillText(`−${reach}`, left - 8 * ratio, differences.bottom - 4 * ratio);
}

function drawRateAxis(context: CanvasRenderingContext2D, { ceiling, target }: CandidateBars, layout: BarsLayout): void {
  const { left, plotWidth, ratio } = layout;
  const theme = pageTheme();
  const thin = Math.max(1, Math.round(ratio));
  context.font = `${FONT_SIZE * ratio}px ${theme.font}`;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const share of [0, 0.5, 1]) {
    const y = heightOf(layout, share * ceiling, ceiling);
    fillBox(context, { x: left, y, width: plotWidth, height: thin }, share === 0 ? "--axis" : "--grid");
    context.fillStyle = theme.colour("--muted");
    context.fillText(`${Number((share * ceiling * 100).toFixed(1))} %`, left - 8 * ratio, y);
  }
  context.setLineDash([4 * ratio, 3 * ratio]);
  context.strokeStyle = theme.colour("--muted");
  context.lineWidth = thin;
  context.beginPath();
  const y = heightOf(layout, target, ceiling) + thin / 2;
  context.moveTo(left, y);
  context.lineTo(left + plotWidth, y);
  context.stroke();
  context.setLineDash([]);
}

function drawLayers(context: CanvasRenderingContext2D, layers: number, layout: BarsLayout): void {
  const { left, edges, plotWidth, ratio, height } = layout;
  const theme = pageTheme();
  context.font = `${FONT_SIZE * ratio}px ${theme.font}`;
  context.fillStyle = theme.colour("--muted");
  context.textAlign = "center";
  context.textBaseline = "bottom";
  for (const layer of labelledLayers(layers, plotWidth, ratio)) {
    const middle = left + ((edges[layer] ?? 0) + (edges[layer + 1] ?? 0)) / 2;
    context.fillText(String(layer), middle, height - 2 * ratio);
  }
  context.textAlign = "right";
  context.fillText("layer", left - 8 * ratio, height - 2 * ratio);
}

function drawLight(context: CanvasRenderingContext2D, { left, edges, height, ratio }: BarsLayout, layer: number): void {
  const [from, to] = [edges[layer] ?? 0, edges[layer + 1] ?? 0];
  fillBox(context, { x: left + from, y: 0, width: to - from, height: height - 18 * ratio }, "--hover");
}

function fillBox(context: CanvasRenderingContext2D, { x, y, width, height }: Box, colour: `--${string}`): void {
  context.fillStyle = pageTheme().colour(colour);
  context.fillRect(x, y, width, height);
}
