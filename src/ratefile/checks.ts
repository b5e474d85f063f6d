import { meanRate, type RateVector, rateAt } from "../pruning/rates.ts";
import { type ModelShape, prunableParameters } from "../pruning/shape.ts";
import { spansText } from "./layer-keys.ts";
import type { Report, TextRange } from "./problem.ts";
import { completeRates, type RateFile } from "./rate-file.ts";

/** Checks what no single line shows: layers without a rate, the mean against the target, attention gone from a layer. */
export function checkWhole(
  file: RateFile,
  layersKey: TextRange | undefined,
  shape: ModelShape | undefined,
  report: Report,
): void {
  checkLayers(file, layersKey, shape, report);
  checkGroups(file, report);
  const rates = completeRates(file);
  const fits = !shape || file.layers.length === shape.layers.length;
  if (rates && fits) checkMean(file, rates, shape, report);
}

/**
 * How far the mean may lie from the target: every rate rounded to five decimals in the same direction moves it by 5e-6
 * (twice that, for the target is rounded too), and the model can meet the target only to within one neuron.
 */
function meanTolerance(shape: ModelShape | undefined): number {
  const neuron = shape
    ? Math.max(...shape.layers.map((layer) => layer.neuronParameters)) / prunableParameters(shape)
    : 0;
  // The last term is for the floating-point sum only.
  return 1e-5 + neuron + 1e-9;
}

function checkLayers(
  { layers }: RateFile,
  layersKey: TextRange | undefined,
  shape: ModelShape | undefined,
  report: Report,
): void {
  // A file without any readable layer has had its problem reported already.
  if (layers.length === 0 || !layersKey) return;
  const count = shape?.layers.length ?? layers.length;
  const missing = Array.from({ length: count }, (_, layer) => layer).filter((layer) => !layers[layer]);
  if (missing.length > 0) {
    const subject = missing.length === 1 ? `Layer ${missing[0]} has` : `Layers ${spansText(missing)} have`;
    report("layer-missing", `${subject} no rate.`, layersKey);
  }
}

/** A block without attention is legal and may be meant; whole blocks that are dropped need no remark. */
function checkGroups({ layers }: RateFile, report: Report): void {
  const told = new Set<TextRange>();
  for (const entry of layers) {
    if (!entry?.rate || told.has(entry.range)) continue;
    told.add(entry.range);
    if (entry.rate.attention === 1 && entry.rate.mlp < 1) {
      report("layer-without-kv-group", "Without any KV group the attention is skipped here.", entry.range);
    }
  }
}

function checkMean({ target }: RateFile, rates: RateVector, shape: ModelShape | undefined, report: Report): void {
  const mean = shape ? meanRate(shape, rates) : meanOfEqualLayers(rates);
  if (!target || mean === undefined || Math.abs(mean - target.value) <= meanTolerance(shape)) return;
  const message = `The mean of the rates is ${mean.toFixed(5)}, not the target ${target.value.toFixed(5)}.`;
  report("mean-off-target", message, target.range);
}

/** The mean without knowing the model: layers count alike; how attention weighs against MLP cannot be known. */
function meanOfEqualLayers(rates: RateVector): number | undefined {
  let sum = 0;
  for (let layer = 0; layer < rates.length; layer++) {
    const { attention, mlp } = rateAt(rates, layer);
    if (attention !== mlp) return undefined;
    sum += mlp;
  }
  return sum / rates.length;
}
