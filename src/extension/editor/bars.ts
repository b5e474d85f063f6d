import { heatOf } from "../../protocol/rate-heat.ts";
import type { TextRange } from "../../ratefile/problem.ts";
import type { LayerProfile } from "../../ratefile/services/layer-profile.ts";

/** Em that a whole layer's bar has for a rate of 1; the bars of attention and MLP share it. */
const WIDTH = 6;

/** A bar in front of a rate. */
export interface Bar {
  /** The value that it stands before. */
  readonly range: TextRange;
  /** Em that are filled. */
  readonly width: number;
  /** Em that are left empty behind it, so that the values stay in one column. */
  readonly rest: number;
  /** 0 to `HEATS` − 1. */
  readonly heat: number;
}

/** The bars of a file, in the order of the text: one for each rate that is written. */
export function barsOf({ rows }: LayerProfile): Bar[] {
  return rows.flatMap((row) => {
    if (!row.halves) return [bar(row.value, row.whole, WIDTH)];
    const { attention, mlp } = row.halves;
    return [bar(attention, row.rate.attention, WIDTH / 2), bar(mlp, row.rate.mlp, WIDTH / 2)].sort(byPlace);
  });
}

function bar(range: TextRange, rate: number, most: number): Bar {
  // A sliver for what removes next to nothing; nothing at all for what removes nothing.
  const width = rate === 0 ? 0 : Math.max(0.1, rate * most);
  return { range, width: round(width), rest: round(most - width + 0.5), heat: heatOf(rate) };
}

function byPlace(one: Bar, other: Bar): number {
  return one.range.start - other.range.start;
}

/** Widths become style rules, of which the editor keeps one each: a few hundred serve every rate. */
function round(em: number): number {
  return Math.round(em * 50) / 50;
}
