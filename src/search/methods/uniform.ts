import type { Method } from "../method.ts";
import { scoreSingle } from "./single.ts";

/** Every layer loses the same share: the baseline of all the papers. */
export const uniform: Method = {
  name: "uniform",
  title: "Uniform: the same pruning rate for every layer",
  usesLlm: false,
  extent: () => ({ evaluations: 1, generations: 0 }),
  run: (context) => scoreSingle(context, Array(context.shape.layers.length).fill(context.spec.target)),
};
