import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { barsOf } from "../../../../src/extension/editor/bars.ts";
import { meanText } from "../../../../src/extension/editor/mean-text.ts";
import { HEATS, heatOf } from "../../../../src/protocol/rate-heat.ts";
import { readRateDocument } from "../../../../src/ratefile/document.ts";
import { layerProfile } from "../../../../src/ratefile/services/layer-profile.ts";

const layer = { groups: 4, groupParameters: 100, neurons: 60, neuronParameters: 10 };
const model = { name: "tiny", parameterBytes: 2, shape: { layers: [layer, layer] } };

function profileOf(text: string, isKnown = true) {
  return layerProfile(readRateDocument(text, isKnown ? model : undefined));
}

describe("barsOf", () => {
  const text = "model: m\nlayers:\n  0: 0.50000\n  1: { attention: 0.25000, mlp: drop }\n";

  it("puts one bar before a layer's rate, and two of half the width before those of its halves", () => {
    const bars = barsOf(profileOf(text));
    assert.deepEqual(
      bars.map(({ range }) => text.slice(range.start, range.end)),
      ["0.50000", "0.25000", "drop"],
    );
    assert.deepEqual(
      bars.map(({ width }) => width),
      [3, 0.76, 3],
    );
  });

  it("takes the same room whatever the rate, so that the values stay in one column", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (digits) => {
        const rate = (digits / 100_000).toFixed(5);
        const [bar] = barsOf(profileOf(`model: m\nlayers:\n  0: ${rate}\n  1: 0.1\n`));
        assert.ok(bar && Math.abs(bar.width + bar.rest - 6.5) < 0.03, rate);
      }),
    );
  });

  it("draws nothing for a layer that keeps everything", () => {
    const [bar] = barsOf(profileOf("model: m\nlayers:\n  0: 0\n  1: 0.1\n"));
    assert.equal(bar?.width, 0);
  });

  it("draws what can be read of a file that is being typed", () => {
    assert.equal(barsOf(profileOf("model: m\nlayers:\n  0: 0.5\n  1: 0.\n  2: x\n")).length, 2);
    assert.deepEqual(barsOf(profileOf("layers: [")), []);
  });
});

describe("heatOf", () => {
  it("spreads rates over the whole scale, both ends included", () => {
    assert.equal(heatOf(0), 0);
    assert.equal(heatOf(1), HEATS - 1);
    assert.ok(heatOf(0.5) > heatOf(0.49));
  });
});

describe("meanText", () => {
  const file = (target: string, first: string) => `model: m\n${target}layers:\n  0: ${first}\n  1: 0.3\n`;

  it("says how far the mean is from the target, and on which side", () => {
    assert.deepEqual(meanText(profileOf(file("target: 0.3\n", "0.5"))), {
      text: "mean 0.40000, +0.10000 from the target",
      met: false,
    });
    assert.deepEqual(meanText(profileOf(file("target: 0.3\n", "0.1"))), {
      text: "mean 0.20000, −0.10000 from the target",
      met: false,
    });
  });

  it("says that the target is met", () => {
    assert.equal(meanText(profileOf(file("target: 0.3\n", "0.3")))?.met, true);
  });

  it("tells the mean alone where there is no target", () => {
    assert.deepEqual(meanText(profileOf(file("", "0.5"))), { text: "mean 0.40000", met: undefined });
  });

  it("says why there is no mean", () => {
    assert.match(meanText(profileOf("model: m\nlayers:\n  0: 0.5\n"))?.text ?? "", /a layer lacks its rate/);
    const pairs = file("target: 0.3\n", "{ attention: 0.1, mlp: 0.5 }");
    assert.match(meanText(profileOf(pairs, false))?.text ?? "", /tells the model/);
    assert.equal(meanText(profileOf("model: m\n")), undefined);
  });
});
