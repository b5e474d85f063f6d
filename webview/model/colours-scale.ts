import { contrast, fromOklab, lookDistance, type Oklab, type Rgb, toOklab } from "./colours.ts";

/** Steps of a scale: more than can be told apart. */
export const SCALE_STEPS = 256;
/** Points at which the path of a scale is measured before it is cut into even steps. */
const FINE = 1024;
/** Strongest chroma of a scale, in its middle: still inside of what screens show at all lightnesses used here. */
const CHROMA = 0.14;
/** Lightness that still stands out from black. */
const DARKEST = 0.22;
/** Below this chroma a colour is a grey, whose hue says nothing. */
const GREY = 0.03;

/** Colours of the theme that a scale is made of. */
export interface ScaleColours {
  readonly background: Rgb;
  /** Where much is removed on a light background, and little on a dark one. */
  readonly cool: Rgb;
  /** The other end. */
  readonly warm: Rgb;
  /** The whole range of lightness, whatever the hues lose. */
  readonly highContrast: boolean;
}

/**
 * A sequential scale that leads away from the background: its lightness always goes on in one direction, so it reads in
 * grey and with any colour vision, and every step looks as large as every other one.
 */
export function sequentialScale(colours: ScaleColours): readonly Rgb[] {
  const path = finePath(colours);
  return evenly(path).map((colour) => fromOklab(colour) ?? [0, 0, 0]);
}

/** Whichever of black and white reads better on a colour. */
export function inkOn(colour: Rgb): Rgb {
  return contrast(colour, [0, 0, 0]) >= contrast(colour, [255, 255, 255]) ? [0, 0, 0] : [255, 255, 255];
}

/** Index of a value's colour. @param share 0 to 1; what lies outside gets the colour of the end */
export function scaleIndex(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share || 0)) * (SCALE_STEPS - 1));
}

function finePath({ background, cool, warm, highContrast }: ScaleColours): Oklab[] {
  const back = toOklab(background).l;
  const isDark = back < 0.5;
  const [from, to] = lightnessEnds(back, isDark, highContrast);
  const [coolHue, warmHue] = [hueOf(cool, 255), hueOf(warm, 95)];
  const [first, last] = isDark ? [coolHue, warmHue] : [warmHue, coolHue];
  return Array.from({ length: FINE + 1 }, (_, index) => {
    const share = index / FINE;
    const chroma = CHROMA * Math.sin(Math.PI * (0.12 + 0.7 * share));
    return shown(from + (to - from) * share, chroma, turn(first, last, share));
  });
}

function lightnessEnds(back: number, isDark: boolean, highContrast: boolean): [number, number] {
  if (isDark) return [Math.max(DARKEST, back + 0.07), highContrast ? 0.98 : 0.93];
  return [back - (highContrast ? 0.05 : 0.03), highContrast ? 0.2 : 0.28];
}

/** The colour, or with just so much chroma as a screen can show. */
function shown(l: number, chroma: number, hue: number): Oklab {
  const at = (share: number) => ({ l, a: share * chroma * Math.cos(hue), b: share * chroma * Math.sin(hue) });
  if (fromOklab(at(1))) return at(1);
  let [low, high] = [0, 1];
  for (let halving = 0; halving < 12; halving++) {
    const middle = (low + high) / 2;
    if (fromOklab(at(middle))) low = middle;
    else high = middle;
  }
  return at(low);
}

/** Hue in radians; `fallback` in degrees for a grey. */
function hueOf(colour: Rgb, fallback: number): number {
  const { a, b } = toOklab(colour);
  return Math.hypot(a, b) < GREY ? (fallback / 180) * Math.PI : Math.atan2(b, a);
}

/** Between two hues, by the shorter way. */
function turn(from: number, to: number, share: number): number {
  const way = ((to - from + 3 * Math.PI) % (2 * Math.PI)) - Math.PI;
  return from + way * share;
}

/** Points of a path at equal distances along it. */
function evenly(path: readonly Oklab[]): Oklab[] {
  const lengths = [0];
  for (const [index, point] of path.slice(1).entries()) {
    lengths.push((lengths[index] ?? 0) + lookDistance(path[index] ?? point, point));
  }
  const total = lengths.at(-1) ?? 0;
  let at = 0;
  return Array.from({ length: SCALE_STEPS }, (_, step) => {
    const wanted = (total * step) / (SCALE_STEPS - 1);
    while (at < path.length - 1 && (lengths[at] ?? 0) < wanted) at++;
    return path[at] ?? { l: 0, a: 0, b: 0 };
  });
}
