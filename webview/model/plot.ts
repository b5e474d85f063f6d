/** A place in a chart, and what stands there. */
export interface Mark<T> {
  readonly x: number;
  readonly y: number;
  readonly of: T;
}

/** A custom property of the stylesheet that holds a colour. */
export type ColourName = `--${string}`;

export type Shape = "circle" | "triangle" | "diamond";

/** How the points of a series look. */
export interface PointStyle {
  readonly kind: "points";
  readonly colour: ColourName;
  readonly shape: Shape;
  /** Pixels. */
  readonly radius: number;
}

/** How a line through the marks of a series looks. */
export interface LineStyle {
  readonly kind: "line";
  readonly colour: ColourName;
  /** Pixels. */
  readonly width: number;
  /** Pixels drawn and left out, in turn; drawn through when left out. */
  readonly dash?: readonly number[];
  /** Holds each value until the next mark, instead of going straight there. */
  readonly isStepped: boolean;
  /** Draws the marks, too. */
  readonly hasDots: boolean;
}

/** How a column for each mark looks. */
interface ColumnStyle {
  readonly kind: "columns";
  readonly colour: ColourName;
}

/** Marks that look alike. */
export interface Series<T> {
  readonly marks: readonly Mark<T>[];
  readonly style: PointStyle | LineStyle | ColumnStyle;
  /** Whether its marks can be pointed at. */
  readonly isPickable: boolean;
}

/** A value with its name at the right edge of the chart, and a line across where it has one. */
export interface Reference {
  readonly value: number;
  readonly name: string;
  readonly text: string;
  readonly colour: ColourName;
  readonly dash?: readonly number[];
}

export interface Axis {
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly isLogarithmic?: boolean;
  /** A number at a tick. */
  readonly format: (value: number) => string;
  /** Ticks at whole numbers only. */
  readonly isWhole?: boolean;
}

/** All of a chart but its pixels: series further back come first. */
export interface PlotModel<T> {
  readonly series: readonly Series<T>[];
  readonly references: readonly Reference[];
  readonly x: Axis;
  readonly y: Axis;
}

/** What stands beside the mark that is pointed at. */
export interface Tip {
  readonly title: string;
  readonly colour: ColourName;
  readonly rows: readonly (readonly [name: string, value: string])[];
}

/**
 * What the arrow keys lead to: the item `step` places after `at`, the first or last for infinite steps; stays within the
 * list. Where nothing is pointed at, a finite step leads to the last item.
 */
export function neighbour<T>(items: readonly T[], at: T | undefined, step: number): T | undefined {
  const index = at === undefined ? -1 : items.indexOf(at);
  return items[steppedIndex(index < 0 ? undefined : index, step, items.length - 1)];
}

/** The same by index, in a list that ends with `last`. */
export function steppedIndex(index: number | undefined, step: number, last: number): number {
  const wanted = index === undefined && Number.isFinite(step) ? last : (index ?? last) + step;
  return Math.max(0, Math.min(last, wanted));
}

/**
 * Heights of labels that want to stand at `wanted`, moved as little as one pass from the top can so that neighbours are
 * `gap` apart and none lies below `bottom`. In the order of `wanted`.
 */
export function spreadLabels(wanted: readonly number[], gap: number, bottom: number): number[] {
  const order = wanted.map((_, index) => index).sort((one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0));
  const placed = [...wanted];
  let free = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    placed[index] = Math.max(placed[index] ?? 0, free);
    free = (placed[index] ?? 0) + gap;
  }
  let floor = bottom;
  for (const index of order.reverse()) {
    placed[index] = Math.min(placed[index] ?? 0, floor);
    floor = (placed[index] ?? 0) - gap;
  }
  return placed;
}

/** A place or a size in pixels, from the upper left corner of a chart. */
export interface Pixels {
  readonly x: number;
  readonly y: number;
}

/** Pixels between a mark and its tip. */
const TIP_DISTANCE = 14;

/** Where the upper left corner of a tip goes: beside its mark where there is room, else above or below; never outside. */
export function placeTip(mark: Pixels, tip: Pixels, chart: Pixels): Pixels {
  const right = mark.x + TIP_DISTANCE;
  const left = mark.x - TIP_DISTANCE - tip.x;
  const y = clamp(mark.y - tip.y / 2, chart.y - tip.y);
  if (right + tip.x <= chart.x) return { x: right, y };
  if (left >= 0) return { x: left, y };
  const below = mark.y + TIP_DISTANCE;
  const above = mark.y - TIP_DISTANCE - tip.y;
  return { x: clamp(mark.x - tip.x / 2, chart.x - tip.x), y: above >= 0 ? above : below };
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}
