import { Measurements } from "../src/extension/editor/measurements.ts";
import { type KnownModel, type RateDocument, readRateDocument } from "../src/ratefile/document.ts";
import { fixAll } from "../src/ratefile/fixes/fix-all.ts";
import { completeRates } from "../src/ratefile/rate-file.ts";
import { formattingEdits } from "../src/ratefile/services/formatting.ts";
import { layerProfile } from "../src/ratefile/services/layer-profile.ts";
import { setLayerRate } from "../src/ratefile/services/set-layer-rate.ts";
import { languageServer } from "./language-server.ts";
import { median } from "./measure.ts";
import type { Section } from "./report.ts";

const LAYERS = 1000;

/** What a keystroke in a large rate file costs: reading it with all checks, and what the editor asks for after that. */
export async function ratefile(): Promise<Section> {
  const text = `model: m\ntarget: 0.30000\nlayers:\n${Array.from({ length: LAYERS }, line).join("")}`;
  const typing = text.replace(/ {2}500: .*/, "  500");
  const foreign = text.replaceAll(" }\n", " } # ça\r\n");
  const nested = text.replace(/\{ (.*), (.*) \}/g, "# by hand\n    $1\n    $2");
  const open = text.replace(/ {2}500: .*/, "  500: { attention: 0.");
  const twice = text + text.slice(text.indexOf("  0: "));
  const document = readRateDocument(text, model);
  const edited = [...Array(LAYERS).keys()].filter((layer) => layer % 2 === 0);
  const milliseconds = (what: string, run: () => unknown, most?: number) => ({
    what,
    value: timed(run),
    unit: "ms",
    ...(most === undefined ? {} : { bound: { kind: "at most", value: most } as const }),
  });
  return {
    title: "Rate files",
    protocol: `${LAYERS} layers with a rate each for attention and MLP, ${(text.length / 1000).toFixed(0)} kB of text, the model known; median of ${ROUNDS} in one process that has done it ${WARMUP} times before. From its process: from the keystroke to the answer of the language server in another process, with a keystroke every 30 ms.`,
    figures: [
      milliseconds("parse and all checks", () => readRateDocument(text, model), 20),
      milliseconds("the same with CRLF and comments in any script", () => readRateDocument(foreign, model), 20),
      milliseconds("the same with a line that is half written", () => readRateDocument(typing, model), 20),
      milliseconds("the same with each half on a line of its own", () => readRateDocument(nested, model), 20),
      milliseconds("the same with a brace that is not closed", () => readRateDocument(open, model)),
      milliseconds("the profile beside the lines", () => layerProfile(document), 16),
      milliseconds("one layer dragged, the others give way", () => setLayerRate(document, [7], 0.5, { keepMean: 0.3 })),
      milliseconds("half of the layers dragged", () => setLayerRate(document, edited, 0.5, { keepMean: 0.3 })),
      milliseconds("formatting", () => formattingEdits(document)),
      milliseconds("fix all of a wrong mean", () => fixAll(text.replace("0.30000", "0.32000"), model)),
      milliseconds("fix all of as many layers given twice", () => fixAll(twice, model)),
      milliseconds("the measurement of these rates among 20, for the lenses", await lookUp(document)),
      ...(await languageServer(text, LAYERS)),
    ],
  };
}

/** A question for the newest measurement of a file's rates; there are as many as are kept, and none is of these. */
async function lookUp(document: RateDocument): Promise<() => unknown> {
  const kept = new Map<string, unknown>();
  const measurements = new Measurements({
    get: (key: string) => kept.get(key),
    update: async (key: string, value: unknown) => void kept.set(key, value),
  });
  const rates = completeRates(document.value) ?? [];
  for (let perplexity = 1; perplexity <= 20; perplexity++) {
    const others = rates.with(-1, { attention: perplexity / 100, mlp: 0 });
    await measurements.add("a.prune", { model: "m", rates: others, perplexity, protocol: "", at: "" });
  }
  return () => measurements.ofRates("a.prune", "m", rates);
}

const ROUNDS = 21;
const WARMUP = 5;

const layer = { groups: 8, groupParameters: 5_242_880, neurons: 14_336, neuronParameters: 12_288 };
const model: KnownModel = {
  name: "m",
  shape: { layers: Array.from({ length: LAYERS }, () => layer) },
  parameterBytes: 2,
};

function line(_: unknown, layer: number): string {
  const wave = Math.sin(layer / 40) * 0.1;
  return `  ${layer}: { attention: ${(0.3 + wave).toFixed(5)}, mlp: ${(0.3 - wave).toFixed(5)} }\n`;
}

function timed(run: () => unknown): number {
  const samples = Array.from({ length: WARMUP + ROUNDS }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return median(samples.slice(WARMUP));
}
