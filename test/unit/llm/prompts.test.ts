import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { answerSchema, promptFor } from "../../../src/llm/prompts.ts";
import type { ProposalRequest } from "../../../src/search/ports.ts";
import { individualsFor, questionOf } from "../../support/llm-operator.ts";

const initial: ProposalRequest = {
  ordinal: 0,
  operator: "initial",
  generation: 0,
  count: 30,
  layers: 4,
  target: 0.3,
  population: [],
  retry: false,
};
const crossover: ProposalRequest = {
  ...initial,
  operator: "crossover",
  count: 10,
  population: [
    { id: 4, rates: [0.1, 0.2, 0.4, 0.5], fitness: 12.3456789 },
    { id: 2, rates: [0.3, 0.3, 0.3, 0.3], fitness: 1234567 },
  ],
};
const model = { name: "tiny-llama" };

function textOf(request: ProposalRequest, format: "json" | "lists" = "json", sensitivity?: number[]): string {
  const messages = promptFor(request, sensitivity ? { ...model, sensitivity } : model, format);
  return messages.map(({ content }) => content).join("\n");
}

describe("promptFor", () => {
  it("carries the model, the layers, the target and the number wanted", () => {
    assert.match(textOf(initial), /tiny-llama/);
    assert.deepEqual(questionOf(textOf(initial)), { layers: 4, target: 0.3, count: 30, population: [] });
  });

  it("shows the population with ids and fitness, best first", () => {
    const text = textOf(crossover);
    assert.match(text, /id 4, fitness 12\.3457: \[0\.1000, 0\.2000, 0\.4000, 0\.5000\]\nid 2, fitness 1\.23457e\+6/);
    assert.deepEqual(
      questionOf(text).population.map(({ id, rates }) => ({ id, rates })),
      crossover.population.map(({ id, rates }) => ({ id, rates })),
    );
  });

  it("names the operator and the format that is wanted", () => {
    assert.match(textOf(crossover), /^Crossover:/m);
    assert.match(textOf({ ...crossover, operator: "mutation" }), /^Mutation:/m);
    assert.match(textOf(crossover, "json"), /"parents"/);
    assert.doesNotMatch(textOf(crossover, "lists"), /"parents"|JSON/);
  });

  it("tells the sensitivity and the second try only where there is one", () => {
    assert.doesNotMatch(textOf(initial), /sensitivity|earlier answer/);
    assert.match(textOf(initial, "json", [1, 2, 3, 4]), /sensitivity.*\[1\.00, 2\.00, 3\.00, 4\.00\]/);
    assert.match(textOf({ ...initial, retry: true }), /earlier answer/);
  });
});

describe("answerSchema", () => {
  it("fixes the length of every vector and asks for parents where there are any", () => {
    assert.match(JSON.stringify(answerSchema(initial)), /"minItems":4,"maxItems":4/);
    assert.doesNotMatch(JSON.stringify(answerSchema(initial)), /parents/);
    assert.match(JSON.stringify(answerSchema(crossover)), /"required":\["parents","rates"\]/);
  });
});

describe("the LLM of the tests", () => {
  it("answers every prompt with vectors of the right length and mean, always the same", () => {
    for (const request of [initial, crossover]) {
      const individuals = individualsFor(textOf(request));
      assert.equal(individuals.length, request.count);
      for (const { rates } of individuals) {
        assert.equal(rates.length, 4);
        // Four decimals each: the mean is off by at most half of the last one.
        assert.ok(Math.abs(rates.reduce((a, b) => a + b, 0) / 4 - 0.3) <= 0.5e-4 + 1e-12);
      }
      assert.deepEqual(individualsFor(textOf(request)), individuals);
    }
  });
});
