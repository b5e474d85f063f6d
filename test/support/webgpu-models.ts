import { type TinyModel, tinyLlama, tinyOpt } from "./tiny-model.ts";

/** What the WebGPU test runs on both devices. */
export const webgpuModels: Record<string, TinyModel> = {
  llama: { ...tinyLlama, headDim: 16, dtype: "BF16", biases: true },
  "llama-fp16": { ...tinyLlama, headDim: 16, dtype: "F16", tied: true },
  opt: { ...tinyOpt, hidden: 32 },
};
