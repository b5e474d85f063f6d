import { setTimeout as delay } from "node:timers/promises";
import { noChromium, WebviewHarness } from "../test/support/webview-harness.ts";
import { RecordedHost } from "../test/support/webview-host.ts";
import { type Recording, record } from "../test/support/webview-recording.ts";
import type { Section } from "./report.ts";
import type { Setting } from "./setting.ts";

const EVALUATIONS = 100_000;
/** Of one batch: four such batches a second are 400 evaluations a second, more than any model of today allows. */
const BATCH = 100;
/** Milliseconds of a frame at 60 a second. */
const FRAME = 16;
const TITLE = "Frames of the panel";

/** What the frames of the panel cost while a long search streams in, in a real browser. */
export async function webviewFrames({ rounds }: Setting): Promise<Section> {
  if (noChromium) return { title: TITLE, protocol: `Skipped: ${noChromium}.`, figures: [] };
  const evaluations = rounds > 1 ? EVALUATIONS : EVALUATIONS / 10;
  const recording = await record({ generations: Math.ceil(1.15 * (evaluations / 20)), windows: 1, layers: 32 });
  const costs = await stream(recording, evaluations);
  const median = quantile(costs, 0.5);
  const bound = { kind: "at most", value: FRAME } as const;
  return {
    title: TITLE,
    protocol: `A recording of ${evaluations} evaluations of ${recording.shape.layers.length} layers, ${costs.length} frames, a batch of ${BATCH} evaluations each time; script, style, layout and paint of the whole panel at 1280 × 900 in headless Chromium without a GPU. The last line is what the machine makes of a loop that does nothing but count, as long as the median frame: where it is late, so are the frames.`,
    figures: [
      { what: "frame, median", value: median, unit: "ms", bound },
      { what: "frame, 99th percentile", value: quantile(costs, 0.99), unit: "ms", bound },
      {
        what: "frame in the last tenth of the search, median",
        value: quantile(costs.slice(-costs.length / 10), 0.5),
        unit: "ms",
        bound,
      },
      { what: "a loop of the same length, 99th percentile", value: quantile(await loops(median), 0.99), unit: "ms" },
    ],
  };
}

async function stream(recording: Recording, evaluations: number): Promise<number[]> {
  const harness = await WebviewHarness.start();
  try {
    const host = new RecordedHost([recording], 0);
    const panel = await harness.open({ state: { searches: [recording.id] }, answer: host.answer });
    await panel.heard("ready");
    await panel.drawn();
    const costs: number[] = [];
    while (recording.summaryAt(host.sequence).evaluations < evaluations && host.sequence < recording.events.length) {
      // An evaluation is two events: the candidate, and its score.
      costs.push(...(await panel.costs(host.advance(2 * BATCH))));
    }
    return costs;
  } finally {
    await harness.close();
  }
}

/** Milliseconds that a loop of the same work takes, time after time. */
async function loops(milliseconds: number): Promise<number[]> {
  count(1e7);
  const begun = performance.now();
  count(1e7);
  const steps = (1e7 * milliseconds) / (performance.now() - begun);
  const taken: number[] = [];
  for (let round = 0; round < 500; round++) {
    await delay(FRAME - milliseconds);
    const started = performance.now();
    count(steps);
    taken.push(performance.now() - started);
  }
  return taken;
}

function count(steps: number): number {
  let sum = 0;
  for (let step = 0; step < steps; step++) sum += Math.sqrt(step);
  return sum;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((one, other) => one - other)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
}
