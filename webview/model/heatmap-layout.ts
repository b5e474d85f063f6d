/** A place in a heatmap. */
export interface HeatCell {
  readonly row: number;
  readonly layer: number;
}

/** A rectangle in device pixels, or in CSS pixels where said. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where everything of a heatmap lies, in whole device pixels, so that the edges of cells are crisp at any zoom. Columns
 * share the width to within one pixel; rows are of equal height.
 */
export interface HeatLayout {
  readonly rows: number;
  readonly layers: number;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
  /** The whole canvas. */
  readonly width: number;
  readonly height: number;
  /** The cells. */
  readonly plot: Box;
  readonly rowHeight: number;
  /** Left edges of the columns from the plot's, and the right edge of the last. */
  readonly edges: readonly number[];
  /** Between cells; none where cells are small. */
  readonly gap: number;
  /** Cells are large enough for their number. */
  readonly numbered: boolean;
}

/** CSS pixels. */
const GUTTER = 68;
const AXIS = 22;
/** Above the first row and right of the last column: frames and names reach over the cells. */
const RIM = 4;
const RIGHT = 12;
const TALLEST = 420;
const [LOWEST_ROW, HIGHEST_ROW] = [2, 20];
const WIDEST_CELL = 132;
/** Size from which on a cell has a gap around it, and from which on its number in it. */
const GAP_FROM = 6;
const [NUMBER_WIDTH, NUMBER_HEIGHT] = [26, 14];
/** Distance between labels of an axis. */
const [ROW_LABEL, LAYER_LABEL] = [13, 28];

/** @param width CSS pixels that there are */
export function layoutHeatmap(rows: number, layers: number, width: number, ratio: number): HeatLayout {
  const px = (css: number) => Math.max(1, Math.round(css * ratio));
  const { left, plotWidth, column, edges } = layoutColumns(layers, width, ratio);
  const rowHeight = px(Math.min(HIGHEST_ROW, Math.max(LOWEST_ROW, Math.floor(TALLEST / Math.max(1, rows)))));
  return {
    rows,
    layers,
    ratio,
    width: left + plotWidth + px(RIGHT),
    height: px(RIM) + rows * rowHeight + px(AXIS),
    plot: { x: left, y: px(RIM), width: plotWidth, height: rows * rowHeight },
    rowHeight,
    edges,
    gap: Math.min(column, rowHeight) >= px(GAP_FROM) ? px(1) : 0,
    numbered: column >= px(NUMBER_WIDTH) && rowHeight >= px(NUMBER_HEIGHT),
  };
}

/** Columns of layers, in device pixels: those of heatmaps and of bars lie under each other. */
export interface Columns {
  readonly left: number;
  readonly plotWidth: number;
  /** Mean width. */
  readonly column: number;
  readonly edges: readonly number[];
}

/** @param width CSS pixels that there are */
export function layoutColumns(layers: number, width: number, ratio: number): Columns {
  const px = (css: number) => Math.max(1, Math.round(css * ratio));
  const left = Math.min(px(GUTTER), Math.floor((width * ratio) / 4));
  const room = Math.max(layers, Math.floor(width * ratio) - left - px(RIGHT));
  const plotWidth = Math.min(room, layers * px(WIDEST_CELL));
  const column = plotWidth / Math.max(1, layers);
  const edges = Array.from({ length: layers + 1 }, (_, layer) => Math.round(layer * column));
  return { left, plotWidth, column, edges };
}

/** The column at a distance from the left edge of the first; undefined where there is none. */
export function columnAt(edges: readonly number[], x: number): number | undefined {
  const [layers, end] = [edges.length - 1, edges.at(-1) ?? 0];
  if (x < 0 || x >= end) return undefined;
  const guess = Math.min(layers - 1, Math.floor((x / end) * layers));
  return guess + nudge(edges, guess, x);
}

/** The cell at a point in CSS pixels from the canvas' corner; the axes belong to none. */
export function cellAt(layout: HeatLayout, x: number, y: number): HeatCell | undefined {
  const { plot, rowHeight, edges, rows, ratio } = layout;
  const [right, down] = [x * ratio - plot.x, y * ratio - plot.y];
  const layer = columnAt(edges, right);
  if (layer === undefined || down < 0 || down >= plot.height) return undefined;
  return { row: Math.min(rows - 1, Math.floor(down / rowHeight)), layer };
}

/** Where a cell is, its gap included. */
export function boxOf({ plot, rowHeight, edges }: HeatLayout, { row, layer }: HeatCell): Box {
  const [from, to] = [edges[layer] ?? 0, edges[layer + 1] ?? 0];
  return { x: plot.x + from, y: plot.y + row * rowHeight, width: to - from, height: rowHeight };
}

/** Rows that have room for a label. */
export function labelledRows({ rows, rowHeight, ratio }: HeatLayout): number[] {
  return everyNth(rows, Math.ceil((ROW_LABEL * ratio) / rowHeight));
}

/** Layers that have room for a label. @param width of all columns, in device pixels */
export function labelledLayers(layers: number, width: number, ratio: number): number[] {
  const fit = Math.max(1, Math.floor(width / (LAYER_LABEL * ratio)));
  return everyNth(layers, niceStep(Math.ceil(layers / fit)));
}

/** Rounding puts an edge up to half a pixel to either side of where it would be. */
function nudge(edges: readonly number[], layer: number, x: number): -1 | 0 | 1 {
  if (x < (edges[layer] ?? 0)) return -1;
  return x >= (edges[layer + 1] ?? Number.POSITIVE_INFINITY) ? 1 : 0;
}

function everyNth(amount: number, step: number): number[] {
  return Array.from({ length: Math.ceil(amount / step) }, (_, index) => index * step);
}

/** 1, 2, 5, 10, 20, 50 … */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? least;
}
