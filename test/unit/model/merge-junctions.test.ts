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

  it("cuts a sentence into its words", () => {
    assert.deepEqual(mergeJunctions(merges)("▁Once▁upon▁a▁time").slice(0, 2), ["▁Once", "▁upon"]);
  });

  it("knows characters outside the basic plane", () => {
    const pieces = mergeJunctions([["𝔘", "𝔫"]]);
    assert.deepEqual(pieces("𝔘𝔫𝔘a"), ["𝔘𝔫", "𝔘", "a"]);
    assert.deepEqual(pieces(""), []);
  });
});
