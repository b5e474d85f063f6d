import { styleText } from "node:util";

/** How a piece of a line looks; absent = plain. */
export type Style = "bold" | "dim" | "green" | "yellow" | "red" | "cyan";

/** A piece of text in one style. */
interface Piece {
  readonly text: string;
  readonly style?: Style | undefined;
}

/** A line on a screen, before it is cut to the screen's width and coloured. */
export type Line = readonly Piece[];

/** The characters of a line that fit into `width` columns, coloured when wanted. All our characters are one column wide. */
export function renderLine(line: Line, width: number, colour: boolean): string {
  let left = width;
  let rendered = "";
  for (const { text, style } of line) {
    const characters = [...printable(text)].slice(0, left);
    left -= characters.length;
    const shown = characters.join("");
    // Whether to colour was decided by the caller, for the stream that is written to.
    rendered += style && colour && shown ? styleText(style, shown, { validateStream: false }) : shown;
  }
  return rendered;
}

/** Names and messages from files and servers must not steer the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, " ");
}
