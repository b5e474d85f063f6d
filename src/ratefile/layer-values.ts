import type { LayerRate } from "../pruning/rates.ts";
import { wholeLayerRate } from "../pruning/rates.ts";
import { readFraction } from "./fraction.ts";
import { readKnownKeys } from "./known-keys.ts";
import type { Report, TextRange } from "./problem.ts";
import type { LayerEntry } from "./rate-file.ts";
import type { MapNode, SyntaxNode } from "./syntax/nodes.ts";

/** The keys of a layer whose halves are written each for itself. */
export const halfKeys = ["attention", "mlp"] as const;

type LayerValue = Pick<LayerEntry, "rate" | "halves">;

/**
 * Reads what a layer's value says is removed: a rate, `drop`, or `{ attention: …, mlp: … }` with a rate or `drop` each.
 * @param layer how messages call it: `layer 3`, `layers 2-5`
 */
export function readLayerValue(node: SyntaxNode, layer: string, report: Report): LayerValue {
  if (node.kind === "map") return readHalves(node, layer, report);
  const rate = readRateOrDrop(node, `The rate of ${layer}`, report);
  return { rate: rate === undefined ? undefined : wholeLayerRate(rate), halves: undefined };
}

function readHalves(map: MapNode, layer: string, report: Report): LayerValue {
  const entries = readKnownKeys(map, halfKeys, "a layer", report);
  // A key that is not known is a mistyped half, mostly: one problem is enough.
  const isKnown = map.entries.every(({ key }) => key === "attention" || key === "mlp");
  const read = (half: "attention" | "mlp"): number | undefined => {
    const value = entries[half]?.value;
    if (value) return readRateOrDrop(value, `The ${half} rate of ${layer}`, report);
    const message = `The ${half} rate of ${layer} is not given.`;
    if (isKnown) report("rate-missing", message, entries[half]?.keyRange ?? map.range);
    return undefined;
  };
  const rate = bothRates(read("attention"), read("mlp"));
  return { rate, halves: bothRanges(entries.attention?.value?.range, entries.mlp?.value?.range) };
}

function bothRates(attention: number | undefined, mlp: number | undefined): LayerRate | undefined {
  return attention === undefined || mlp === undefined ? undefined : { attention, mlp };
}

function bothRanges(attention: TextRange | undefined, mlp: TextRange | undefined): LayerEntry["halves"] {
  return attention && mlp ? { attention, mlp } : undefined;
}

function readRateOrDrop(node: SyntaxNode, what: string, report: Report): number | undefined {
  if (node.kind === "scalar" && node.value === "drop") return 1;
  return readFraction(node, what, report);
}
