/** Attention and MLP of one layer, 0 to 1. */
interface Bar {
  readonly attention: number;
  readonly mlp: number;
}

export interface ProfilePicture {
  /** One for each layer; undefined leaves a gap. */
  readonly bars: readonly (Bar | undefined)[];
  readonly target: number | undefined;
  /** Layers that are marked. */
  readonly marked: ReadonlySet<number>;
}

const WIDTH = 320;
const HEIGHT = 72;
/** Below the bars, where marks stand. */
const FOOT = 6;

// Mid-tones that stand out on light and dark grounds alike: a picture cannot know the theme.
const colours = { attention: "#5b8def", mlp: "#e09a3e", target: "#888888", mark: "#d9534f" };

/**
 * The profile of rates over the layers as a small SVG picture in a data URI: for each layer the part of its attention and
 * of its MLP that is removed, the target as a dashed line, marked layers with a foot.
 */
export function profilePicture(picture: ProfilePicture): string {
  const { bars, target, marked } = thinned(picture);
  const width = WIDTH / Math.max(1, bars.length);
  const drawn = bars.map((bar, layer) => [
    ...(bar
      ? [half(layer, 0, width, bar.attention, colours.attention), half(layer, 1, width, bar.mlp, colours.mlp)]
      : []),
    ...(marked.has(layer) ? [rectangle(layer * width, HEIGHT - FOOT + 2, width, FOOT - 2, colours.mark)] : []),
  ]);
  const line = target === undefined ? "" : targetLine(target);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${drawn.flat().join("")}${line}</svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}

/** At most one bar for each pixel, the mean of its layers: editors cut hovers that are too long. */
function thinned({ bars, target, marked }: ProfilePicture): ProfilePicture {
  const share = Math.ceil(bars.length / WIDTH);
  if (share <= 1) return { bars, target, marked };
  const shares = Array.from({ length: Math.ceil(bars.length / share) }, (_, index) =>
    meanBar(bars.slice(index * share, (index + 1) * share)),
  );
  return { bars: shares, target, marked: new Set([...marked].map((layer) => Math.floor(layer / share))) };
}

function meanBar(bars: readonly (Bar | undefined)[]): Bar | undefined {
  const there = bars.filter((bar) => bar !== undefined);
  if (there.length === 0) return undefined;
  const mean = (side: keyof Bar) => there.reduce((sum, bar) => sum + bar[side], 0) / there.length;
  return { attention: mean("attention"), mlp: mean("mlp") };
}

function half(layer: number, side: 0 | 1, width: number, rate: number, colour: string): string {
  const height = rate * (HEIGHT - FOOT);
  // A fifth of a layer's width is the gap to the next.
  const bar = width * 0.4;
  return rectangle(layer * width + side * bar, HEIGHT - FOOT - height, bar, height, colour);
}

function rectangle(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${fill}"/>`;
}

function targetLine(target: number): string {
  const y = short((1 - target) * (HEIGHT - FOOT));
  return `<line x1="0" y1="${y}" x2="${WIDTH}" y2="${y}" stroke="${colours.target}" stroke-dasharray="4 3"/>`;
}

function short(number: number): string {
  return String(Math.round(number * 100) / 100);
}
