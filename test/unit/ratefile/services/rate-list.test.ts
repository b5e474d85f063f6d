import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readRateDocument } from "../../../../src/ratefile/document.ts";
import { exportFormats } from "../../../../src/ratefile/exports/index.ts";
import { completeRates } from "../../../../src/ratefile/rate-file.ts";
import { rateListFrom } from "../../../../src/ratefile/services/rate-list.ts";
import { equalLayers } from "../../../support/ratefile-shapes.ts";

function whole(...rates: number[]) {
  return rates.map((rate) => ({ attention: rate, mlp: rate }));
}

describe("rateListFrom", () => {
  it("reads lists as papers and programs print them", () => {
    const expected = whole(0.1, 0.25, 1);
    for (const text of [
      "[0.1, 0.25, 1]",
      "rates = [0.1, 0.25, 1.0]  # found at generation 7",
      "0.1, 0.25, 1",
      "0.1 0.25\n1\n",
      "[\n  0.1,\n  0.25,\n  1,\n]",
      "[10%, 25 %, 100 %]",
      "10 %, 25 %, 100 %",
      "[10, 25, 100]",
      "[0.1000001, 2.5e-1, 1]",
      "[0.1  0.25\n 1.  ]",
      "array([0.1 , 0.25, 1.  ], dtype=float32)",
      "[np.float64(0.1), np.float64(0.25), np.float64(1.0)]",
      "[tensor(0.1000, device='cuda:0'), tensor(0.2500, device='cuda:0'), tensor(1., device='cuda:0')]",
      "(0.1, 0.25, 1)",
      "[\n  0.1,  # the first\n  0.25,\n  1,\n]",
      "0,1; 0,25; 1",
      "0,1 0,25 1,0",
      "{0: 0.1, 1: 0.25, 2: 1.0}",
      '{\n  "0": 0.1,\n  "1": 0.25,\n  "2": 1\n}',
      "0: 10%\n1: 25%\n2: 100%\n",
    ]) {
      assert.deepEqual(rateListFrom(text), expected, text);
    }
  });

  it("takes two lists for attention and MLP", () => {
    assert.deepEqual(rateListFrom("attention [0.1, 0.2]\nmlp [0.3, 0.4]"), [
      { attention: 0.1, mlp: 0.3 },
      { attention: 0.2, mlp: 0.4 },
    ]);
  });

  it("reads a drop configuration of EvoPress", () => {
    assert.deepEqual(rateListFrom("none\nattn\r\nmlp\nattn+mlp\n"), [
      { attention: 0, mlp: 0 },
      { attention: 1, mlp: 0 },
      { attention: 0, mlp: 1 },
      { attention: 1, mlp: 1 },
    ]);
  });

  it("reads every form that a rate file is exported in", () => {
    const text = "model: m\nlayers:\n  0: drop\n  1: { attention: 0, mlp: drop }\n  2: { attention: drop, mlp: 0 }\n";
    const document = readRateDocument(text, { name: "m", shape: equalLayers(3), parameterBytes: 2 });
    const rates = completeRates(document.value);
    assert.equal(rates?.length, 3);
    for (const { id, write } of exportFormats) assert.deepEqual(rateListFrom(write(document)), rates, id);
  });

  it("says what is wrong", () => {
    for (const [text, message] of [
      ["", /no list of rates/],
      ["[0.1, x]", /"x" is not a rate/],
      ["[0.1, -0.2]", /"-0\.2" is not a rate/],
      ["[0.1, NaN]", /"NaN" is not a rate/],
      ["[0.1, %]", /"%" is not a rate/],
      ["[0x1, 0.2]", /"0x1" is not a rate/],
      ["{0: 0.1, 2: 0.2}", /is not a rate/],
      ["[0.1, 0.2, ..., 0.9]", /"\.\.\." is not a rate/],
      ["[0.1] [0.2, 0.3]", /no list of rates/],
      ["none\nattention\n", /"none" is not a rate/],
    ] as const) {
      assert.throws(() => rateListFrom(text), { code: "rate-list-unreadable", message });
    }
  });

  it("refuses long texts of other kinds at once", () => {
    const length = 200_000;
    for (const text of [
      `f(${"x".repeat(length)}`,
      `f(${" ".repeat(length)}`,
      "a".repeat(length),
      `1${" ".repeat(length)}x`,
    ]) {
      const begun = performance.now();
      assert.throws(() => rateListFrom(text), { code: "rate-list-unreadable" });
      assert.ok(performance.now() - begun < 1000, `${text.slice(0, 5)}… takes as long as its square`);
    }
  });

  it("reads or refuses any text, and reads what it is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        try {
          assert.ok(rateListFrom(text).every(({ attention, mlp }) => attention >= 0 && mlp <= 1));
        } catch (thrown) {
          assert.equal((thrown as { code?: string }).code, "rate-list-unreadable");
        }
      }),
    );
    const rates = fc.array(
      fc.integer({ min: 0, max: 100_000 }).map((units) => units / 100_000),
      { minLength: 1 },
    );
    fc.assert(fc.property(rates, (list) => assert.deepEqual(rateListFrom(JSON.stringify(list)), whole(...list))));
  });
});
