import * as z from "zod";
import { unsupported } from "./fields.ts";

const positive = z.number().positive();

/**
 * `rope_scaling`, or `rope_parameters` as transformers 5 writes it (there with `rope_theta` inside). Older files say
 * `type` for `rope_type`.
 */
export const RotaryConfig = z.object({
  rope_type: z.string().optional(),
  type: z.string().optional(),
  rope_theta: positive.optional(),
  factor: positive.optional(),
  low_freq_factor: positive.optional(),
  high_freq_factor: positive.optional(),
  original_max_position_embeddings: positive.optional(),
});
export type RotaryConfig = z.infer<typeof RotaryConfig>;

const LinearScaling = z.object({ factor: positive });

const Llama3Scaling = z
  .object({
    factor: positive,
    low_freq_factor: positive,
    high_freq_factor: positive,
    original_max_position_embeddings: positive,
  })
  .refine(({ low_freq_factor, high_freq_factor }) => low_freq_factor < high_freq_factor);

/**
 * Radians per position of each rotated pair, as `transformers/modeling_rope_utils.py` computes them: `default`, `linear`
 * (Chen et al. 2023, every frequency divided by the factor) and `llama3`.
 *
 * @param headDim even
 * @param file the config, for messages
 * @throws UserError `model-unsupported` for other kinds of scaling and for incomplete parameters
 */
export function rotaryFrequencies(headDim: number, theta: number, scaling: RotaryConfig, file: string): number[] {
  const plain = Array.from({ length: headDim / 2 }, (_, pair) => theta ** ((-2 * pair) / headDim));
  const kind = scaling.rope_type ?? scaling.type ?? "default";
  const incomplete = () => unsupported(file, `rotary scaling "${kind}" with missing or contradictory parameters`);
  switch (kind) {
    case "default":
      return plain;
    case "linear": {
      const linear = LinearScaling.safeParse(scaling);
      if (!linear.success) throw incomplete();
      return plain.map((frequency) => frequency / linear.data.factor);
    }
    case "llama3": {
      const llama3 = Llama3Scaling.safeParse(scaling);
      if (!llama3.success) throw incomplete();
      return plain.map((frequency) => llama3Frequency(frequency, llama3.data));
    }
    default:
      throw unsupported(file, `rotary scaling "${kind}"`, "Supported are default, linear and llama3.");
  }
}

/**
 * Llama 3.1's rule: frequencies that turn often within the original context stay, those that turn seldom are divided by
 * the factor, and between the two bounds the result is interpolated (`_compute_llama3_parameters`).
 */
function llama3Frequency(frequency: number, scaling: z.infer<typeof Llama3Scaling>): number {
  const turns = (scaling.original_max_position_embeddings * frequency) / (2 * Math.PI);
  if (turns > scaling.high_freq_factor) return frequency;
  if (turns < scaling.low_freq_factor) return frequency / scaling.factor;
  const smooth = (turns - scaling.low_freq_factor) / (scaling.high_freq_factor - scaling.low_freq_factor);
  return ((1 - smooth) * frequency) / scaling.factor + smooth * frequency;
}
