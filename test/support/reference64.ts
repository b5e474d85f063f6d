import type { TensorValues } from "./safetensors.ts";
import type { TinyModel } from "./tiny-model.ts";

/** Kept units per layer; what is not named is kept. An empty list drops the half block. */
interface ReferenceKept {
  readonly groups?: readonly number[];
  readonly neurons?: readonly number[];
}

/** Sums over tokens, per layer, of the inputs of the linear layers. */
export interface ReferenceSums {
  readonly attention: { sum: Float64Array; sumOfSquares: Float64Array; inputSquares: Float64Array };
  readonly mlp: { sum: Float64Array; sumOfSquares: Float64Array; inputSquares: Float64Array };
}

/** FLAP's means per layer: what a removed column is replaced by. */
interface ReferenceMeans {
  readonly attention: Float32Array;
  readonly mlp: Float32Array;
}

export interface ReferenceOptions {
  readonly kept?: readonly ReferenceKept[];
  readonly means?: readonly ReferenceMeans[];
  readonly ropeTheta?: number;
  /** rope_scaling of type llama3. */
  readonly llama3?: { factor: number; low: number; high: number; original: number };
}

export interface ReferenceResult {
  /** Log-probabilities of all tokens, `[length][vocabulary]`. */
  readonly logProbabilities: readonly Float64Array[];
  /** Negative log-likelihood of tokens 1 … length − 1. */
  readonly losses: Float64Array;
  readonly sums: readonly ReferenceSums[];
}

type Matrix = readonly Float64Array[];

/**
 * A forward pass in float64, written from the definition of LLaMA and OPT: units that are not kept have their input to
 * the output projection set to zero (or to its mean), a half block that keeps none is left out with its output bias.
 */
export function reference64(
  model: TinyModel,
  tensors: ReadonlyMap<string, TensorValues>,
  tokens: ArrayLike<number>,
  options: ReferenceOptions = {},
): ReferenceResult {
  const names = model.family === "llama" ? llamaNames : optNames;
  const weights = new Weights(tensors);
  const ids = Array.from(tokens);
  const embedding = weights.matrix(names.embedding);
  let x: Matrix = ids.map((id) => Float64Array.from(row(embedding, id)));
  if (model.family === "opt") {
    const positions = weights.matrix("model.decoder.embed_positions.weight");
    x = x.map((values, place) => added(values, row(positions, place + 2)));
  }
  const sums: ReferenceSums[] = [];
  for (let layer = 0; layer < model.layers; layer++) {
    const kept = options.kept?.[layer] ?? {};
    const means = options.means?.[layer];
    const prefix = names.block(layer);
    const attention = attentionBranch(model, weights, names, prefix, x, kept.groups, means?.attention, options);
    x = attention.x;
    const mlp = mlpBranch(model, weights, names, prefix, x, kept.neurons, means?.mlp);
    x = mlp.x;
    sums.push({ attention: attention.sums, mlp: mlp.sums });
  }
  const head = weights.matrix(model.tied ? names.embedding : "lm_head.weight");
  const logProbabilities = x.map((values) =>
    logSoftmax(Float64Array.from(head, (weight) => dot(weight, normed(model, weights, names.finalNorm, values)))),
  );
  const losses = Float64Array.from(ids.slice(1), (id, place) => -at(row(logProbabilities, place), id));
  return { logProbabilities, losses, sums };
}

/** KL(p ‖ q) of two distributions given as logs: the `top` likeliest tokens of p, and all others as one outcome. */
export function divergence64(p: Float64Array, q: Float64Array, top: number, leastRest: number): number {
  const likeliest = Array.from(p.keys())
    .sort((a, b) => at(p, b) - at(p, a))
    .slice(0, top);
  const rest = (logs: Float64Array) =>
    Math.max(leastRest, 1 - likeliest.reduce((sum, token) => sum + Math.exp(at(logs, token)), 0));
  const ofTop = likeliest.reduce((sum, token) => sum + Math.exp(at(p, token)) * (at(p, token) - at(q, token)), 0);
  return ofTop + rest(p) * (Math.log(rest(p)) - Math.log(rest(q)));
}

interface Names {
  readonly embedding: string;
  readonly finalNorm: string;
  readonly attentionNorm: string;
  readonly mlpNorm: string;
  readonly o: string;
  readonly up: string;
  readonly down: string;
  block(layer: number): string;
}

const llamaNames: Names = {
  embedding: "model.embed_tokens.weight",
  finalNorm: "model.norm",
  attentionNorm: "input_layernorm",
  mlpNorm: "post_attention_layernorm",
  o: "self_attn.o_proj",
  up: "mlp.up_proj",
  down: "mlp.down_proj",
  block: (layer) => `model.layers.${layer}.`,
};

const optNames: Names = {
  embedding: "model.decoder.embed_tokens.weight",
  finalNorm: "model.decoder.final_layer_norm",
  attentionNorm: "self_attn_layer_norm",
  mlpNorm: "final_layer_norm",
  o: "self_attn.out_proj",
  up: "fc1",
  down: "fc2",
  block: (layer) => `model.decoder.layers.${layer}.`,
};

function attentionBranch(
  model: TinyModel,
  weights: Weights,
  names: Names,
  prefix: string,
  x: Matrix,
  kept: readonly number[] | undefined,
  means: Float32Array | undefined,
  options: ReferenceOptions,
) {
  const headDim = model.headDim ?? model.hidden / model.heads;
  const perGroup = model.heads / model.groups;
  const input = x.map((values) => normed(model, weights, prefix + names.attentionNorm, values));
  const rotate = (values: Float64Array, place: number) =>
    model.family === "llama" ? rotated(values, place, headDim, options) : values;
  const q = linear(weights, `${prefix}self_attn.q_proj`, input).map(rotate);
  const k = linear(weights, `${prefix}self_attn.k_proj`, input).map(rotate);
  const v = linear(weights, `${prefix}self_attn.v_proj`, input);
  const activations = x.map((_, place) => {
    const out = new Float64Array(model.heads * headDim);
    for (let head = 0; head < model.heads; head++) {
      const group = Math.floor(head / perGroup);
      const query = part(row(q, place), head, headDim);
      const scores = Float64Array.from(
        { length: place + 1 },
        (_none, earlier) => dot(query, part(row(k, earlier), group, headDim)) / Math.sqrt(headDim),
      );
      const shares = logSoftmax(scores).map(Math.exp);
      shares.forEach((share, earlier) => {
        part(row(v, earlier), group, headDim).forEach((value, i) => {
          out[head * headDim + i] = at(out, head * headDim + i) + share * value;
        });
      });
    }
    return out;
  });
  const isKept = (column: number) => !kept || kept.includes(Math.floor(column / (perGroup * headDim)));
  return {
    x: withBranch(weights, prefix + names.o, x, activations, kept, isKept, means),
    sums: sumsOf(input, activations),
  };
}

function mlpBranch(
  model: TinyModel,
  weights: Weights,
  names: Names,
  prefix: string,
  x: Matrix,
  kept: readonly number[] | undefined,
  means: Float32Array | undefined,
) {
  const input = x.map((values) => normed(model, weights, prefix + names.mlpNorm, values));
  const up = linear(weights, prefix + names.up, input);
  const gate = model.family === "llama" ? linear(weights, `${prefix}mlp.gate_proj`, input) : undefined;
  const activations = up.map((values, place) =>
    values.map((value, neuron) => {
      if (!gate) return Math.max(0, value);
      const open = at(row(gate, place), neuron);
      return (open / (1 + Math.exp(-open))) * value;
    }),
  );
  const isKept = (neuron: number) => !kept || kept.includes(neuron);
  return {
    x: withBranch(weights, prefix + names.down, x, activations, kept, isKept, means),
    sums: sumsOf(input, activations),
  };
}

function withBranch(
  weights: Weights,
  name: string,
  x: Matrix,
  activations: Matrix,
  kept: readonly number[] | undefined,
  isKept: (column: number) => boolean,
  means: Float32Array | undefined,
): Matrix {
  if (kept?.length === 0 && !means) return x;
  const masked = activations.map((values) =>
    values.map((value, column) => (isKept(column) ? value : (means?.[column] ?? 0))),
  );
  return linear(weights, name, masked).map((values, place) => added(values, row(x, place)));
}

function sumsOf(input: Matrix, activations: Matrix) {
  return {
    sum: columnSums(activations, (value) => value),
    sumOfSquares: columnSums(activations, (value) => value ** 2),
    inputSquares: columnSums(input, (value) => value ** 2),
  };
}

function columnSums(matrix: Matrix, of: (value: number) => number): Float64Array {
  return matrix.reduce((sum, values) => added(sum, values.map(of)), new Float64Array(row(matrix, 0).length));
}

/** Half-split rotation of every head, angles from the definition of rope_theta and of Llama 3's scaling. */
function rotated(values: Float64Array, place: number, headDim: number, options: ReferenceOptions): Float64Array {
  const half = headDim / 2;
  return values.map((value, index) => {
    const i = index % headDim;
    const partner = i < half ? -at(values, index + half) : at(values, index - half);
    const angle = place * frequency(i % half, headDim, options);
    return value * Math.cos(angle) + partner * Math.sin(angle);
  });
}

function frequency(pair: number, headDim: number, { ropeTheta = 10_000, llama3 }: ReferenceOptions): number {
  const plain = ropeTheta ** ((-2 * pair) / headDim);
  if (!llama3) return plain;
  const { factor, low, high, original } = llama3;
  const wavelength = (2 * Math.PI) / plain;
  if (wavelength < original / high) return plain;
  if (wavelength > original / low) return plain / factor;
  const smooth = (original / wavelength - low) / (high - low);
  return ((1 - smooth) * plain) / factor + smooth * plain;
}

function normed(model: TinyModel, weights: Weights, name: string, x: Float64Array): Float64Array {
  const weight = weights.vector(`${name}.weight`);
  const bias = model.family === "opt" ? weights.vector(`${name}.bias`) : undefined;
  const mean = bias ? x.reduce((sum, value) => sum + value, 0) / x.length : 0;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  const scale = 1 / Math.sqrt(variance + 1e-5);
  return x.map((value, i) => (value - mean) * scale * at(weight, i) + (bias ? at(bias, i) : 0));
}

function linear(weights: Weights, name: string, x: Matrix): Matrix {
  const weight = weights.matrix(`${name}.weight`);
  const bias = weights.has(`${name}.bias`) ? weights.vector(`${name}.bias`) : undefined;
  return x.map((values) => Float64Array.from(weight, (line, out) => dot(line, values) + (bias ? at(bias, out) : 0)));
}

class Weights {
  readonly #tensors: ReadonlyMap<string, TensorValues>;
  readonly #matrices = new Map<string, Matrix>();

  constructor(tensors: ReadonlyMap<string, TensorValues>) {
    this.#tensors = tensors;
  }

  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  vector(name: string): Float64Array {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw new Error(`the reference has no tensor ${name}`);
    return Float64Array.from(tensor.values);
  }

  matrix(name: string): Matrix {
    const known = this.#matrices.get(name);
    if (known) return known;
    const [rows = 0] = this.#tensors.get(name)?.shape ?? [];
    const values = this.vector(name);
    const width = values.length / rows;
    const matrix = Array.from({ length: rows }, (_, index) => part(values, index, width));
    this.#matrices.set(name, matrix);
    return matrix;
  }
}

function logSoftmax(values: Float64Array): Float64Array {
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const log = most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
  return values.map((value) => value - log);
}

function part(values: Float64Array, index: number, width: number): Float64Array {
  return values.subarray(index * width, (index + 1) * width);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += at(a, i) * at(b, i);
  return sum;
}

function added(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + at(b, i));
}

function row(matrix: Matrix, index: number): Float64Array {
  const found = matrix[index];
  if (!found) throw new RangeError(`no row ${index}`);
  return found;
}

function at(values: Float64Array, index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`no entry ${index}`);
  return value;
}
