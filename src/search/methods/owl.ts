import type { SearchEvent } from "../events.ts";
import type { Method, MethodContext } from "../method.ts";
import { scoreSingle } from "./single.ts";

/**
 * OWL (Yin et al., "Outlier Weighed Layerwise Sparsity", ICML 2024): layers with more outliers keep more.
 */
export const owl: Method = {
  name: "owl",
  title: "OWL: pruning rates from the share of outlier weights in each layer",
  usesLlm: false,
  extent: () => ({ evaluations: 1, generations: 0 }),
  run,
};

async function* run(context: MethodContext): AsyncGenerator<SearchEvent, void> {
  const { evaluator, signal, spec } = context;
  const ratios = await evaluator.outlierRatios(spec.owl.m, signal);
  yield* scoreSingle(context, owlRates(ratios, spec.target, spec.owl.lambda));
}

/**
 * The rates of OWL: outlier ratios are stretched to [0, 2λ] and centred; a layer keeps that much more than the mean
 * (luuyin/OWL, lib/prune_all.py, `prune_wanda_outlier`). Layers without any difference are pruned alike.
 *
 * @param ratios share of outliers per layer, in any unit
 */
export function owlRates(ratios: readonly number[], target: number, lambda: number): number[] {
  const least = Math.min(...ratios);
  const range = Math.max(...ratios) - least;
  const stretched = ratios.map((ratio) => (range > 0 ? ((ratio - least) / range) * 2 * lambda : 0));
  const mean = stretched.reduce((sum, value) => sum + value, 0) / stretched.length;
  return stretched.map((value) => target - (value - mean));
}
