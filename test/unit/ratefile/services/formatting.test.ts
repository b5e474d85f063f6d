import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { seededRandom } from "../../../../src/base/random.ts";
import { readRateDocument } from "../../../../src/ratefile/document.ts";
import { applyEdits } from "../../../../src/ratefile/edits.ts";
import { formattingEdits } from "../../../../src/ratefile/services/formatting.ts";
import { writtenFile } from "../../../support/ratefile-arbitraries.ts";
import { mutated, wholeRateFile } from "../../../support/ratefile-texts.ts";

function formatted(text: string): string {
  return applyEdits(text, formattingEdits(readRateDocument(text)));
}

function commentsOf(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => /(?:^|\s)(#.*?)\s*$/.exec(line)?.[1] ?? []);
}

describe("formatting of a long key", () => {
  it("leaves it as it is where blanks would make it longer than YAML allows", () => {
    const layers = Array.from({ length: 300 }, (_, index) => 2 * index).join(",");
    const document = readRateDocument(`model: m\nlayers:\n  ${layers.slice(0, 1000).replace(/,\d*$/, "")}: 0.3\n`);
    const after = readRateDocument(applyEdits(document.text, formattingEdits(document)));
    assert.deepEqual(
      after.problems.map(({ code }) => code),
      document.problems.map(({ code }) => code),
    );
    assert.ok(after.problems.every(({ code }) => code !== "yaml-syntax"));
  });
});

describe("formattingEdits", () => {
  it("writes five decimals, one column, one blank before comments", () => {
    const text = `# kept
model:   ../m   # here
target: .3
notes: |
  any:   thing
layers:
  0:   0.05# no comment
  1:     0.05    # lock
  2,4 , 6 - 8 : {attention: drop,mlp: 0.5}
  3:
    attention: 0.1
    mlp: 0.2
  5: 1.0
  9: 30
  "10": 0.123456`;
    assert.equal(
      formatted(text),
      `# kept
model: ../m # here
target: 0.30000
notes: |
  any:   thing
layers:
  0:         0.05# no comment
  1:         0.05000 # lock
  2, 4, 6-8: { attention: drop, mlp: 0.50000 }
  3:
    attention: 0.1
    mlp: 0.2
  5:         drop
  9: 30
  "10":      0.12346
`.replace("  0:         0.05# no comment", "  0:   0.05# no comment"),
    );
  });

  it("leaves a text alone that is no YAML, and one that is written well", () => {
    assert.deepEqual(formattingEdits(readRateDocument("model:  m\nlayers: {0: 0.3\n")), []);
    const good = "model: m\ntarget: 0.30000\nlayers:\n  0:   0.30000\n  1-3: drop # x\n";
    assert.deepEqual(formattingEdits(readRateDocument(good)), []);
  });

  it("is idempotent, keeps comments and changes nothing that is read", () => {
    const check = (text: string) => {
      const once = formatted(text);
      assert.equal(formatted(once), once, JSON.stringify(text));
      assert.deepEqual(commentsOf(once), commentsOf(text));
      const [before, after] = [text, once].map((each) => readRateDocument(each).value);
      assert.deepEqual(
        after?.layers.map((entry) => [entry?.rate, entry?.locked]),
        before?.layers.map((entry) => [entry?.rate, entry?.locked]),
      );
      assert.equal(after?.target?.value, before?.target?.value);
    };
    fc.assert(fc.property(writtenFile, ({ text }) => check(text)));
    const random = seededRandom(3);
    for (let index = 0; index < 2000; index++) check(mutated(wholeRateFile, random));
  });
});
