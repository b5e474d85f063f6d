import type { RateDocument } from "../document.ts";
import type { TextRange } from "../problem.ts";

/** A path in a file, as it is written: relative to the file, or absolute. */
export interface PathLink {
  readonly kind: "model" | "text";
  readonly path: string;
  readonly range: TextRange;
}

/** What a file names that can be opened. */
export function pathLinks({ value: { model, text } }: RateDocument): PathLink[] {
  return [
    ...(model ? [{ kind: "model" as const, path: model.value, range: model.range }] : []),
    ...(text ? [{ kind: "text" as const, path: text.value, range: text.range }] : []),
  ];
}
