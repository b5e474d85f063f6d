import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { UserError } from "../../../src/base/errors.ts";
import { seededRandom } from "../../../src/base/random.ts";
import { importanceNamed, importances } from "../../../src/evaluation/importance/index.ts";
import { compensationMeans, keepMostImportant } from "../../../src/evaluation/importance/select.ts";
import { type RawColumns, type RawLayer, randomLayer, statisticsOf } from "../../support/evaluation-statistics.ts";

/** Column j of a matrix. */
const column = (rows: readonly (readonly number[])[], j: number): number[] => rows.map((row) => row[j] ?? Number.NaN);
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const mean = (values: readonly number[]): number => total(values) / values.length;
const variance = (values: readonly number[]): number =>
  total(values.map((value) => (value - mean(values)) ** 2)) / (values.length - 1);
const columns = ({ inputs }: RawColumns): number[] => Array.from(inputs[0] ?? [], (_, j) => j);

/** The |W|·‖X‖ matrix of Wanda, written out as in the paper: every weight by itself, then the mean of each column. */
function plainWanda({ inputs, weights }: RawColumns, j: number): number {
  const norm = Math.sqrt(mean(column(inputs, j).map((value) => value * value)));
  return mean(column(weights, j).map((weight) => Math.abs(weight) * norm));
}

function plainFluctuation({ inputs, weights }: RawColumns, j: number): number {
  return variance(column(inputs, j)) * total(column(weights, j).map((weight) => weight * weight));
}

const standardise = (values: readonly number[]): number[] =>
  values.map((value) => (value - mean(values)) / Math.sqrt(variance(values)));

const perGroup = (values: readonly number[], groups: number, of: (group: number[]) => number): number[] => {
  const width = values.length / groups;
  return Array.from({ length: groups }, (_, group) => of(values.slice(group * width, (group + 1) * width)));
};

const plain: Record<string, (layer: RawLayer) => { groups: number[]; neurons: number[] }> = {
  "wanda-sp": ({ attention, mlp, groups }) => ({
    groups: perGroup(
      columns(attention).map((j) => plainWanda(attention, j)),
      groups,
      total,
    ),
    neurons: columns(mlp).map((j) => plainWanda(mlp, j)),
  }),
  flap: ({ attention, mlp, groups }) => ({
    groups: perGroup(standardise(columns(attention).map((j) => plainFluctuation(attention, j) ** 2)), groups, mean),
    neurons: standardise(columns(mlp).map((j) => plainFluctuation(mlp, j))),
  }),
};

/** Removes the lowest one at a time, which is what pruning means. */
function plainlyKept(scores: readonly number[], keep: number): number[] {
  let left = scores.map((_, index) => index);
  while (left.length > keep) {
    const lowest = left.reduce((least, index) => ((scores[index] ?? 0) < (scores[least] ?? 0) ? index : least));
    left = left.filter((index) => index !== lowest);
  }
  return left;
}

const sizes = fc.record({
  seed: fc.nat(),
  groups: fc.integer({ min: 1, max: 5 }),
  width: fc.integer({ min: 2, max: 4 }),
  neurons: fc.integer({ min: 2, max: 20 }),
});

describe("importance scores", () => {
  for (const importance of importances) {
    it(`${importance.name} prunes what an independent plain implementation prunes`, () => {
      fc.assert(
        fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), ({ seed, ...units }, share) => {
          const layer = randomLayer(seededRandom(seed), units);
          const scores = importance.score(statisticsOf(layer), layer.attention.inputs.length, units);
          const expected = plain[importance.name]?.(layer);
          assert.ok(expected);
          const plan = { groups: Math.round(share * units.groups), neurons: Math.round(share * units.neurons) };
          const kept = keepMostImportant(scores, plan);
          assert.deepEqual([...kept.groups], plainlyKept(expected.groups, plan.groups));
          assert.deepEqual([...kept.neurons], plainlyKept(expected.neurons, plan.neurons));
          // The order of summation differs, and Σx² − (Σx)²/n loses some digits to cancellation: hence 1e-9.
          close([...scores.groups], expected.groups, 1e-9);
          close([...scores.neurons], expected.neurons, 1e-9);
        }),
      );
    });
  }

  it("FLAP invents no order where nothing fluctuates", () => {
    const still = {
      inputs: [
        [1, 2],
        [1, 2],
      ],
      weights: [[3, 4]],
    };
    const layer = { groups: 1, attention: still, mlp: still };
    const scores = importanceNamed("flap").score(statisticsOf(layer), 2, { groups: 1, neurons: 2 });
    assert.deepEqual([...scores.neurons, ...scores.groups], [0, 0, 0]);
  });

  it("only FLAP compensates", () => {
    assert.deepEqual(
      importances.map(({ name, compensated }) => [name, compensated]),
      [
        ["wanda-sp", false],
        ["flap", true],
      ],
    );
  });

  it("a name that does not exist is an error that lists those that do", () => {
    assert.throws(
      () => importanceNamed("magic"),
      (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.code, "importance-unknown");
        assert.match(error.hint ?? "", /wanda-sp, flap/);
        return true;
      },
    );
  });
});

describe("keepMostImportant", () => {
  const scored = fc
    .array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 })
    .chain((scores) => fc.record({ scores: fc.constant(scores), keep: fc.integer({ min: 0, max: scores.length }) }));

  it("keeps the asked number, ascending, none worse than one that went; of equals the lower index goes", () => {
    fc.assert(
      fc.property(scored, ({ scores, keep }) => {
        const values = Float64Array.from(scores);
        const kept = keepMostImportant({ groups: values, neurons: values }, { groups: keep, neurons: keep }).neurons;
        assert.deepEqual([...kept], plainlyKept(scores, keep));
      }),
    );
  });

  it("keeps less of what was kept when less is kept", () => {
    fc.assert(
      fc.property(scored, ({ scores, keep }) => {
        const values = Float64Array.from(scores);
        const kept = (count: number) =>
          keepMostImportant({ groups: values, neurons: values }, { groups: count, neurons: 0 });
        const more = new Set(kept(keep).groups);
        assert.ok(kept(Math.max(0, keep - 1)).groups.every((unit) => more.has(unit)));
      }),
    );
  });
});

describe("compensationMeans", () => {
  it("are the mean inputs", () => {
    const layer = randomLayer(seededRandom(1), { groups: 2, width: 2, neurons: 3 });
    const means = compensationMeans(statisticsOf(layer), layer.mlp.inputs.length);
    // Means are handed over in single precision.
    close(
      [...means.mlp],
      columns(layer.mlp).map((j) => mean(column(layer.mlp.inputs, j))),
      1e-6,
    );
    close(
      [...means.attention],
      columns(layer.attention).map((j) => mean(column(layer.attention.inputs, j))),
      1e-6,
    );
  });
});

function close(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, index) => {
    const difference = Math.abs((actual[index] ?? Number.NaN) - value);
    assert.ok(difference <= tolerance * Math.max(1, Math.abs(value)), `${index}: ${actual[index]} is not ${value}`);
  });
}
