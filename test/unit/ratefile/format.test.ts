import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { planForRates } from "../../../src/pruning/plan.ts";
import { formatRateFile } from "../../../src/ratefile/format.ts";
import { parseRateFile } from "../../../src/ratefile/parse.ts";
import { completeRates } from "../../../src/ratefile/rate-file.ts";
import { equalLayers } from "../../support/ratefile-shapes.ts";

const rate = fc.integer({ min: 0, max: 100_000 }).map((units) => units / 100_000);
const layer = fc.oneof(
  rate.map((both) => ({ attention: both, mlp: both })),
  fc.record({ attention: rate, mlp: rate }, { noNullPrototype: true }),
);

describe("formatRateFile", () => {
  it("aligns the values and folds equal layers", () => {
    const text = formatRateFile({
      comments: ["perplexity 16.25\nof the test text"],
      model: "../models/llama",
      target: 0.3,
      rates: [0.05, 0.28, 0.28, 0.28]
        .map((both) => ({ attention: both, mlp: both }))
        .concat([
          { attention: 0.125, mlp: 1 },
          { attention: 1, mlp: 1 },
        ]),
    });
    assert.equal(
      text,
      `# perplexity 16.25
# of the test text
model: ../models/llama
target: 0.30000
layers:
  0:   0.05000
  1-3: 0.28000
  4:   { attention: 0.12500, mlp: drop }
  5:   drop
`,
    );
  });

  it("is read back as the same rates, plan, model and target", () => {
    const file = fc.record({
      model: fc.oneof(fc.string({ minLength: 1 }), fc.string({ minLength: 1, unit: "binary" })),
      target: fc.integer({ min: 0, max: 99_999 }).map((units) => units / 100_000),
      rates: fc.array(layer, { minLength: 1, maxLength: 20 }),
      comments: fc.array(fc.string({ unit: "binary" })),
    });
    fc.assert(
      fc.property(file, (content) => {
        const shape = equalLayers(content.rates.length);
        const { value, problems } = parseRateFile(formatRateFile(content), shape);
        const rates = completeRates(value);
        assert.deepEqual(rates, content.rates);
        assert.deepEqual(planForRates(shape, rates ?? []), planForRates(shape, content.rates));
        assert.equal(value.model?.value, content.model);
        assert.equal(value.target?.value, content.target);
        const ofNumbers = ["mean-off-target", "layer-without-kv-group", "edge-layer-cut-deeper"];
        assert.deepEqual(
          problems.filter(({ code }) => !ofNumbers.includes(code)),
          [],
        );
      }),
    );
  });
});
