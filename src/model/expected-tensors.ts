import type { AffineTensors, BlockTensors, TensorName, Transformer } from "./transformer.ts";

/** A tensor that a model needs, with the shape that its config implies. */
export interface ExpectedTensor {
  readonly name: TensorName;
  readonly shape: readonly number[];
}

/** Every tensor that a model's graph reads; the embedding comes once even when it is the head too. */
export function expectedTensors(model: Transformer): ExpectedTensor[] {
  const { hidden, vocabulary, position, embedding, head } = model;
  return [
    { name: embedding, shape: [vocabulary, hidden] },
    ...(position.kind === "learned"
      ? [{ name: position.table, shape: [model.maxPositions + position.offset, hidden] }]
      : []),
    ...model.blocks.flatMap((block) => blockTensors(model, block)),
    ...norm(model.finalNorm, hidden),
    ...(head.weight === embedding ? [] : linear(head, vocabulary, hidden)),
  ];
}

function blockTensors(model: Transformer, block: BlockTensors): ExpectedTensor[] {
  const { hidden, neurons } = model;
  const queries = model.heads * model.headDim;
  const keys = model.groups * model.headDim;
  return [
    ...norm(block.attentionNorm, hidden),
    ...linear(block.q, queries, hidden),
    ...linear(block.k, keys, hidden),
    ...linear(block.v, keys, hidden),
    ...linear(block.o, hidden, queries),
    ...norm(block.mlpNorm, hidden),
    ...(block.gate ? linear(block.gate, neurons, hidden) : []),
    ...linear(block.up, neurons, hidden),
    ...linear(block.down, hidden, neurons),
  ];
}

function linear({ weight, bias }: AffineTensors, out: number, into: number): ExpectedTensor[] {
  const weights = { name: weight, shape: [out, into] };
  return bias ? [weights, { name: bias, shape: [out] }] : [weights];
}

function norm({ weight, bias }: AffineTensors, width: number): ExpectedTensor[] {
  return [weight, bias].filter((name) => name !== undefined).map((name) => ({ name, shape: [width] }));
}
