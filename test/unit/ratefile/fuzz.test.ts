import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { seededRandom } from "../../../src/base/random.ts";
import { countOf, isYaml, readRateDocument } from "../../../src/ratefile/document.ts";
import { applyEdits } from "../../../src/ratefile/edits.ts";
import { fixAll } from "../../../src/ratefile/fixes/fix-all.ts";
import { fixesOf } from "../../../src/ratefile/fixes/index.ts";
import { parseRateFile } from "../../../src/ratefile/parse.ts";
import { problemList } from "../../../src/ratefile/problem.ts";
import { formattingEdits } from "../../../src/ratefile/services/formatting.ts";
import { layerProfile } from "../../../src/ratefile/services/layer-profile.ts";
import { parseSyntax, parseWhole } from "../../../src/ratefile/syntax/parse-syntax.ts";
import { equalLayers } from "../../support/ratefile-shapes.ts";
import { mutated, smallRateFile, spreadRateFile, wholeRateFile } from "../../support/ratefile-texts.ts";

const model = { name: "m", shape: equalLayers(18), parameterBytes: 2 };
/** Another one with SELF_PRUNER_FUZZ_SEED; a failure names it. */
const seed = Number(process.env["SELF_PRUNER_FUZZ_SEED"] ?? 1);

/** Runs a check on mutated files; what fails is shown with its text. */
function onMutated(file: string, count: number, check: (text: string) => void): void {
  const random = seededRandom(seed);
  for (let index = 0; index < count; index++) {
    const text = mutated(file, random);
    try {
      check(text);
    } catch (cause) {
      throw new Error(`mutated file ${index} of seed ${seed}: ${JSON.stringify(text)}`, { cause });
    }
  }
}

function assertReadable(text: string, shape = model.shape as typeof model.shape | undefined): void {
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

describe("parseRateFile on any text", () => {
  it("never throws on 100,000 mutated files, and files without an error are whole", () => {
    onMutated(smallRateFile, 100_000, (text) => assertReadable(text, text.length % 2 ? model.shape : undefined));
  });

  it("never throws on strings that were never a rate file", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => assertReadable(text)),
      { numRuns: 1000 },
    );
  });

  it("survives nesting deeper than the parser's stack", () => {
    assertReadable(`model: m\nlayers: ${"[".repeat(200_000)}`);
    assertReadable("a:\n ".repeat(2) + "- ".repeat(50_000));
  });

  for (const [what, file] of Object.entries({ wholeRateFile, spreadRateFile })) {
    it(`reads the same with and without the patterns for plain lines: ${what}`, () => {
      onMutated(file, 3_000, (text) => {
        const sparse = problemList();
        const whole = problemList();
        assert.deepEqual(parseSyntax(text, sparse.report), parseWhole(text, whole.report));
        assert.deepEqual(sparse.problems, whole.problems);
      });
    });
  }
});

describe("edits of any text", () => {
  it("that is no YAML leave no more of it broken, and fixing all touches nothing but that", () => {
    let broken = 0;
    onMutated(wholeRateFile.replace("  9:", "\t9:").replace("8: 0.3", "8:0.3"), 300, (mutation) => {
      // As editors and the command line read it.
      const text = mutation.replace(/\r(?!\n)/g, "\n");
      const document = readRateDocument(text, model);
      if (isYaml(document)) return;
      broken += 1;
      for (const problem of document.problems) {
        for (const { title, edits } of fixesOf(document, problem)) {
          const after = readRateDocument(applyEdits(text, edits), model);
          assert.ok(countOf(after, problem.code) < countOf(document, problem.code), title);
          assert.ok(countOf(after, "yaml-syntax") <= countOf(document, "yaml-syntax"), title);
        }
      }
      const whole = readRateDocument(applyEdits(text, fixAll(text, model)), model);
      assert.ok(whole.text === text || countOf(whole, "yaml-syntax") < countOf(document, "yaml-syntax"));
    });
    assert.ok(broken > 100, `${broken} of the texts are broken`);
  });

  it("fixes, formatting and the profile never throw and never overlap", () => {
    onMutated(wholeRateFile, 3_000, (text) => {
      const document = readRateDocument(text, text.length % 2 ? model : undefined);
      for (const problem of document.problems) {
        for (const { edits } of fixesOf(document, problem)) applyEdits(text, edits);
      }
      applyEdits(text, formattingEdits(document));
      layerProfile(document);
    });
  });
});
