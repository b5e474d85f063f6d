import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parseRateFile } from "../../../src/ratefile/parse.ts";
import { equalLayers } from "../../support/ratefile-shapes.ts";

const file = `# lock and key
model: ../models/llama-2-7b
target: 0.30
layers:
  0: 0.05000 # lock
  1: { attention: 0.12500, mlp: 0.25000 }
  2-5: 0.28000
  6: drop
  7: { attention: drop, mlp: 0.50000 }
`;

/** Pieces of YAML that change what the rest of a file means. */
const shards = fc.constantFrom(
  ..."\n|  |\t|:|: |- |,|{|}|[|]|\"|'|#|&a |*a|!!str |<<|? |---\n|...\n|%YAML 1.1\n||>\n|\0|\u2028|\ud800|.nan|.inf|1e999|0x1F|~|99999999999".split(
    "|",
  ),
);

const mutated = fc
  .array(fc.tuple(fc.nat(file.length), fc.nat(12), fc.oneof(shards, fc.string({ maxLength: 4 }))), { maxLength: 6 })
  .map((edits) =>
    edits.reduce((text, [at, removed, inserted]) => text.slice(0, at) + inserted + text.slice(at + removed), file),
  );

function assertReadable(text: string): void {
  for (const shape of [undefined, equalLayers(8)]) {
    const { value, problems } = parseRateFile(text, shape);
    for (const { range } of problems) {
      assert.ok(range.start >= 0 && range.start <= range.end && range.end <= text.length, JSON.stringify(range));
    }
    const rates = value.layers.flatMap((entry) => (entry?.rate ? [entry.rate.attention, entry.rate.mlp] : []));
    assert.ok(rates.every((rate) => rate >= 0 && rate <= 1));
    // What shows no error can be run: its layers all have rates and it names a model.
    if (problems.every(({ severity }) => severity !== "error")) {
      assert.ok(value.model && value.layers.length > 0 && value.layers.every((entry) => entry?.rate));
    }
  }
}

describe("parseRateFile on any text", () => {
  it("never throws on mutated files, and files without an error are whole", () => {
    fc.assert(fc.property(mutated, assertReadable), { numRuns: 3000 });
  });

  it("never throws on strings that were never a rate file", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), assertReadable), { numRuns: 1000 });
  });

  it("survives nesting deeper than the parser's stack", () => {
    assertReadable(`model: m\nlayers: ${"[".repeat(200_000)}`);
    assertReadable("a:\n ".repeat(2) + "- ".repeat(50_000));
  });
});
