import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../../src/base/errors.ts";
import { readRateDocument } from "../../../../src/ratefile/document.ts";
import { exportFormats } from "../../../../src/ratefile/exports/index.ts";
import { rateListFrom } from "../../../../src/ratefile/services/rate-list.ts";

const layer = { groups: 4, groupParameters: 100, neurons: 60, neuronParameters: 10 };
const model = { name: "tiny", parameterBytes: 2, shape: { layers: [layer, layer] } };
const head = "model: m\ntarget: 0.4\nlayers:\n";

function written(id: string, layers: string, isKnown = true): string {
  const format = exportFormats.find((each) => each.id === id);
  assert.ok(format);
  return format.write(readRateDocument(`${head}${layers}`, isKnown ? model : undefined));
}

function code(expected: string) {
  return (error: unknown) => error instanceof UserError && error.code === expected;
}

describe("formats of an export", () => {
  it("list: what it writes can be imported again", () => {
    for (const layers of ["  0-1: 0.4\n", "  0: { attention: 0.25, mlp: 0.5 }\n  1: 0.4\n"]) {
      const rates = rateListFrom(written("list", layers, false));
      assert.deepEqual(rates[1], { attention: 0.4, mlp: 0.4 });
      assert.equal(rates.length, 2);
    }
  });

  it("plan: keeps units such that the removed parameters meet the target", () => {
    const plan = JSON.parse(written("plan", "  0-1: 0.4\n"));
    assert.ok(Math.abs(plan.removedParameters / plan.prunableParameters - 0.4) <= 10 / 2000);
    const removed = plan.layers.reduce(
      (sum: number, each: { keptGroups: number; keptNeurons: number }) =>
        sum + (4 - each.keptGroups) * 100 + (60 - each.keptNeurons) * 10,
      0,
    );
    assert.equal(removed, plan.removedParameters);
  });

  it("plan and table: are on the file's grid, as it is run", () => {
    const layers = "  0-1: 0.4\ngrid: 20\n";
    const plan: { layers: { keptNeurons: number }[] } = JSON.parse(written("plan", layers));
    const inTable = written("table", layers)
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => Number(row.split(",")[6]));
    assert.deepEqual(
      plan.layers.map(({ keptNeurons }) => keptNeurons),
      inTable,
    );
    assert.ok(
      inTable.every((neurons) => neurons % 20 === 0),
      inTable.join(", "),
    );
  });

  it("table: one row per layer", () => {
    const lines = written("table", "  0: { attention: 0.5, mlp: 0.3 }\n  1: 0.42\n").split("\n");
    assert.equal(lines.length, 4);
    assert.match(lines[1] ?? "", /^0,0\.38000,0\.50000,0\.30000,2,4,\d+,60$/);
  });

  it("needs the model for whole units, and says so", () => {
    assert.throws(() => written("plan", "  0-1: 0.4\n", false), code("model-unknown"));
    assert.throws(() => written("table", "  0: 0.4\n"), code("model-unknown"));
    assert.throws(() => written("list", "  0: 0.4\n  1: x\n"), code("layer-missing"));
  });

  it("EvoPress: what it writes can be imported again, and a partial cut is refused by layer", () => {
    const text = written("evopress", "  0: { attention: drop, mlp: 0 }\n  1: drop\n", false);
    assert.equal(text, "attn\nattn+mlp\n");
    assert.deepEqual(rateListFrom(text)[0], { attention: 1, mlp: 0 });
    assert.throws(() => written("evopress", "  0: 0\n  1: 0.4\n"), code("not-a-drop"));
  });
});
