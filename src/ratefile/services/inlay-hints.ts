import type { RateDocument } from "../document.ts";
import { partsOf } from "../parts.ts";
import type { TextRange } from "../problem.ts";
import { removalCounts } from "./removal-counts.ts";

/** A remark behind a value, which is not part of the text. */
export interface InlayHint {
  readonly offset: number;
  readonly text: string;
  readonly tooltip: string;
}

/** What each rate removes of its layer, or of each of its layers; nothing while the model is not known. */
export function inlayHints({ value, model }: RateDocument, { start, end }: TextRange): InlayHint[] {
  if (!model) return [];
  const shown = partsOf(value).filter(({ entry }) => entry.range.end >= start && entry.range.start <= end);
  return shown.flatMap(({ entry, layers, rate }) => {
    const layer = model.shape.layers[layers[0] ?? -1];
    if (!layer) return [];
    const { groups, neurons } = removalCounts(layer, rate);
    return [
      {
        offset: entry.range.end,
        text: `−${groups.removed}/${groups.of} groups −${neurons.removed}/${neurons.of} neurons`,
        tooltip: `${layers.length === 1 ? "The layer keeps" : "Each layer keeps"} ${groups.of - groups.removed} KV groups and ${neurons.of - neurons.removed} neurons.`,
      },
    ];
  });
}
