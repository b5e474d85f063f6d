import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { renderLine } from "../../../src/cli/progress/line.ts";
import { screenLines } from "../../../src/cli/progress/screen-lines.ts";
import type { SearchView } from "../../../src/cli/progress/view.ts";
import { runningSummary } from "../../support/cli-views.ts";

const view: SearchView = {
  summary: runningSummary({
    llm: { calls: 12, inputTokens: 34_100, outputTokens: 900, money: 0.0213, faults: { "http-429": 2 } },
  }),
  bestByGeneration: [9, 8.5, 8, 7.25],
  bestRates: [0, 0.25, 0.5, 1],
};

function plain(shown: SearchView, width: number): string[] {
  return screenLines(shown, width).map((line) => renderLine(line, width, false));
}

describe("screenLines", () => {
  it("shows progress, fitness, history, layers and the LLM", () => {
    assert.deepEqual(plain(view, 120), [
      "3fa4c1 running  self-pruner · llama-2-7b · target 30.0 % · perplexity",
      "progress █████████░░░░░░░░░░░░░░░  generation 7/20 · 170/430 evaluations · 2.0/s · 1:25 · 2:10 left",
      "fitness  best 7.25000  uniform 8.50000  dense 5.47000",
      "history  █▆▄▁",
      "layers   ▁▃▅█  0.0 % to 100.0 %",
      "LLM      12 calls · 34.1k tokens in · 900 out · $0.0213  faults: http-429 ×2",
    ]);
  });

  it("shows what is known before the first evaluation", () => {
    const summary = runningSummary({
      state: "preparing",
      status: "Measuring importance.",
      evaluations: 0,
      generation: 0,
      elapsed: 0,
      eta: undefined,
      bestFitness: undefined,
      uniformFitness: undefined,
    });
    assert.deepEqual(plain({ summary, bestByGeneration: [], bestRates: undefined }, 120).slice(1), [
      "         Measuring importance.",
      "progress ░░░░░░░░░░░░░░░░░░░░░░░░  generation 0/20 · 0/430 evaluations · 0:00",
      "fitness  best –  uniform –  dense 5.47000",
    ]);
  });

  it("fits every width, and colours take no room", () => {
    const deep = { ...view, bestRates: Array.from({ length: 126 }, (_, layer) => layer / 126) };
    for (const width of [1, 20, 40, 79, 200]) {
      for (const line of screenLines(deep, width)) {
        const [bare, coloured] = [renderLine(line, width, false), renderLine(line, width, true)];
        assert.ok([...bare].length <= width, `${bare.length} > ${width}: ${bare}`);
        assert.equal(stripVTControlCharacters(coloured), bare);
      }
    }
  });

  it("lets no name steer the terminal", () => {
    const hostile = { ...view, summary: runningSummary({ model: "/m/evil\x1b[2J\n\x07" }) };
    assert.doesNotMatch(plain(hostile, 200).join(""), /\p{Cc}/u);
  });
});
