import * as z from "zod";
import { UserError } from "../../base/errors.ts";
import type { Transformer } from "../transformer.ts";

/** A width, a number of heads, a vocabulary …: bounded so that a damaged config cannot exhaust the memory. */
export const Size = z.int().positive().max(0x7fffffff);

/** Number of layers. */
export const Layers = z.int().positive().max(10_000);

/** `bos_token_id`: null where a model has none. */
export const TokenId = z.int().min(0).nullable();

/** Names of activations in transformers (`ACT2FN`); the three approximations of GELU differ in rounding only. */
const activations: ReadonlyMap<string, Transformer["activation"]> = new Map([
  ["silu", "silu"],
  ["swish", "silu"],
  ["relu", "relu"],
  ["gelu", "gelu"],
  ["gelu_new", "gelu-tanh"],
  ["gelu_fast", "gelu-tanh"],
  ["gelu_pytorch_tanh", "gelu-tanh"],
] as const);

/**
 * The activation of a config.
 *
 * @throws UserError `model-unsupported`
 */
export function activationNamed(name: string, file: string): Transformer["activation"] {
  const activation = activations.get(name);
  if (activation) return activation;
  throw unsupported(file, `the activation "${name}"`, `Supported are ${[...activations.keys()].join(", ")}.`);
}

/** The error for a model that uses something this program has no graph for. */
export function unsupported(file: string, what: string, hint?: string): UserError {
  return new UserError("model-unsupported", `${file} asks for ${what}, which is not supported.`, hint);
}

/**
 * Checks that a total divides evenly: heads into groups, hidden size into heads.
 *
 * @throws UserError `config-invalid`
 */
export function mustDivide(
  file: string,
  whole: [name: string, value: number],
  by: [name: string, value: number],
): void {
  if (whole[1] % by[1] === 0) return;
  throw new UserError(
    "config-invalid",
    `${file}: ${whole[0]} (${whole[1]}) must be a multiple of ${by[0]} (${by[1]}).`,
  );
}
