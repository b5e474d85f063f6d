import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Tokenizer } from "@huggingface/tokenizers";
import fc from "fast-check";
import { mergeJunctions } from "../../../src/model/merge-junctions.ts";

const json = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../fixtures/tokenizers/llama/tokenizer.json"), "utf8"),
);
const merges: [string, string][] = json.model.merges;

/** Text made of the tokenizer's own tokens, so that merges happen and nearly happen, and of anything else. */
const text = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...merges.flat()) }, fc.string({ unit: "binary" })))
  .map((parts) => parts.join(""));

describe("merge junctions", () => {
  it("cuts only where the whole text's tokens end too", () => {
    const whole = new Tokenizer(json, {});
    const pieces = mergeJunctions(merges);
    fc.assert(
      fc.property(text, (sample) => {
        const cut = pieces(sample);
        assert.equal(cut.join(""), sample);
        assert.deepEqual(whole.model.encode(cut), whole.model.encode([sample]));
      }),
      { numRuns: 500 },
    );
  });

  it("holds for any merge table", () => {
    const table = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 12 }).map(randomTable);
    const sample = fc.string({ unit: fc.constantFrom("a", "b", "c", "𝔘"), maxLength: 60 });
    let cuts = 0;
    fc.assert(
      fc.property(table, sample, (random, text) => {
        const { model } = new Tokenizer({ ...json, added_tokens: [], model: { ...json.model, ...random } }, {});
        const cut = mergeJunctions(random.merges)(text);
        cuts += cut.length;
        assert.deepEqual(model.encode(cut), model.encode([text]));
      }),
      { numRuns: 500 },
    );
    assert.ok(cuts > 1000);
  });

  it("cuts a sentence into its words", () => {
    assert.deepEqual(mergeJunctions(merges)("▁Once▁upon▁a▁time").slice(0, 2), ["▁Once", "▁upon"]);
  });

  it("knows characters outside the basic plane", () => {
    const pieces = mergeJunctions([["𝔘", "𝔫"]]);
    assert.deepEqual(pieces("𝔘𝔫𝔘a"), ["𝔘𝔫", "𝔘", "a"]);
    assert.deepEqual(pieces(""), []);
  });
});

/** Merges of random pairs of the characters and of what earlier merges made. */
function randomTable(picks: readonly (readonly [number, number])[]) {
  const tokens = ["a", "b", "c", "𝔘"];
  const merges = picks.map(([first, second]): [string, string] => {
    const left = tokens[first % tokens.length] ?? "";
    const right = tokens[second % tokens.length] ?? "";
    tokens.push(left + right);
    return [left, right];
  });
  return { merges, vocab: Object.fromEntries(tokens.map((token, id) => [token, id])) };
}
