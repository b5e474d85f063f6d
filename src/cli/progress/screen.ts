import type { WriteStream } from "node:tty";
import { type Line, renderLine } from "./line.ts";

/** Lines that are drawn over and over in one place of a terminal. */
export class Screen {
  readonly #stream: WriteStream;
  #drawn = 0;

  constructor(stream: WriteStream) {
    this.#stream = stream;
  }

  get width(): number {
    return this.#stream.columns || 80;
  }

  /** Replaces what was drawn before. A line more than the window is high could not be drawn over again. */
  draw(lines: readonly Line[]): void {
    const shown = lines.slice(0, Math.max(1, (this.#stream.rows || 24) - 1));
    const colour = this.#stream.hasColors();
    const text = shown.map((line) => `${renderLine(line, this.width, colour)}\x1b[K\n`).join("");
    this.#stream.write(`${this.#home()}${text}\x1b[J`);
    this.#drawn = shown.length;
  }

  #home(): string {
    return this.#drawn > 0 ? `\x1b[${this.#drawn}A\r` : "";
  }
}
