import type { RateDocument } from "../document.ts";
import type { TextRange } from "../problem.ts";

/** Something that can be written at a place. */
export interface Completion {
  readonly label: string;
  readonly detail: string;
  readonly kind: "key" | "layer" | "value" | "schedule";
  /** What it replaces, up to the place. */
  readonly range: TextRange;
  readonly text: string;
}

/** A place as what stands in front of it shows it. */
export interface Place {
  readonly document: RateDocument;
  readonly offset: number;
  /** The line up to the place; in braces, what they hold up to it. */
  readonly before: string;
}

/** What is written of a word up to a place. */
export function wordBefore({ before, offset }: Place, word: RegExp): TextRange {
  return { start: offset - (word.exec(before)?.[0].length ?? 0), end: offset };
}
