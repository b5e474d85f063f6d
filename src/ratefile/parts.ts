import type { LayerRate } from "../pruning/rates.ts";
import {
  attentionParameters,
  type LayerShape,
  layerParameters,
  type ModelShape,
  mlpParameters,
} from "../pruning/shape.ts";
import type { LayerEntry, RateFile } from "./rate-file.ts";

/** Layers of one entry that have one rate in common, and go on having it. */
export interface Part {
  readonly entry: LayerEntry;
  readonly layers: readonly number[];
  readonly rate: LayerRate;
  /** Attention and MLP are rated each for itself. */
  readonly paired: boolean;
  /** Its rate stays as it is: the layer is locked, or dropped as a whole, which is a decision and no amount. */
  readonly held: boolean;
  /** Its rate is being set, so that even a half that is dropped moves. */
  readonly yielding?: boolean;
}

/** One part for each entry whose rate can be read and that counts for any layer, in the order of the text. */
export function partsOf(file: RateFile): Part[] {
  const counting = new Map<LayerEntry, number[]>();
  for (const [layer, entry] of file.layers.entries()) {
    if (!entry) continue;
    const layers = counting.get(entry);
    if (layers) layers.push(layer);
    else counting.set(entry, [layer]);
  }
  return file.entries.flatMap((entry) => {
    const layers = counting.get(entry);
    const { rate, halves, locked } = entry;
    if (!layers || !rate) return [];
    return [{ entry, layers, rate, paired: halves !== undefined, held: locked || isDropped(rate) }];
  });
}

function isDropped({ attention, mlp }: LayerRate): boolean {
  return attention === 1 && mlp === 1;
}

/** What the halves of a part weigh in the mean: parameters, or layers where the model is not known. */
export function weightsOf(part: Part, shape: ModelShape | undefined): { attention: number; mlp: number } {
  const layers = part.layers.map((layer) => shape?.layers[layer]);
  const sum = (parameters: (layer: LayerShape) => number, otherwise: number) =>
    layers.reduce((total, layer) => total + (layer ? parameters(layer) : otherwise), 0);
  return { attention: sum(attentionParameters, 0.5), mlp: sum(mlpParameters, 0.5) };
}

/** The rate of a part as one number. */
export function wholeRateOf(part: Part, shape: ModelShape | undefined): number {
  const { attention, mlp } = weightsOf(part, shape);
  return (part.rate.attention * attention + part.rate.mlp * mlp) / (attention + mlp);
}

/** Prunable parameters (or layers, without a model) of some layers. */
export function weightOfLayers(layers: readonly number[], shape: ModelShape | undefined): number {
  return layers.reduce((total, index) => {
    const layer = shape?.layers[index];
    return total + (layer ? layerParameters(layer) : 1);
  }, 0);
}
