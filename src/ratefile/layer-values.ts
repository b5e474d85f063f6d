import { isMap, isScalar, type Node, type YAMLMap } from "yaml";
import { type LayerRate, wholeLayerRate } from "../pruning/rates.ts";
import { readFraction } from "./fraction.ts";
import { readKnownKeys } from "./known-keys.ts";
import type { Report } from "./problem.ts";
import { rangeOf } from "./yaml.ts";

const halves = ["attention", "mlp"] as const;

/**
 * Reads what a layer's value says is removed: a rate, `drop`, or `{ attention: …, mlp: … }` with a rate or `drop` each.
 * @param layer how messages call it: `layer 3`, `layers 2-5`
 */
export function readLayerValue(node: Node, layer: string, report: Report): LayerRate | undefined {
  if (isMap(node)) return readHalves(node, layer, report);
  const rate = readRateOrDrop(node, `The rate of ${layer}`, report);
  return rate === undefined ? undefined : wholeLayerRate(rate);
}

function readHalves(map: YAMLMap, layer: string, report: Report): LayerRate | undefined {
  const entries = readKnownKeys(map, halves, "a layer", report);
  const [attention, mlp] = halves.map((half) => {
    const value = entries[half]?.value;
    if (value) return readRateOrDrop(value, `The ${half} rate of ${layer}`, report);
    report("rate-missing", `The ${half} rate of ${layer} is not given.`, entries[half]?.keyRange ?? rangeOf(map));
    return undefined;
  });
  return attention === undefined || mlp === undefined ? undefined : { attention, mlp };
}

function readRateOrDrop(node: Node, what: string, report: Report): number | undefined {
  if (isScalar(node) && node.value === "drop") return 1;
  return readFraction(node, what, report);
}
