import { sessionOptions } from "../src/evaluation/devices.ts";
import type { Engine } from "../src/evaluation/engine.ts";
import { graphOptions } from "../src/evaluation/execution.ts";
import { openSession, ort, runFor, type Session } from "../src/evaluation/onnxruntime.ts";
import { openEngine } from "../src/evaluation/open-engine.ts";
import { GraphBuilder } from "../src/model/onnx/graph-builder.ts";
import { denseGraph } from "../src/model/onnx/whole.ts";
import { openModelFolder } from "../src/model/open-model-folder.ts";
import { timeInTurn } from "./measure.ts";
import { flopsPerToken } from "./model.ts";
import type { Section } from "./report.ts";
import { engineOptions, keepShare, randomWindows, type Setting } from "./setting.ts";

const SHARES = [1, 0.7, 0.5, 0.3];
const MATMUL = 2048;
const HALF_BOUND = { kind: "at most", value: 0.62 } as const;
const signal = new AbortController().signal;

/** What a candidate costs by how much of the model it keeps, against a dense graph and the machine's own peak. */
export async function throughput(setting: Setting): Promise<Section> {
  const windows = randomWindows(setting, 1);
  const engine = await openEngine(engineOptions(setting, 0));
  await engine.setText("bench", windows);
  const { matmul, dense } = await referenceSessions(setting);
  const ids = new ort.Tensor("int32", windows.tokens, [1, setting.length]);
  const square = new ort.Tensor("float32", new Float32Array(MATMUL ** 2).fill(0.5), [MATMUL, MATMUL]);
  const times = await timeInTurn(
    [
      { name: "matmul", run: () => runFor(matmul, "y", { a: square, b: square }) },
      { name: "dense", run: () => runFor(dense, "losses", { ids }) },
      ...SHARES.map((share) => ({ name: nameOf(share), run: () => evaluate(engine, keepShare(setting.model, share)) })),
    ],
    setting.rounds,
  );
  await engine.close();
  await matmul.release();
  await dense.release();

  // On a GPU the work is not in this process's CPU time.
  const clock = setting.device === "cpu" ? "cpu" : "wall";
  const seconds = (name: string) => times.get(name)?.[clock] ?? Number.NaN;
  const peak = (2 * MATMUL ** 3) / seconds("matmul") / 1e9;
  const whole = (setting.length * flopsPerToken(setting.model)) / seconds(nameOf(1)) / 1e9;
  return {
    title: "Scoring throughput by keep rate",
    protocol: `One window of ${setting.length} tokens on ${setting.device} ${setting.precision}, ${clock} time, medians of ${setting.rounds} interleaved rounds; dense graph: one session, constant fp32 weights, folded and prepacked.`,
    figures: [
      { what: "matrix product 2048³, fp32", value: peak, unit: "GFLOP/s" },
      { what: "dense engine, weights only", value: whole, unit: "GFLOP/s" },
      { what: "dense engine / matrix product", value: whole / peak, unit: "of peak" },
      {
        what: "dense engine / dense graph",
        value: seconds(nameOf(1)) / seconds("dense"),
        unit: "×",
        ...(setting.device === "cpu" ? { bound: { kind: "at most", value: 1.2 } as const } : {}),
      },
      ...SHARES.map((share) => ({
        what: `${share * 100} % kept: tokens per second`,
        value: setting.length / seconds(nameOf(share)),
        unit: "tokens/s",
      })),
      ...SHARES.slice(1).map((share) => {
        const value = seconds(nameOf(share)) / seconds(nameOf(1));
        const bound = share === 0.5 && setting.device === "cpu" ? HALF_BOUND : undefined;
        return { what: `${share * 100} % kept / dense engine`, value, unit: "×", ...(bound ? { bound } : {}) };
      }),
    ],
  };
}

function nameOf(share: number): string {
  return `keep ${share}`;
}

function evaluate(engine: Engine, kept: ReturnType<typeof keepShare>): Promise<unknown> {
  return engine.evaluate({ text: "bench", from: 0, to: 1, kept, objective: "perplexity" }, signal);
}

async function referenceSessions(setting: Setting): Promise<{ matmul: Session; dense: Session }> {
  const model = await openModelFolder(setting.folder);
  const options = engineOptions(setting, 0);
  const { extra, ...session } = sessionOptions(setting.device, { weightsRoot: model.weightsRoot, threads: 1 });
  const folder = { model_external_initializers_file_folder_path: model.weightsRoot, "intra_op.allow_spinning": "0" };
  const fastest = { ...session, enableCpuMemArena: true, extra: { ...extra, session: folder, optimization: {} } };
  const graph = denseGraph(model, { ...graphOptions(options), cast: "early" }, { kind: "loss" });
  return { matmul: await openSession(matmulGraph(), fastest), dense: await openSession(graph, fastest) };
}

function matmulGraph(): Uint8Array {
  const graph = new GraphBuilder("matmul");
  const dimensions = [MATMUL, MATMUL];
  const product = graph.op("MatMul", [
    graph.input("a", "float32", dimensions),
    graph.input("b", "float32", dimensions),
  ]);
  graph.output("y", product, "float32", dimensions);
  return graph.toModel();
}
