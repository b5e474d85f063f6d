import { cssColour, parseColour, type Rgb } from "../model/colours.ts";
import { inkOn, sequentialScale } from "../model/colours-scale.ts";
import { pixelsOf } from "../model/heatmap-paint.ts";
import { pageTheme } from "./theme.ts";

/** Everything a heatmap is drawn with. It stays the same object as long as the theme's colours do. */
export interface HeatColours {
  readonly scale: readonly Rgb[];
  readonly pixels: Uint32Array;
  /** What is read on each colour of the scale. */
  readonly inks: readonly string[];
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly focus: string;
  /** Behind the heatmap. */
  readonly surface: string;
  readonly font: string;
}

const FALLBACK = { background: [255, 255, 255], cool: [26, 133, 255], warm: [228, 168, 20] } as const;

let known: { readonly key: string; readonly colours: HeatColours } | undefined;

/** The colours of this moment. */
export function heatColours(): HeatColours {
  const theme = pageTheme();
  const names = [
    "--vscode-editor-background",
    "--vscode-charts-blue",
    "--vscode-charts-yellow",
    "--vscode-foreground",
    "--vscode-descriptionForeground",
    "--vscode-focusBorder",
    "--raised",
  ] as const;
  const texts = names.map((name) => theme.colour(name));
  const highContrast = document.body.classList.contains("vscode-high-contrast");
  const key = [...texts, theme.font, highContrast].join("|");
  if (known?.key !== key) known = { key, colours: coloursOf(texts, theme.font, highContrast) };
  return known.colours;
}

function coloursOf(texts: readonly string[], font: string, highContrast: boolean): HeatColours {
  const [background = "", cool = "", warm = "", foreground = "", muted = "", focus = "", surface = ""] = texts;
  const under = parseColour(background) ?? FALLBACK.background;
  const scale = sequentialScale({
    background: under,
    cool: parseColour(cool, under) ?? FALLBACK.cool,
    warm: parseColour(warm, under) ?? FALLBACK.warm,
    highContrast,
  });
  const inks = scale.map((colour) => cssColour(inkOn(colour)));
  return {
    scale,
    pixels: pixelsOf(scale),
    inks,
    background,
    foreground,
    muted: highContrast ? foreground : muted,
    focus,
    surface,
    font,
  };
}
