/** A text as it was read. */
export interface LoadedText {
  readonly path: string;
  /** The whole text: documents joined by a blank line, as the WikiText-2 protocol does. */
  readonly text: string;
  /** sha256 of the UTF-8 bytes of `text`, hex. */
  readonly sha256: string;
  readonly documents: number;
}
