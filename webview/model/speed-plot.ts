import { count, duration } from "../../src/protocol/text/numbers.ts";
import { SILENCE, type SpeedSample } from "./device-history.ts";
import type { Mark, PlotModel, Tip } from "./plot.ts";

/** Seconds that the axis covers at least: two reports alone are no line across the whole chart. */
const SHORTEST = 60;
/** The axis reaches this far beyond the highest speed. */
const HEADROOM = 1.1;

/** Speed over the last minutes, the newest report at the right; a pause in the reports leaves a gap. */
export function speedPlot(samples: readonly SpeedSample[]): PlotModel<SpeedSample> {
  const newest = samples.at(-1)?.at ?? 0;
  const fastest = Math.max(1, ...samples.map(({ tokensPerSecond }) => tokensPerSecond));
  return {
    series: stretches(samples).map((stretch) => ({
      marks: stretch.map((sample) => speedMark(sample, newest)),
      style: { kind: "line", colour: "--search-1", width: 2, isStepped: false, hasDots: stretch.length === 1 },
      isPickable: true,
    })),
    references: [],
    x: { title: "Before the newest report", min: -spanOf(samples), max: 0, format: agoText, isWhole: true },
    y: { title: "Tokens per second", min: 0, max: fastest * HEADROOM, format: (value) => count(Math.round(value)) },
  };
}

/** Where a report is drawn, in seconds before the newest. */
export function speedMark(sample: SpeedSample, newest: number): Mark<SpeedSample> {
  return { x: (sample.at - newest) / 1000, y: sample.tokensPerSecond, of: sample };
}

/** What is said beside a report. */
export function speedTip({ at, tokensPerSecond }: SpeedSample, newest: number): Tip {
  return {
    title: `${count(Math.round(tokensPerSecond))} tokens per second`,
    colour: "--search-1",
    rows: [["Before the newest report", agoText((at - newest) / 1000)]],
  };
}

/** A report as one sentence, for those who hear the chart. */
export function speedSentence({ at, tokensPerSecond }: SpeedSample, newest: number): string {
  return `${count(Math.round(tokensPerSecond))} tokens per second, ${agoText((at - newest) / 1000)} before the newest report.`;
}

/** What the chart shows, for those who hear it. */
export function speedLabel(samples: readonly SpeedSample[]): string {
  const speeds = samples.map(({ tokensPerSecond }) => Math.round(tokensPerSecond));
  const range = `${count(Math.min(...speeds))} to ${count(Math.max(...speeds))}`;
  return `Tokens per second over the last ${duration(spanOf(samples))} minutes: ${range}. Arrow keys move between reports.`;
}

/** Seconds from the oldest sample to the newest, and no fewer than a line is drawn over. */
function spanOf(samples: readonly SpeedSample[]): number {
  return Math.max(SHORTEST, Math.ceil(((samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0)) / 1000));
}

function stretches(samples: readonly SpeedSample[]): readonly (readonly SpeedSample[])[] {
  const found: SpeedSample[][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const sample of samples) {
    if (sample.at - before > SILENCE) found.push([]);
    found.at(-1)?.push(sample);
    before = sample.at;
  }
  return found;
}

/** `1:20`; the seconds of an axis that ends now are negative. */
function agoText(seconds: number): string {
  return duration(Math.abs(seconds));
}
