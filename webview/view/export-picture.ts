import { cardText } from "../../src/protocol/text/card-text.ts";
import { evaluationsText, percent } from "../../src/protocol/text/numbers.ts";
import { basename } from "../model/candidate-words.ts";
import type { LegendEntry } from "../model/legend.ts";
import type { SearchModel } from "../model/search-model.ts";
import { drawLegend, placeLegend } from "./export-legend.ts";
import { pageTheme } from "./theme.ts";

/** A chart that can be drawn again, for a file. */
export interface Picture {
  readonly title: string;
  /** What must be known besides, where the picture itself does not say so. */
  readonly note?: string;
  /** What its colours mean. */
  readonly legend?: readonly LegendEntry[];
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** The chart on a canvas of its own, see-through, `ratio` times as large as its CSS pixels. */
  canvas(ratio: number): HTMLCanvasElement;
}

/** Device pixels in a CSS pixel of an exported picture: sharp in print and on fine screens. */
const RATIO = 2;
/** CSS pixels. */
const MARGIN = 16;
const TITLE = { size: 16, line: 24 };
const NOTE = { size: 11, line: 16 };

/** A PNG in base64: the chart under its title and the protocol of its numbers, on the background of the theme. */
export function pngBase64(picture: Picture, searches: readonly SearchModel[]): string {
  const sheet = document.createElement("canvas");
  const context = sheet.getContext("2d");
  if (!context) return "";
  const width = Math.max(picture.width, 360);
  const theme = pageTheme();
  context.font = `${NOTE.size}px ${theme.font}`;
  const texts = [...(picture.note ? [picture.note] : []), ...searches.map(noteOf)];
  const notes = texts.flatMap((text) => wrapped(context, text, width));
  const legend = placeLegend(context, picture.legend ?? [], width);
  const below = MARGIN + TITLE.line + notes.length * NOTE.line + NOTE.line / 2;
  const top = below + legend.height;
  sheet.width = (width + 2 * MARGIN) * RATIO;
  sheet.height = (top + picture.height + MARGIN) * RATIO;
  context.fillStyle = theme.colour("--vscode-editor-background");
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.drawImage(picture.canvas(RATIO), MARGIN * RATIO, top * RATIO);
  context.scale(RATIO, RATIO);
  drawText(context, picture.title, notes);
  context.translate(MARGIN, below);
  drawLegend(context, legend, theme);
  return sheet.toDataURL("image/png").replace(/^data:image\/png;base64,/, "");
}

function drawText(context: CanvasRenderingContext2D, title: string, notes: readonly string[]): void {
  const theme = pageTheme();
  context.textBaseline = "top";
  context.fillStyle = theme.colour("--vscode-foreground");
  context.font = `600 ${TITLE.size}px ${theme.font}`;
  context.fillText(title, MARGIN, MARGIN);
  context.font = `${NOTE.size}px ${theme.font}`;
  for (const [line, note] of notes.entries()) context.fillText(note, MARGIN, MARGIN + TITLE.line + line * NOTE.line);
}

/** What must be known of a search to make sense of a picture of it. */
function noteOf({ id, detail: { summary, card } }: SearchModel): string {
  const { method, model, target, evaluations } = summary;
  const search = `${basename(model)}, ${method} at ${percent(target)}, ${evaluationsText(evaluations)}, search ${id}`;
  return card ? `${search}. ${card.metric} on ${cardText(card)}` : search;
}

/** Words on as many lines as the width asks for. */
function wrapped(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = `${lines.at(-1)} ${word}`.trimStart();
    if (context.measureText(line).width <= width) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}
