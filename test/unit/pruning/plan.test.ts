import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { densePlan, planAt, planForRates, planKey, ratesOfPlan, removedParameters } from "../../../src/pruning/plan.ts";
import { projectOntoMean, roundOntoMean } from "../../../src/pruning/projection.ts";
import { layerRate, meanRate, rateAt, roundRate, uniformRates, wholeLayerRate } from "../../../src/pruning/rates.ts";
import { type LayerShape, layerParameters, type ModelShape, prunableParameters } from "../../../src/pruning/shape.ts";

const layerShape: fc.Arbitrary<LayerShape> = fc.record({
  groups: fc.constantFrom(1, 2, 3, 4, 8, 32),
  groupParameters: fc.integer({ min: 200, max: 4000 }),
  neurons: fc.integer({ min: 50, max: 400 }),
  neuronParameters: fc.integer({ min: 20, max: 200 }),
});

const modelShape: fc.Arbitrary<ModelShape> = fc.oneof(
  fc.array(layerShape, { minLength: 1, maxLength: 12 }).map((layers) => ({ layers })),
  fc.tuple(layerShape, fc.integer({ min: 1, max: 12 })).map(([layer, n]) => ({ layers: Array(n).fill(layer) })),
);

/** A model, a target and random whole-layer rates that meet it. */
const pruned = fc
  .record({
    shape: modelShape,
    target: fc.integer({ min: 1, max: 999 }).map((permille) => permille / 1000),
    draws: fc.array(fc.double({ min: -0.5, max: 1.5, noNaN: true }), { minLength: 12, maxLength: 12 }),
  })
  .map(({ shape, target, draws }) => {
    const weights = shape.layers.map(layerParameters);
    const values = projectOntoMean(draws.slice(0, weights.length), weights, target);
    return { shape, target, rates: roundOntoMean(values, weights, target).map(wholeLayerRate) };
  });

function removed(shape: ModelShape, plan: ReturnType<typeof densePlan>, layer: number): number {
  const { groups, neurons, groupParameters, neuronParameters } = shape.layers[layer] as LayerShape;
  const kept = planAt(plan, layer);
  return (groups - kept.groups) * groupParameters + (neurons - kept.neurons) * neuronParameters;
}

describe("planForRates", () => {
  it("meets the target to within half a neuron's cost whenever it can be met", () => {
    fc.assert(
      fc.property(pruned, ({ shape, target, rates }) => {
        fc.pre(rates.every(({ mlp }) => mlp > 0.001 && mlp < 0.999));
        // With a group dearer than all neurons of its layer there are gaps that nothing can fill.
        fc.pre(shape.layers.every((layer) => layer.groupParameters < layer.neurons * layer.neuronParameters));
        const plan = planForRates(shape, rates, target);
        const missed = Math.abs(removedParameters(shape, plan) - target * prunableParameters(shape));
        const neuron = Math.max(...shape.layers.map((layer) => layer.neuronParameters));
        // Half a parameter more, because the wanted number of parameters is a whole one.
        assert.ok(missed <= neuron / 2 + 0.5, `${missed} parameters off, a neuron costs ${neuron}`);
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps every unit count between none and all", () => {
    fc.assert(
      fc.property(pruned, ({ shape, target, rates }) => {
        const plan = planForRates(shape, rates, target);
        for (const [index, layer] of shape.layers.entries()) {
          const kept = planAt(plan, index);
          assert.ok(kept.groups >= 0 && kept.groups <= layer.groups && Number.isInteger(kept.groups));
          assert.ok(kept.neurons >= 0 && kept.neurons <= layer.neurons && Number.isInteger(kept.neurons));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("leaves layers of rate 0 and 1 as they are", () => {
    fc.assert(
      fc.property(pruned, fc.integer({ min: 0, max: 11 }), ({ shape, target, rates }, chosen) => {
        const layer = chosen % shape.layers.length;
        const { groups, neurons } = shape.layers[layer] as LayerShape;
        const dropped = planForRates(shape, rates.with(layer, wholeLayerRate(1)), target);
        assert.deepEqual(planAt(dropped, layer), { groups: 0, neurons: 0 });
        const whole = planForRates(shape, rates.with(layer, wholeLayerRate(0)), target);
        assert.deepEqual(planAt(whole, layer), { groups, neurons });
      }),
    );
  });

  it("takes floor(rate × groups) groups where the neurons suffice for the rest", () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 4, 8, 32), fc.integer({ min: 1, max: 79 }), (groups, percent) => {
        const layer = { groups, groupParameters: 100, neurons: 1000, neuronParameters: 10 };
        // Attention is at most a quarter of the layer, so that neurons can stand in for all of it.
        const shape = { layers: [{ ...layer, groupParameters: Math.floor(2500 / groups) }] };
        const plan = planForRates(shape, uniformRates(1, percent / 100), percent / 100);
        assert.equal(planAt(plan, 0).groups, groups - Math.floor((percent * groups) / 100));
      }),
    );
  });

  it("reads a third of three groups written with five decimals as one group", () => {
    const shape = { layers: [{ groups: 3, groupParameters: 1000, neurons: 300, neuronParameters: 30 }] };
    assert.deepEqual(planForRates(shape, [wholeLayerRate(roundRate(1 / 3))]), [{ groups: 2, neurons: 200 }]);
  });

  it("gives up a group that the floor spared when all neurons are gone", () => {
    const layer = { groups: 1, groupParameters: 4000, neurons: 100, neuronParameters: 60 };
    const shape = { layers: [layer, layer] };
    const plan = planForRates(shape, uniformRates(2, 0.8), 0.8);
    assert.deepEqual(plan, [
      { groups: 0, neurons: 0 },
      { groups: 1, neurons: 0 },
    ]);
  });

  it("never takes back a drop or cuts a layer that is kept whole", () => {
    const shape = { layers: Array(4).fill({ groups: 4, groupParameters: 100, neurons: 40, neuronParameters: 10 }) };
    const rates = [wholeLayerRate(1), wholeLayerRate(0), { attention: 1, mlp: 0.5 }, wholeLayerRate(0.2)];
    const plan = planForRates(shape, rates, 0.5);
    assert.deepEqual(plan[0], { groups: 0, neurons: 0 });
    assert.deepEqual(plan[1], { groups: 4, neurons: 40 });
    assert.equal(plan[2]?.groups, 0);
    assert.equal(removedParameters(shape, plan), 0.5 * prunableParameters(shape));
  });

  it("keeps each layer near its own rate", () => {
    fc.assert(
      fc.property(pruned, ({ shape, target, rates }) => {
        // Neurons can make up for the groups in every layer, so no layer has to stand in for another.
        fc.pre(shape.layers.every((l) => l.groupParameters * 2 < 0.1 * l.neurons * l.neuronParameters));
        fc.pre(rates.every(({ mlp }) => mlp > 0.2 && mlp < 0.8));
        const plan = planForRates(shape, rates, target);
        const dearest = Math.max(...shape.layers.map(({ neuronParameters }) => neuronParameters));
        for (const [index, layer] of shape.layers.entries()) {
          const wanted = layerRate(layer, rateAt(rates, index)) * layerParameters(layer);
          // The floor leaves less than a neuron. As long as every layer may move, one that keeps more than it should is
          // found for each move, so that none gets further off than a neuron. A layer may not move once its neuron costs
          // twice of what is missing: then cheaper ones make up for it, with less than half of the dearest neuron and,
          // because the last move may overshoot, half of their own.
          const own = layer.neuronParameters;
          const most = own === dearest ? own : 1.5 * own + dearest / 2;
          assert.ok(Math.abs(removed(shape, plan, index) - wanted) <= most + 1e-6);
        }
      }),
    );
  });

  it("plans a model of 126 layers with 28,672 neurons in a few milliseconds", () => {
    const layer = { groups: 8, groupParameters: 4 * 16384 * 2048, neurons: 28672, neuronParameters: 3 * 16384 };
    const shape = { layers: Array(126).fill(layer) };
    const rates = Array.from({ length: 126 }, (_, index) => wholeLayerRate(roundRate(0.1 + index * 0.004)));
    const target = meanRate(shape, rates);
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      planForRates(shape, rates, target);
      return performance.now() - start;
    });
    // The bound is for a loaded machine and would still catch a walk over all neurons.
    assert.ok(Math.min(...times) < 5, `took ${times.map((time) => time.toFixed(2)).join(", ")} ms`);
  });
});

describe("ratesOfPlan", () => {
  it("gives rates that lead back to the plan, also when they are written with five decimals", () => {
    fc.assert(
      fc.property(pruned, ({ shape, target, rates }) => {
        const plan = planForRates(shape, rates, target);
        const exact = ratesOfPlan(shape, plan);
        assert.deepEqual(planForRates(shape, exact), plan);
        const written = exact.map(({ attention, mlp }) => ({ attention: roundRate(attention), mlp: roundRate(mlp) }));
        assert.deepEqual(planForRates(shape, written), plan);
      }),
      { numRuns: 500 },
    );
  });

  it("is zero everywhere for the dense plan, which removes nothing", () => {
    const shape = { layers: Array(3).fill({ groups: 4, groupParameters: 9, neurons: 7, neuronParameters: 5 }) };
    assert.deepEqual(ratesOfPlan(shape, densePlan(shape)), uniformRates(3, 0));
    assert.equal(removedParameters(shape, densePlan(shape)), 0);
  });

  it("has the plan's removed share as its mean", () => {
    fc.assert(
      fc.property(pruned, ({ shape, target, rates }) => {
        const plan = planForRates(shape, rates, target);
        const share = removedParameters(shape, plan) / prunableParameters(shape);
        assert.ok(Math.abs(meanRate(shape, ratesOfPlan(shape, plan)) - share) < 1e-12);
      }),
    );
  });
});

describe("planKey", () => {
  it("is equal exactly for equal plans", () => {
    const plan = [
      { groups: 1, neurons: 23 },
      { groups: 12, neurons: 3 },
    ];
    assert.equal(planKey(plan), planKey(structuredClone(plan)));
    assert.notEqual(
      planKey(plan),
      planKey([
        { groups: 1, neurons: 2 },
        { groups: 31, neurons: 23 },
      ]),
    );
  });
});
