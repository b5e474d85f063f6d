import { openEngine } from "../src/evaluation/open-engine.ts";
import { timeInTurn } from "./measure.ts";
import type { Section } from "./report.ts";
import { engineOptions, keepShare, randomWindows, type Setting } from "./setting.ts";

/** Layers left out, one at a time: evenly spaced, as all of them would take minutes without a cache. */
const LEFT_OUT = 6;
const CACHE_BYTES = 512 * 2 ** 20;
const signal = new AbortController().signal;

/** A sweep that leaves one layer out at a time, as every sensitivity measurement does, with and without the cache. */
export async function prefixCache(setting: Setting): Promise<Section> {
  const windows = randomWindows(setting, 1);
  const dense = keepShare(setting.model, 1);
  const nothing = { groups: new Int32Array(), neurons: new Int32Array() };
  const candidates = Array.from({ length: LEFT_OUT }, (_, index) => {
    const without = Math.floor(((index + 0.5) * setting.model.layers) / LEFT_OUT);
    return dense.map((kept, layer) => (layer === without ? nothing : kept));
  });
  const sweep = async (cacheBytes: number): Promise<() => Promise<void>> => {
    const engine = await openEngine(engineOptions(setting, cacheBytes));
    return async () => {
      // Handing the text over again empties the cache: every round pays for the dense pass that fills it.
      await engine.setText("bench", windows);
      for (const kept of [dense, ...candidates]) {
        await engine.evaluate({ text: "bench", from: 0, to: 1, kept, objective: "perplexity" }, signal);
      }
    };
  };
  const times = await timeInTurn(
    [
      { name: "without", run: await sweep(0) },
      { name: "with", run: await sweep(CACHE_BYTES) },
    ],
    1,
  );
  const seconds = (name: string) => times.get(name)?.cpu ?? Number.NaN;
  // The dense pass is no part of the sweep, but the same in both: one of LEFT_OUT + 1 passes, a little dearer than others.
  const densePass =
    (seconds("without") * setting.model.layers) / (LEFT_OUT * (setting.model.layers - 1) + setting.model.layers);
  return {
    title: "Prefix cache",
    protocol: `${LEFT_OUT} of ${setting.model.layers} layers left out one at a time after a dense pass that fills the cache, one window of ${setting.length} tokens, CPU time.`,
    figures: [
      { what: "sweep without the cache", value: seconds("without") - densePass, unit: "s" },
      { what: "sweep with the cache", value: seconds("with") - densePass, unit: "s" },
      {
        what: "with / without",
        value: (seconds("with") - densePass) / (seconds("without") - densePass),
        unit: "×",
        bound: { kind: "at most", value: 0.6 },
      },
    ],
  };
}
