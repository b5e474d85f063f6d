import { availableParallelism } from "node:os";
import { ort, type Session } from "../src/evaluation/onnxruntime.ts";
import { openEngine } from "../src/evaluation/open-engine.ts";
import { openScorer } from "../src/evaluation/open-scorer.ts";
import { median, timed } from "./measure.ts";
import type { Section } from "./report.ts";
import { engineOptions, keepShare, randomWindows, type Setting } from "./setting.ts";

const signal = new AbortController().signal;

/** What the framework adds: time outside ONNX Runtime, and what a second engine on a second core is worth. */
export async function overhead(setting: Setting): Promise<Section> {
  const share = await shareOutsideOnnxRuntime(setting);
  const gain = setting.device === "cpu" && availableParallelism() > 1 ? await gainOfSecondEngine(setting) : undefined;
  return {
    title: "Framework",
    protocol: `Wall time on ${setting.device}; one window of ${setting.length} tokens for the share; for the gain, a scorer with engine processes, eight windows, median of ${setting.rounds}.`,
    figures: [
      { what: "time outside ONNX Runtime", value: 100 * share, unit: "%", bound: { kind: "at most", value: 3 } },
      ...(gain === undefined
        ? []
        : [{ what: "two engines / one", value: gain, unit: "×", bound: { kind: "at least", value: 1.7 } as const }]),
    ],
  };
}

async function shareOutsideOnnxRuntime(setting: Setting): Promise<number> {
  const engine = await openEngine(engineOptions(setting, 0));
  await engine.setText("bench", randomWindows(setting, 1));
  const evaluate = () =>
    engine.evaluate(
      { text: "bench", from: 0, to: 1, kept: keepShare(setting.model, 1), objective: "perplexity" },
      signal,
    );
  await evaluate();
  // The types declare a factory; the value is the class whose method every session has.
  const { prototype } = ort.InferenceSession as unknown as { prototype: Session };
  const { run } = prototype;
  let inside = 0;
  prototype.run = async function timedRun(this: Session, ...args: Parameters<typeof run>) {
    const started = performance.now();
    const result = await run.apply(this, args);
    inside += (performance.now() - started) / 1000;
    return result;
  } as typeof run;
  const { wall } = await timed(evaluate);
  prototype.run = run;
  await engine.close();
  return 1 - inside / wall;
}

async function gainOfSecondEngine(setting: Setting): Promise<number> {
  const windows = randomWindows({ ...setting, length: 512 }, 8);
  const seconds = async (engines: number): Promise<number> => {
    const { model, device, precision } = engineOptions(setting, 0);
    const options = { model, device, precision, engines, maxLength: 512, cacheBytes: 0 } as const;
    const scorer = await openScorer(
      { ...options, importance: "wanda-sp", scoring: "dense" },
      new AbortController().signal,
    );
    await scorer.setText("bench", windows);
    const score = () => scorer.score({ text: "bench", from: 0, to: 8, objective: "perplexity" }, signal);
    await score();
    const samples: number[] = [];
    for (let round = 0; round < setting.rounds; round++) samples.push((await timed(score)).wall);
    await scorer.close();
    return median(samples);
  };
  return (await seconds(1)) / (await seconds(2));
}
