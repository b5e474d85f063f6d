import { overChunks } from "./chunks.ts";
import type { GraphContext } from "./context.ts";
import type { GraphBuilder, Value } from "./graph-builder.ts";
import { norm } from "./norm.ts";
import { asRows } from "./residual.ts";
import { wholeTensor } from "./weights.ts";

/** The part of the dense distribution that a KL objective keeps per predicted token, both `[batch, length − 1, top]`. */
export interface DenseTop {
  /** int32. */
  readonly tokens: Value;
  /** float32. */
  readonly logProbabilities: Value;
  readonly top: number;
}

/**
 * The least probability that "all other tokens" together are taken to have. 1 − Σ top is a difference of float32
 * numbers near one: below some 1e-6 it is rounding, and its logarithm would be noise.
 */
export const LEAST_REST = 2 ** -20;

/** Negative log-likelihood of each next token, float32 `[batch, length − 1]`; x is `[batch, length, hidden]`. */
export function nextTokenLoss(context: GraphContext, x: Value, ids: Value): Value {
  const { graph } = context;
  const head = headOf(context);
  const [losses = ""] = overChunks(graph, [predictingRows(context, x), nextTokens(context, ids)], (loop, chunks) => {
    const [rows = "", labels = ""] = chunks;
    const all = logProbabilities(context, loop, rows, head);
    const wanted = loop.op("GatherElements", [all, loop.op("Unsqueeze", [labels, loop.integers(1)])], { axis: 1 });
    const loss = loop.op("Neg", [loop.op("Squeeze", [wanted, loop.integers(1)])]);
    return [{ value: loss, type: "float32", row: [] }];
  });
  return perSequence(context, losses, ids);
}

/**
 * KL divergence from the dense model's next-token distribution, float32 `[batch, length − 1]`. Tokens beyond the dense
 * model's top ones count as one outcome.
 */
export function divergence(context: GraphContext, x: Value, ids: Value, dense: DenseTop): Value {
  const { graph } = context;
  const head = headOf(context);
  const flat = (value: Value) => graph.op("Reshape", [value, graph.integers(-1, dense.top)]);
  const inputs = [predictingRows(context, x), flat(dense.tokens), flat(dense.logProbabilities)];
  const [losses = ""] = overChunks(graph, inputs, (loop, chunks) => {
    const [rows = "", tokens = "", denseLog = ""] = chunks;
    const log = loop.op("GatherElements", [logProbabilities(context, loop, rows, head), tokens], { axis: 1 });
    return [{ value: chunkDivergence(loop, denseLog, log), type: "float32", row: [] }];
  });
  return perSequence(context, losses, ids);
}

/** The `top` most probable next tokens of each position: tokens (int32) and log-probabilities, `[positions, top]`. */
export function topProbabilities(context: GraphContext, x: Value, top: number): { tokens: Value; logs: Value } {
  const { graph } = context;
  const head = headOf(context);
  const [logs = "", tokens = ""] = overChunks(graph, [predictingRows(context, x)], (loop, [rows = ""]) => {
    const all = logProbabilities(context, loop, rows, head);
    const [values = "", indices = ""] = loop.multi("TopK", 2, [all, loop.integers(top)], { axis: -1 });
    return [
      { value: values, type: "float32", row: [top] },
      { value: loop.cast(indices, "int32"), type: "int32", row: [top] },
    ];
  });
  return { tokens, logs };
}

/** Σ p (log p − log q) over the top tokens, plus the same for the rest as one outcome; logs are `[rows, top]`. */
function chunkDivergence(graph: GraphBuilder, denseLog: Value, log: Value): Value {
  const sum = (value: Value) => graph.op("ReduceSum", [value, graph.integers(1)], { keepdims: 0 });
  const one = graph.floats(Float32Array.of(1), []);
  const least = graph.floats(Float32Array.of(LEAST_REST), []);
  const rest = (probabilities: Value) => graph.op("Max", [graph.op("Sub", [one, sum(probabilities)]), least]);
  const p = graph.op("Exp", [denseLog]);
  const ofTop = sum(graph.op("Mul", [p, graph.op("Sub", [denseLog, log])]));
  const restP = rest(p);
  const logRatio = graph.op("Sub", [graph.op("Log", [restP]), graph.op("Log", [rest(graph.op("Exp", [log]))])]);
  return graph.op("Add", [ofTop, graph.op("Mul", [restP, logRatio])]);
}

/** The weights of the language-model head: values of the outer graph, so that a cast happens once and not per chunk. */
interface Head {
  readonly weight: Value;
  readonly bias: Value | undefined;
}

function headOf(context: GraphContext): Head {
  const { weight, bias } = context.model.transformer.head;
  return {
    weight: wholeTensor(context, weight),
    bias: bias === undefined ? undefined : wholeTensor(context, bias),
  };
}

/** Log-probabilities of all tokens, float32 `[rows, vocabulary]`, of normed hidden states. */
function logProbabilities({ options }: GraphContext, graph: GraphBuilder, rows: Value, head: Head): Value {
  const inputs = head.bias === undefined ? [rows, head.weight] : [rows, head.weight, head.bias];
  const logits = graph.op("Gemm", inputs, { transB: 1 });
  const exact = options.arithmetic === "float32" ? logits : graph.cast(logits, "float32");
  return graph.op("LogSoftmax", [exact], { axis: -1 });
}

/** Normed hidden states of every position but the last of each sequence, `[batch · (length − 1), hidden]`. */
function predictingRows(context: GraphContext, x: Value): Value {
  const { graph, model } = context;
  const normed = norm(context, x, model.transformer.finalNorm);
  const beforeLast = [graph.integers(0), graph.integers(-1), graph.integers(1)];
  return asRows(context, graph.op("Slice", [normed, ...beforeLast]));
}

/** The token after each of those positions, `[batch · (length − 1)]`. */
function nextTokens({ graph, options }: GraphContext, ids: Value): Value {
  const afterFirst = [graph.integers(1), graph.integers(options.maxLength), graph.integers(1)];
  return graph.op("Reshape", [graph.op("Slice", [ids, ...afterFirst]), graph.integers(-1)]);
}

function perSequence({ graph }: GraphContext, losses: Value, ids: Value): Value {
  const batch = graph.op("Shape", [ids], { start: 0, end: 1 });
  return graph.op("Reshape", [losses, graph.op("Concat", [batch, graph.integers(-1)], { axis: 0 })]);
}
