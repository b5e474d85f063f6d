import { blockOf } from "../model/onnx/half-block.ts";
import type { TensorLocation } from "../model/tensor.ts";
import type { AffineTensors } from "../model/transformer.ts";
import type { Batch } from "./batches.ts";
import { tokensIn } from "./calibration.ts";
import { tensorOf } from "./compensation.ts";
import type { ModelOnDevice } from "./half-block-session.ts";
import { type LayerSums, walkLayers } from "./layer-walk.ts";
import { readRows } from "./weight-reader.ts";

/** A weight with the root mean square of each of its inputs. */
interface MeasuredWeight {
  readonly weight: TensorLocation;
  readonly inputNorms: Float64Array;
}

/**
 * OWL's layerwise outlier distribution (Yin et al., ICML 2024): of all linear weights of a block, the share whose
 * |W| · ‖X‖ exceeds `threshold` times the mean of that product over the block. 0 to 1 per layer.
 */
export async function outlierShares(
  device: ModelOnDevice,
  batches: readonly Batch[],
  threshold: number,
  signal: AbortSignal,
): Promise<Float64Array> {
  const shares: number[] = [];
  const tokens = tokensIn(batches);
  const measure = async (layer: number, sums: LayerSums) => {
    shares.push(await outlierShare(measuredWeights(device, layer, sums, tokens), threshold, signal));
    return undefined;
  };
  await walkLayers(device, batches, measure, signal);
  return Float64Array.from(shares);
}

function measuredWeights({ model }: ModelOnDevice, layer: number, sums: LayerSums, tokens: number): MeasuredWeight[] {
  const { q, k, v, o, gate, up, down } = blockOf(model, layer);
  const measured = (squares: Float64Array, ...linears: (AffineTensors | undefined)[]) => {
    const inputNorms = squares.map((sum) => Math.sqrt(sum / tokens));
    return linears.flatMap((linear) => (linear ? [{ weight: tensorOf(model, linear.weight), inputNorms }] : []));
  };
  return [
    ...measured(sums.attention.inputSquares, q, k, v),
    ...measured(sums.attention.sumOfSquares, o),
    ...measured(sums.mlp.inputSquares, gate, up),
    ...measured(sums.mlp.sumOfSquares, down),
  ];
}

async function outlierShare(weights: MeasuredWeight[], threshold: number, signal: AbortSignal): Promise<number> {
  let sum = 0;
  let count = 0;
  for (const weight of weights) {
    await eachMetric(weight, signal, (metric) => {
      sum += metric;
      count++;
    });
  }
  const limit = (threshold * sum) / count;
  let above = 0;
  for (const weight of weights) {
    await eachMetric(weight, signal, (metric) => {
      if (metric > limit) above++;
    });
  }
  return above / count;
}

async function eachMetric(
  { weight, inputNorms }: MeasuredWeight,
  signal: AbortSignal,
  visit: (metric: number) => void,
): Promise<void> {
  const columns = inputNorms.length;
  signal.throwIfAborted();
  await readRows(weight, (values) => {
    for (let index = 0; index < values.length; index++) {
      visit(Math.abs(values[index] ?? 0) * (inputNorms[index % columns] ?? 0));
    }
  });
}
