import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TinyModel, tinyLlama, writeTinyModel } from "../test/support/tiny-model.ts";

/** The shape of SmolLM2-135M: small enough for any machine, large enough that matrix products dominate. */
export const smolLm2: TinyModel = {
  ...tinyLlama,
  layers: 30,
  hidden: 576,
  heads: 9,
  groups: 3,
  neurons: 1536,
  vocabulary: 49_152,
  maxPositions: 8192,
  tied: true,
  dtype: "BF16",
};

/** Multiplications and additions of one forward pass per token, attention scores left out: 2 per weight. */
export function flopsPerToken({ layers, hidden, heads, groups, neurons, vocabulary }: TinyModel): number {
  const headDim = hidden / heads;
  const attention = 2 * hidden * (heads + groups) * headDim;
  return 2 * (layers * (attention + 3 * hidden * neurons) + vocabulary * hidden);
}

/** A model folder with random weights that is removed when the work is done. */
export async function withRandomModel<Result>(model: TinyModel, work: (folder: string) => Promise<Result>) {
  const folder = mkdtempSync(join(tmpdir(), "self-pruner-bench-"));
  try {
    writeTinyModel(folder, model);
    return await work(folder);
  } finally {
    if (existsSync(folder)) rmSync(folder, { recursive: true });
  }
}
