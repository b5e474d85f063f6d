/** A colour in the OKLab space (Björn Ottosson, 2020), in which equal distances look equal. */
export interface Oklab {
  /** Lightness, 0 black to 1 white. */
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

/** Red, green and blue, each 0 to 255. */
export type Rgb = readonly [number, number, number];

/**
 * Reads a CSS colour as theme variables write it: `#rgb`, `#rrggbb`, with or without alpha, `rgb()` and `rgba()`, and
 * as browsers tell mixed ones, `color(srgb …)`. What is see-through is laid over `under`. Undefined when it is something else.
 */
export function parseColour(text: string, under: Rgb = [0, 0, 0]): Rgb | undefined {
  const parts = hexParts(text.trim()) ?? functionParts(text.trim());
  if (!parts) return undefined;
  const [red, green, blue, alpha] = parts;
  return mix(under, [red, green, blue], alpha);
}

/** A colour as canvas and CSS take it. */
export function cssColour([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

/** `over` with an opacity of `share` on `under`. */
export function mix(under: Rgb, over: Rgb, share: number): Rgb {
  const channel = (index: 0 | 1 | 2) => Math.round(under[index] + (over[index] - under[index]) * share);
  return [channel(0), channel(1), channel(2)];
}

/** Contrast of two colours as WCAG 2 defines it, 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

export function toOklab(colour: Rgb): Oklab {
  const [red, green, blue] = colour.map((channel) => linear(channel / 255)) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  };
}

/** The colour itself, or undefined where a screen cannot show it. */
export function fromOklab({ l, a, b }: Oklab): Rgb | undefined {
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ];
  if (channels.some((channel) => channel < -0.0005 || channel > 1.0005)) return undefined;
  return channels.map((channel) => Math.round(255 * encoded(Math.min(1, Math.max(0, channel))))) as [
    number,
    number,
    number,
  ];
}

/** How different two colours look; 0.02 can just be told apart. */
export function lookDistance(one: Oklab, other: Oklab): number {
  return Math.hypot(one.l - other.l, one.a - other.a, one.b - other.b);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => linear(channel / 255)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function encoded(channel: number): number {
  return channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055;
}

type Parts = readonly [red: number, green: number, blue: number, alpha: number];

function hexParts(text: string): Parts | undefined {
  const digits = /^#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.exec(text)?.[1];
  if (!digits) return undefined;
  const size = digits.length < 6 ? 1 : 2;
  const channel = (index: number) =>
    Number.parseInt(digits.slice(index * size, (index + 1) * size).repeat(3 - size), 16);
  return [channel(0), channel(1), channel(2), digits.length % 4 === 0 ? channel(3) / 255 : 1];
}

function functionParts(text: string): Parts | undefined {
  const [, name, inner] = /^(rgba?|color)\((?:srgb )?([^)]*)\)$/i.exec(text) ?? [];
  const numbers = inner
    ?.split(/[\s,/]+/)
    .filter((part) => part !== "")
    .map(amount);
  if (!numbers || numbers.length < 3 || numbers.some(Number.isNaN)) return undefined;
  const [red = 0, green = 0, blue = 0, alpha = 1] = numbers;
  const full = name?.toLowerCase() === "color" ? 255 : 1;
  return [red * full, green * full, blue * full, alpha];
}

/** `128`, `0.5`, `50%`: a percentage only ever stands for an opacity in themes. */
function amount(text: string): number {
  return text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
}
